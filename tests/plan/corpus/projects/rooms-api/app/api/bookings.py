from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.db import get_session
from app.schemas import BookingIn, BookingOut
from app.services.bookings import book, cancel

router = APIRouter(prefix="/bookings")


@router.post("", status_code=201)
def create_booking(body: BookingIn, session: Session = Depends(get_session)) -> BookingOut:
    return BookingOut.model_validate(book(session, body))


@router.delete("/{booking_id}", status_code=204)
def delete_booking(booking_id: int, session: Session = Depends(get_session)) -> None:
    cancel(session, booking_id)
