from fastapi.testclient import TestClient


def test_no_rooms(client: TestClient) -> None:
    assert client.get("/rooms").json() == []
