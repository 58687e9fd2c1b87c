"""Every wording that the code asks for exists, and none lies around unused."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from trigger_points.replies.wording import Wording, WordingError

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*(ROOT / "trigger_points").rglob("*.py")]
KEY = re.compile(r"""(?:say|text)\(\s*f?["']([a-z_.:]+\{?)""")
OFFER = re.compile(r"""offer\(\s*f?["']([^"']+)["'](?:,\s*f?["']([^"']+)["'])?""")


def asked_for() -> set[str]:
    keys: set[str] = set()
    for path in SOURCES:
        code = path.read_text(encoding="utf-8")
        keys |= set(KEY.findall(code))
        keys |= {f"choice.{named or payload}" for payload, named in OFFER.findall(code)}
    return keys


def test_every_fixed_key_exists() -> None:
    entries = Wording.load().entries
    missing = [key for key in asked_for() if "{" not in key and key not in entries]
    assert missing == [], "add these to content/wording.yml"


def test_every_key_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    prefixes = tuple(key.split("{")[0] for key in asked_for() if "{" in key)
    fixed = asked_for()
    for key in Wording.load().entries:
        used = key in fixed or key in code or key.startswith(prefixes)
        assert used, f"content/wording.yml: '{key}' is not used by the code; remove it"


def test_placeholders_are_named() -> None:
    for key, variants in Wording.load().entries.items():
        names = [{name for _, name, _, _ in string.Formatter().parse(v) if name is not None} for v in variants]
        assert all(name for found in names for name in found), f"{key}: {{}} needs a name"
        assert all(found == names[0] for found in names), f"{key}: all variants need the same placeholders"


def test_a_missing_key_says_where_to_add_it() -> None:
    with pytest.raises(WordingError, match=r"content/wording.yml: there is no 'nope'"):
        Wording.load().say("nope")
