"""What an operator sets, from environment variables (docs/operations.md lists them)."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from limits import RateLimitItem, parse_many
from pydantic import BaseSettings, Field, ValidationError, validator

from trigger_points.server.origins import parse_origins

PREFIX = "TRIGGER_POINTS_"
OFF = "off"


class SettingsError(ValueError):
    """A setting cannot be used; the message names each variable and what is wrong with it."""


class Settings(BaseSettings):
    """Each field is the variable ``TRIGGER_POINTS_<NAME>``; unset means the default."""

    retention_days: float = Field(30, gt=0)
    """Days without a message after which a conversation is deleted."""
    proxies: str = ""
    """Addresses or networks of your own proxies, separated by commas. Only they may name a client's address."""
    https: bool = False
    """People reach the chat over HTTPS only: browsers are told to insist on it."""
    limit_messages_per_session: str = "20 per 10 second; 900 per hour"
    limit_requests_per_address: str = "600 per minute"
    limit_sessions_per_address: str = "30 per minute; 300 per hour"
    limits_store: str = "memory"
    """Where counts are kept: ``memory`` (of this process) or a ``redis://`` address that workers share."""
    database: str = ""
    """Address of a PostgreSQL database that workers share, ``postgresql://user:password@host/name``; empty: SQLite."""
    redis: str = ""
    """Address of a Redis for the locks that workers share, ``redis://host:6379/0``; empty: a single worker."""
    metrics_port: int = Field(0, ge=0, le=65535)
    """Port of the metrics; 0 means none."""
    metrics_host: str = "127.0.0.1"
    log_level: str = "info"
    origins: str = ""
    """Other sites whose pages may show the chat, such as ``https://www.example.org``, separated by commas."""

    allow_stale_model: bool = False
    """Serve a model that was not made from the present files; for going back to an old model on purpose."""

    class Config:
        env_prefix = PREFIX

    @validator("proxies")
    def _networks(cls, value: str) -> str:
        for part in _parts(value):
            ip_network(part, strict=False)
        return value

    @validator("limit_messages_per_session", "limit_requests_per_address", "limit_sessions_per_address")
    def _limits(cls, value: str) -> str:
        if value.strip() != OFF:
            try:
                parse_many(value)
            except ValueError:
                raise ValueError("write it like '20 per minute; 300 per hour', or 'off'") from None
        return value

    @validator("origins")
    def _origins(cls, value: str) -> str:
        parse_origins(value)
        return value

    @validator("limits_store")
    def _store(cls, value: str) -> str:
        if value != "memory" and not value.startswith(("redis://", "rediss://", "redis+unix://")):
            raise ValueError("write 'memory' or an address that starts with redis://")
        return value

    @validator("database")
    def _database(cls, value: str) -> str:
        if value and not value.startswith("postgresql://"):
            raise ValueError("write an address that starts with postgresql://")
        return value

    @validator("redis")
    def _redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("write an address that starts with redis://")
        return value

    @validator("log_level")
    def _level(cls, value: str) -> str:
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("write debug, info, warning or error")
        return value.lower()

    def allowed_origins(self) -> frozenset[str]:
        """The other sites."""
        return parse_origins(self.origins)

    def networks(self) -> list[IPv4Network | IPv6Network]:
        """The proxies as networks."""
        return [ip_network(part, strict=False) for part in _parts(self.proxies)]


def limits_of(text: str) -> list[RateLimitItem]:
    """The limits that ``text`` describes; none for ``off``."""
    return [] if text.strip() == OFF else list(parse_many(text))


def load_settings(**given: Any) -> Settings:
    """Read and check all settings; ``given`` outranks the environment.

    Raises:
        SettingsError: with every problem found.

    """
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = [f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("\n".join(lines)) from error


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
