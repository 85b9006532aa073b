from fastapi import HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Booking
from app.schemas import BookingIn


def book(session: Session, wanted: BookingIn) -> Booking:
    """Stores a booking; 409 where the room is taken."""
    if overlapping(session, wanted):
        raise HTTPException(409, "the room is taken")
    booking = Booking(**wanted.model_dump())
    session.add(booking)
    session.commit()
    return booking


def overlapping(session: Session, wanted: BookingIn) -> bool:
    found = session.scalar(
        select(Booking.id).where(
            Booking.room_id == wanted.room_id,
            Booking.starts_at < wanted.ends_at,
            Booking.ends_at > wanted.starts_at,
        )
    )
    return found is not None


def cancel(session: Session, booking_id: int) -> None:
    booking = session.get(Booking, booking_id)
    if booking is None:
        raise HTTPException(404, "no such booking")
    session.delete(booking)
    session.commit()
