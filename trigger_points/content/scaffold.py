"""Start a new record: a commented template in the right place; ``make validate`` then lists what to fill in."""

from __future__ import annotations

import re
from pathlib import Path

from trigger_points.content.store import CONTENT_DIR

TEMPLATES = Path(__file__).with_name("templates")
FOLDERS = {"muscle": "muscles", "technique": "techniques", "look_alike": "look_alikes"}
LISTS = {"question": "questions/{topic}.yml", "red_flag": "red_flags.yml"}
"""Kinds that are added to the end of a list."""
_ID = re.compile(r"^[a-z][a-z0-9_]*$")


class ScaffoldError(ValueError):
    """The record cannot be started; the message says why and what to do."""


def new_record(kind: str, name: str, root: Path = CONTENT_DIR, topic: str = "technique") -> Path:
    """Write the template for ``kind`` (muscle, technique, look_alike, question, red_flag) with the id ``name``.

    ``topic`` is the file of a question. Returns the file that was written.

    Raises:
        ScaffoldError: the name is no id, or is taken.

    """
    if kind not in FOLDERS and kind not in LISTS:
        raise ScaffoldError(f"There is no template for '{kind}'. Use one of: {', '.join((*FOLDERS, *LISTS))}.")
    if not _ID.match(name):
        raise ScaffoldError(f"'{name}' cannot be an id. Use small letters, digits and _, such as gluteus_medius.")
    text = (TEMPLATES / f"{kind}.yml").read_text(encoding="utf-8").replace("NEW_ID", name).replace("TOPIC", topic)
    if kind in FOLDERS:
        path = root / FOLDERS[kind] / f"{name}.yml"
        if path.exists():
            raise ScaffoldError(f"{FOLDERS[kind]}/{name}.yml is already there.")
        path.write_text(text, encoding="utf-8")
        return path
    path = root / LISTS[kind].format(topic=topic)
    if not path.is_file():
        raise ScaffoldError(f"There is no {path.relative_to(root)}. Choose a TOPIC among the files in questions/.")
    before = path.read_text(encoding="utf-8")
    if re.search(rf"(?m)^- id: {name}$", before):
        raise ScaffoldError(f"The id '{name}' is already in {path.relative_to(root)}.")
    path.write_text(before.rstrip("\n") + "\n\n" + text, encoding="utf-8")
    return path
