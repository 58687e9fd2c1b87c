"""Check an installation and say what is wrong, in words."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One thing that was checked."""

    what: str
    fine: bool
    advice: str = ""

    def __str__(self) -> str:
        return f"{'ok  ' if self.fine else 'FAIL'} {self.what}{'' if self.fine else ': ' + self.advice}"


def examine(data: Path) -> list[Finding]:
    """Check Python, the encoder, the content, the model, the data folder and the secret."""
    from trigger_points.content.validator import check_all
    from trigger_points.training import is_stale
    from trigger_points.understanding.encoder import EncoderError, shared_encoder

    findings = [Finding("Python 3.10", sys.version_info[:2] == (3, 10), "run make start again")]
    try:
        shared_encoder()
        findings.append(Finding("sentence encoder", True))
    except EncoderError as error:
        findings.append(Finding("sentence encoder", False, str(error)))
    problems = check_all()
    findings.append(Finding("content", not problems, f"{len(problems)} problem(s), see make validate"))
    findings.append(Finding("trained model", not is_stale(), "run make train"))
    data.mkdir(parents=True, exist_ok=True)
    findings.append(
        Finding(
            "data folder can be written", os.access(data, os.W_OK), f"give yourself the right to write in {data.name}/"
        )
    )
    findings.append(
        Finding("disk space", shutil.disk_usage(data).free > FREE_BYTES, "free some space: under 200 MB are left")
    )
    secret = data / "secret"
    private = not secret.exists() or secret.stat().st_mode & 0o077 == 0
    findings.append(Finding("secret is private", private, f"run chmod 600 {secret}"))
    return findings
