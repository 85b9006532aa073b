from datetime import datetime

from pydantic import BaseModel, ConfigDict


class RoomOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    seats: int


class BookingIn(BaseModel):
    room_id: int
    person: str
    starts_at: datetime
    ends_at: datetime


class BookingOut(BookingIn):
    model_config = ConfigDict(from_attributes=True)

    id: int
