"""The site owner's own details: emergency numbers and the therapist to contact (``site.yml``)."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from trigger_points.content.problems import ContentError, Problem
from trigger_points.content.schema import CareLevel, Record, Text
from trigger_points.content.yaml_reader import read_yaml

SITE_FILE = Path(__file__).resolve().parents[2] / "site.yml"


class SiteContact(Record):
    """Someone to call or a page to open. ``tel`` holds digits, spaces and ``+``, and is for calls only.

    A number that takes text messages stands in the name, so that nobody calls it by mistake.
    """

    name: Text
    tel: str | None = Field(None, regex=r"^\+?[0-9 ]{3,20}$")
    url: str | None = Field(None, regex=r"^https?://")
    note: str | None = None
    levels: list[CareLevel] = Field(..., min_items=1)
    crisis: bool = False


class Country(Record):
    """Contacts of one country."""

    name: Text
    contacts: list[SiteContact] = Field(..., min_items=1)


class Site(Record):
    """``site.yml``: the country whose numbers are shown, and the owner's own contacts."""

    country: str
    countries: dict[str, Country]
    therapist: list[SiteContact] = []

    def contacts(self, level: CareLevel, crisis: bool = False) -> list[SiteContact]:
        """Contacts for ``level``; crisis lines only for a crisis."""
        own = [c for c in self.therapist if level in c.levels]
        public = [c for c in self.countries[self.country].contacts if level in c.levels and c.crisis <= crisis]
        return sorted(public, key=lambda c: not c.crisis) + own


def load_site(path: Path = SITE_FILE) -> Site:
    """Read and check ``site.yml``.

    Raises:
        ContentError: with every problem found.

    """
    try:
        site = Site(**read_yaml(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ContentError([Problem(path.name, "is missing")]) from None
    except (yaml.YAMLError, TypeError) as error:
        message = f"is not valid YAML: {getattr(error, 'problem', error)}"
        raise ContentError([Problem(path.name, message)]) from error
    except ValidationError as error:
        raise ContentError(
            Problem(f"{path.name}: {'.'.join(map(str, e['loc']))}", e["msg"]) for e in error.errors()
        ) from error
    if site.country not in site.countries:
        raise ContentError([Problem(path.name, f"country: '{site.country}' is not among countries")])
    return site
