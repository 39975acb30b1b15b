"""Settings: typed, frozen, read once from the environment (prefix `CSDESK_`) and from nowhere else.

Every field is listed in docs/settings.md; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from csdesk.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an installation decides; defaults suit one laptop."""

    model_config = SettingsConfigDict(env_prefix="CSDESK_", frozen=True, extra="ignore")

    environment: Literal["production", "demo", "test"] = Field(
        default="production", description="production refuses to start without a key file of its own"
    )
    instance: Path = Field(default=ROOT / "instance", description="folder for the local database, keys and files")
    database_url: str = Field(default="", description="SQLAlchemy address; empty means SQLite in the instance folder")
    key_file: Path | None = Field(default=None, description="key file; empty means keys.json in the instance folder")
    timezone: str = Field(default="America/Los_Angeles", description="zone of the desk's calendar")
    removals_outside_hours: Literal["apply", "at_opening"] = Field(
        default="apply", description="when a removal taken outside business hours comes into force"
    )
    idle_lock_minutes: int = Field(default=15, ge=1, le=60, description="idle minutes before the password is asked")
    session_hours: int = Field(default=10, ge=1, le=24, description="longest life of a sign-in")
    sign_in_tries: int = Field(default=10, ge=3, le=10, description="failed tries before an account is locked out")
    lock_out_minutes: int = Field(default=30, ge=30, le=1440, description="how long a lock-out lasts")
    argon2_memory_kib: int = Field(default=19456, ge=8, description="memory of one password hash")
    argon2_time_cost: int = Field(default=2, ge=1, description="passes of one password hash")
    undo_minutes: int = Field(default=10, ge=1, le=60, description="how long an agent may undo a removal")
    trusted_hosts: str = Field(default="", description="comma-separated host names the server answers to; empty: any")
    proxy_hops: int = Field(default=0, ge=0, le=3, description="reverse proxies in front whose headers are believed")
    secure_cookies: bool = Field(default=True, description="cookies over HTTPS only (off for a plain-HTTP laptop)")
    upload_limit_mib: int = Field(default=512, ge=1, description="largest file that may be uploaded")
    pool_size: int = Field(default=10, ge=1, le=50, description="database connections kept by one process")
    log_format: Literal["json", "console"] = Field(default="json", description="shape of the operational log")

    @property
    def database(self) -> str:
        """The database address that is really used."""
        return self.database_url or f"sqlite:///{self.instance / 'csdesk.sqlite'}"

    @property
    def keys(self) -> Path:
        """The key file that is really used."""
        return self.key_file or self.instance / "keys.json"

    @property
    def demo_mark(self) -> Path:
        """The file that says that this instance folder is a demo."""
        return self.instance / "demo"


def load_settings(**overrides: object) -> Settings:
    """Read the settings; `overrides` win over the environment. Raises ConfigurationError naming the field."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "CSDESK_" + "_".join(str(part) for part in first["loc"]).upper()
        message = f"The setting {name} is not usable: {first['msg']}. See docs/settings.md."
        raise ConfigurationError(message) from None
