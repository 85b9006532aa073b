from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import get_session
from app.models import Room
from app.schemas import RoomOut

router = APIRouter(prefix="/rooms")


@router.get("")
def list_rooms(session: Session = Depends(get_session)) -> list[RoomOut]:
    return [RoomOut.model_validate(room) for room in session.scalars(select(Room).order_by(Room.name))]
