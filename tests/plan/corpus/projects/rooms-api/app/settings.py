from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str = "sqlite:///rooms.db"
    page_size: int = 50
