from fastapi.testclient import TestClient


def test_an_unknown_booking_is_404(client: TestClient) -> None:
    assert client.delete("/bookings/7").status_code == 404
