"""Libraries that Rasa imports and serving never uses: left out, which saves seconds and memory.

Rasa 3.6.21 imports TensorFlow for two class definitions that only training needs, and the client of
every chat platform, database and message broker it can talk to. :func:`leave_out` puts placeholders in
their place. A placeholder can be named, inherited from and caught, which is all that an import does
with it; whoever uses one gets :class:`LeftOutError`, which says what to do.

Only processes that serve or evaluate do this, never ``rasa train``, ``rasa shell`` or any other stock
command. ``TRIGGER_POINTS_STOCK_RASA=1`` imports everything, as stock Rasa does.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from types import ModuleType
from typing import Any, NoReturn

SWITCH = "TRIGGER_POINTS_STOCK_RASA"
LEFT_OUT = (
    "tensorflow",
    "tensorflow_addons",
    "keras",
    "aiogram",
    "aio_pika",
    "boto3",
    "botocore",
    "h5py",
    "matplotlib",
    "nltk",
    "pymongo",
    "skops",
    "slack_sdk",
    "socketio",
    "twilio",
    "webexteamssdk",
)


class LeftOutError(ImportError):
    """A library was used that serving leaves out."""


class _Kind(type):
    """The type of placeholders: any attribute is a placeholder again."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _placeholder(f"{cls.__module__}.{cls.__qualname__}", name)


def _refuse(self: Any, *args: Any, **kwargs: Any) -> NoReturn:
    kind = next(cls for cls in type(self).__mro__ if cls.__module__.partition(".")[0] in LEFT_OUT)
    raise LeftOutError(f"{kind.__module__}.{kind.__qualname__} is left out while serving. Set {SWITCH}=1 to use it.")


def _placeholder(home: str, name: str) -> type:
    # An exception, so that "except pymongo.errors.PyMongoError" stays valid.
    return _Kind(name, (Exception,), {"__module__": home, "__init__": _refuse})


class _LeftOutModule(ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _placeholder(self.__name__, name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] not in LEFT_OUT:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _LeftOutModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def leave_out() -> None:
    """Put placeholders in place of the libraries, unless switched off. Call before Rasa is imported.

    What is imported already stays as it is.
    """
    if os.environ.get(SWITCH) or any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    sys.meta_path.insert(0, _Finder())
