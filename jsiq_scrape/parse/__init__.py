"""The reader: from the bytes of a page to typed records with the evidence of each value."""

from importlib import import_module
from typing import TYPE_CHECKING

from jsiq_scrape.parse.links import links

if TYPE_CHECKING:
    from jsiq_scrape.parse.pairs import LabelValue, label_values
    from jsiq_scrape.parse.profile.reading import read
    from jsiq_scrape.parse.version import reader_digest

__all__ = ["LabelValue", "label_values", "links", "read", "reader_digest"]

_MODULES = {"LabelValue": "pairs", "label_values": "pairs", "read": "profile.reading", "reader_digest": "version"}


def __getattr__(name: str) -> object:
    """Import on first use: a run without changes reads no page, and need not wait for the reader."""
    if name in _MODULES:
        return getattr(import_module(f"jsiq_scrape.parse.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
