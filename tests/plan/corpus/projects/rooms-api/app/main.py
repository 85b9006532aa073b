from fastapi import FastAPI

from app.api import bookings, rooms
from app.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    app = FastAPI(title="rooms")
    app.state.settings = settings
    app.include_router(rooms.router)
    app.include_router(bookings.router)
    return app


app = create_app()
