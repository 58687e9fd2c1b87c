"""What serving leaves out can be named, inherited from and caught, and says so when it is used."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT

CODE = """
import trigger_points.server
import tensorflow as tf
from pymongo.errors import PyMongoError
from aiogram.utils.exceptions import TelegramAPIError

class Logger(tf.keras.callbacks.Callback):
    pass

try:
    raise ValueError("mine")
except (PyMongoError, TelegramAPIError):
    raise SystemExit("caught what it should not")
except ValueError:
    pass
try:
    Logger()
except ImportError as error:
    print(error)
"""


def run(code: str, **env: str) -> str:
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_placeholders_do_what_an_import_needs_and_no_more() -> None:
    assert (
        run(CODE)
        == "tensorflow.keras.callbacks.Callback is left out while serving. Set TRIGGER_POINTS_STOCK_RASA=1 to use it."
    )


def test_training_and_the_stock_commands_keep_everything() -> None:
    code = "import trigger_points.training, actions, sys; import pymongo; print(pymongo.version)"
    assert run(code)


def test_the_switch_keeps_everything() -> None:
    code = "import trigger_points.server, pymongo; print(pymongo.version)"
    assert run(code, TRIGGER_POINTS_STOCK_RASA="1")


def test_training_does_not_import_the_server() -> None:
    code = "import trigger_points.training, trigger_points.rasa_parts.finding_extractor, actions, sys;"
    code += "print('trigger_points.server' in sys.modules)"
    assert run(code) == "False"
