"""What an operator sets, from environment variables (docs/operations.md lists them)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, Literal

from limits import RateLimitItem, parse_many
from pydantic import BaseSettings, Field, ValidationError, validator

from trigger_points.server.origins import parse_origins

PREFIX = "TRIGGER_POINTS_"
OFF = "off"
ELSEWHERE = {f"{PREFIX}SECRET", f"{PREFIX}STOCK_RASA"}
"""Read where they are used, and never held in the settings."""


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
    limit_reads_per_session: str = "60 per minute"
    limit_requests_per_address: str = "600 per minute"
    limit_sessions_per_address: str = "30 per minute; 300 per hour"
    limits_store: str = "memory"
    """Where counts are kept: ``memory`` (of this process) or a ``redis://`` address that workers share."""
    database: str = ""
    """Address of a PostgreSQL database that workers share, ``postgresql://user:password@host/name``; empty: SQLite."""
    redis: str = ""
    """Address of a Redis for the locks that workers share, ``redis://host:6379/0``; empty: a single worker."""
    metrics_port: str = "0"
    """Port of the metrics; 0 means none, ``+10000`` the port of the chat plus 10000."""
    metrics_host: str = "127.0.0.1"
    log_level: str = "info"
    origins: str = ""
    """Other sites whose pages may show the chat, such as ``https://www.example.org``, separated by commas."""

    read_apart: Literal["auto", "on", "off"] = "auto"
    """Read messages in a process of their own; ``auto``: if this is the only worker and has more than one core."""
    allow_stale_model: bool = False
    """Serve a model that was not made from the present files; for going back to an old model on purpose."""

    class Config:
        env_prefix = PREFIX

    @validator("proxies")
    def _networks(cls, value: str) -> str:
        for part in _parts(value):
            ip_network(part, strict=False)
        return value

    @validator(
        "limit_messages_per_session",
        "limit_reads_per_session",
        "limit_requests_per_address",
        "limit_sessions_per_address",
    )
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

    @validator("metrics_port")
    def _port(cls, value: str) -> str:
        number = value.strip().removeprefix("+")
        if not number.isdecimal() or int(number) > 65535:
            raise ValueError("write a port, 0 for none, or +10000 for the port of the chat plus 10000")
        return value.strip()

    @validator("log_level")
    def _level(cls, value: str) -> str:
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("write debug, info, warning or error")
        return value.lower()

    def allowed_origins(self) -> frozenset[str]:
        """The other sites."""
        return parse_origins(self.origins)

    def metrics_port_beside(self, port: int) -> int:
        """Where the metrics are when the chat is at ``port``; 0 means nowhere."""
        number = int(self.metrics_port)
        return port + number if self.metrics_port.startswith("+") and number else number

    def reads_apart(self) -> bool:
        """Whether messages are read in a process of their own. Several workers use all cores without it."""
        if self.read_apart == "auto":
            return not self.redis and len(os.sched_getaffinity(0)) > 1
        return self.read_apart == "on"

    def problems_of_sharing(self) -> str:
        """What is wrong when several workers run with these settings; empty if nothing is."""
        if self.database and not self.redis:
            return (
                f"{PREFIX}DATABASE is set and {PREFIX}REDIS is not: two workers would take messages of one "
                "conversation at the same time. Set it, or run one worker only"
            )
        return ""

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


def unknown_names(environment: Iterable[str]) -> list[str]:
    """Variables that look like settings and are none: misspelt, most likely."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.__fields__} | ELSEWHERE
    return sorted(name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known)


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
