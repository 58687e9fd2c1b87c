"""``python -m tests.fuzz.api SCHEMATHESIS``: requests made up from docs/openapi.yml against the real server."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import httpx

from tests.conftest import ROOT, Server

CHECKS = "all"
LEFT_OUT = "positive_data_acceptance"
"""Made-up offers and spaces for a text have the right form and are refused rightly (409, 422)."""


def main() -> int:
    """Run all phases of schemathesis; the return code is its own."""
    program, examples = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "500"
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.start()
        try:
            token = httpx.post(f"{server.url}/chat/session").json()["session"]
            command = [
                program,
                "--config-file",
                "tests/fuzz/schemathesis.toml",
                "run",
                "docs/openapi.yml",
                "--url",
                f"{server.url}/chat",
                "--max-examples",
                examples,
            ]
            command += ["--header", f"Authorization: Bearer {token}", "--checks", CHECKS, "--exclude-checks", LEFT_OUT]
            command += ["--workers", "1", "--continue-on-failure", "--no-color"]
            ended = subprocess.run(command, cwd=ROOT)
            log = server.log.read_text(encoding="utf-8")
            failed = [line for line in log.splitlines() if "failed" in line]
            print(*failed[:10], sep="\n")
            return ended.returncode or bool(failed)
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
