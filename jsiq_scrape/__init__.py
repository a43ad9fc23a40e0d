"""Rebuilds the dataset of the programme JUGEND STÄRKEN im Quartier from every source that still holds its pages."""

TYPE_CHECKING = False  # for type checkers, which know the name; importing it from typing would cost 7 ms
if TYPE_CHECKING:
    from jsiq_scrape import errors as errors
    from jsiq_scrape import records as records
    from jsiq_scrape.database import BuildReport as BuildReport
    from jsiq_scrape.database import build as build
    from jsiq_scrape.evidence.store import Snapshots as Snapshots
    from jsiq_scrape.parse import LabelValue as LabelValue
    from jsiq_scrape.parse import label_values as label_values
    from jsiq_scrape.parse import read as read
    from jsiq_scrape.parse.labels.vocabulary import Vocabulary as Vocabulary
    from jsiq_scrape.parse.labels.vocabulary import load_vocabulary as load_vocabulary
    from jsiq_scrape.workspace import Workspace as Workspace

__version__ = "0.1.0"

__all__ = [
    "BuildReport", "LabelValue", "Snapshots", "Vocabulary", "Workspace", "__version__", "build", "errors",
    "label_values", "load_vocabulary", "read", "records",
]  # fmt: skip

#: Where each name comes from; imported when it is asked for, so that `import jsiq_scrape` costs nothing.
_PLACES = {
    "BuildReport": "jsiq_scrape.database",
    "LabelValue": "jsiq_scrape.parse",
    "Snapshots": "jsiq_scrape.evidence.store",
    "Vocabulary": "jsiq_scrape.parse.labels.vocabulary",
    "Workspace": "jsiq_scrape.workspace",
    "build": "jsiq_scrape.database",
    "label_values": "jsiq_scrape.parse",
    "load_vocabulary": "jsiq_scrape.parse.labels.vocabulary",
    "read": "jsiq_scrape.parse",
}


def __getattr__(name: str) -> object:
    """The names of `__all__`, imported on first use."""
    from importlib import import_module

    if name in ("errors", "records"):
        return import_module(f"jsiq_scrape.{name}")
    if name in _PLACES:
        found: object = getattr(import_module(_PLACES[name]), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
