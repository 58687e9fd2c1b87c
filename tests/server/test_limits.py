"""Who counts as whom, and counting in bounded memory."""

from __future__ import annotations

import time
from ipaddress import ip_network

import pytest

from trigger_points.server.addresses import Client, client_of
from trigger_points.server.rate_limits import REDIS_PAUSE, BoundedMemoryStorage, RateLimits
from trigger_points.server.settings import Settings, SettingsError, load_settings, unknown_names

PROXIES = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "client"),
    [
        ("198.51.100.7", None, [], Client("198.51.100.7")),
        ("198.51.100.7", "203.0.113.1", [], Client("198.51.100.7")),  # anyone can write a header
        ("198.51.100.7", "203.0.113.1", PROXIES, Client("198.51.100.7")),
        ("10.0.0.2", "203.0.113.1", PROXIES, Client("203.0.113.1")),
        ("10.0.0.2", "127.0.0.1, 203.0.113.1", PROXIES, Client("203.0.113.1")),  # the left part is the client's own
        ("10.0.0.2", "203.0.113.1, 10.0.0.9", PROXIES, Client("203.0.113.1")),  # two proxies of ours
        ("10.0.0.2", "nonsense", PROXIES, Client(None)),
        ("10.0.0.2", None, PROXIES, Client(None)),
        ("127.0.0.1", None, [], Client(None, local=True)),
        ("127.0.0.1", None, PROXIES, Client(None, local=True)),
        ("127.0.0.1", "203.0.113.1", [], Client(None)),  # a proxy nobody told us about: no lock-out by address
        ("127.0.0.1", "127.0.0.1", PROXIES, Client(None)),
        ("::1", None, [], Client(None, local=True)),
        ("2001:db8:1:2:3:4:5:6", None, [], Client("2001:db8:1:2::/64")),
        ("::ffff:198.51.100.7", None, [], Client("198.51.100.7")),
        ("", None, [], Client(None, local=True)),
    ],
)
def test_who_is_asking(peer: str, forwarded: str | None, proxies: list, client: Client) -> None:
    assert client_of(peer, forwarded, proxies) == client


def test_a_limit_fills_and_empties(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    limits = RateLimits(Settings(limit_messages_per_session="3 per minute; 5 per hour"))
    assert [limits.message("one") for _ in range(3)] == [0, 0, 0]
    assert 55 <= limits.message("one") <= 61
    assert limits.message("two") == 0, "others are not held back"
    now += 61
    assert [limits.message("one") for _ in range(2)] == [0, 0]
    assert limits.message("one") > 3000, "the hour is full, the minute is not"


def test_setting_the_clock_locks_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = RateLimits(Settings(limit_sessions_per_address="1 per minute"))
    assert limits.session("203.0.113.1") == 0
    real = time.time()
    for jump in (-86400.0, 86400.0):
        monkeypatch.setattr(time, "time", lambda jump=jump: real + jump)
        assert 1 <= limits.session("203.0.113.1") <= 61


def test_memory_is_bounded_and_the_busiest_are_kept() -> None:
    storage = BoundedMemoryStorage(max_keys=100)
    for number in range(10_000):
        storage.incr(f"address {number}", 60)
        storage.incr("the one who hammers", 60)
    assert len(storage._counts) == 100
    assert storage.get("the one who hammers") == 10_000


def test_a_lost_redis_lets_people_through(caplog: pytest.LogCaptureFixture) -> None:
    limits = RateLimits(Settings(limits_store="redis://127.0.0.1:1/0"))
    assert limits.message("a conversation id") == 0
    assert "limits.failed" in caplog.text
    assert "a conversation id" not in caplog.text


def test_off_is_off() -> None:
    limits = RateLimits(Settings(limit_messages_per_session="off"))
    assert not any(limits.message("one") for _ in range(2000))


def test_bad_settings_are_named_with_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIGGER_POINTS_PROXIES", "nginx")
    monkeypatch.setenv("TRIGGER_POINTS_LIMIT_REQUESTS_PER_ADDRESS", "many")
    monkeypatch.setenv("TRIGGER_POINTS_RETENTION_DAYS", "-1")
    with pytest.raises(SettingsError) as problem:
        load_settings()
    lines = str(problem.value).splitlines()
    assert len(lines) == 3
    assert "TRIGGER_POINTS_LIMIT_REQUESTS_PER_ADDRESS: write it like '20 per minute; 300 per hour', or 'off'" in lines


def test_reading_is_limited_by_itself() -> None:
    limits = RateLimits(Settings(limit_reads_per_session="2 per minute"))
    assert [limits.read("one") for _ in range(2)] == [0, 0]
    assert limits.read("one") > 0
    assert limits.read("two") == limits.message("one") == 0


def test_a_store_that_fails_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request would wait for it otherwise, one after the other."""
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    limits = RateLimits(Settings())
    asked = []

    def fail(*what: object) -> bool:
        asked.append(what)
        raise ConnectionError

    monkeypatch.setattr(limits._limiter, "hit", fail)
    assert [limits.message("one") for _ in range(20)] == [0] * 20
    assert len(asked) == 1
    now += REDIS_PAUSE + 1
    limits.message("one")
    assert len(asked) == 2


def test_the_port_of_the_figures_may_go_with_that_of_the_chat() -> None:
    ports = [Settings(metrics_port=given).metrics_port_beside(5006) for given in ("0", "9100", "+10000", "+0")]
    assert ports == [0, 9100, 15006, 0]
    for wrong in ("soon", "-1", "70000", "++1"):
        with pytest.raises(SettingsError, match="METRICS_PORT"):
            load_settings(metrics_port=wrong)


def test_misspelt_settings_are_found() -> None:
    given = ["TRIGGER_POINTS_PROXY", "TRIGGER_POINTS_PROXIES", "TRIGGER_POINTS_SECRET", "PATH", "trigger_points_https"]
    assert unknown_names(given) == ["TRIGGER_POINTS_PROXY"]


def test_a_shared_database_needs_shared_locks() -> None:
    database = "postgresql://guide@localhost/guide"
    assert "REDIS" in Settings(database=database).problems_of_sharing()
    assert Settings(database=database, redis="redis://localhost").problems_of_sharing() == ""
    assert Settings().problems_of_sharing() == ""
