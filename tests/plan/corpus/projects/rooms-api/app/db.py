from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.settings import Settings

engine = create_engine(Settings().database_url)


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session
