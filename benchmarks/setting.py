"""What the figures were measured on and with."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.scale.services import MissingToolError, find_tool

PACKAGES = ("rasa", "spacy", "onnxruntime", "sanic", "tensorflow-cpu", "tensorflow")
TOOLS = {
    "wrk": ("wrk", "", "-v"),
    "PostgreSQL": ("postgres", "usr/lib/postgresql/*/bin/postgres", "--version"),
    "Redis": ("redis-server", "", "--version"),
    "nginx": ("nginx", "usr/sbin/nginx", "-v"),
}
"""Name -> program, where it may be besides the path, and what makes it say its version."""


def machine() -> str:
    """Cores, processor, memory and system."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cores} cores ({_processor()}), {memory:.0f} GB of memory, {platform.system()} {platform.machine()}"


def versions() -> str:
    """Of everything that takes part and is installed."""
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found + [f"{name} {tool_version(*how)}" for name, how in TOOLS.items()])


def tool_version(program: str, place: str, option: str) -> str:
    """What a program says of itself, as in ``15.9``."""
    try:
        command = [find_tool(program, place), option]
    except MissingToolError:
        return "not installed"
    said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=10).stdout
    found = re.search(r"\d+\.\d+(\.\d+)*", said)
    return found.group() if found else "of unknown version"


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.is_file() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown processor")
