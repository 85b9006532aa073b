import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from app.db import get_session
from app.main import create_app
from app.models import Base


@pytest.fixture
def client() -> TestClient:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    app = create_app()
    app.dependency_overrides[get_session] = lambda: Session(engine)
    return TestClient(app)
