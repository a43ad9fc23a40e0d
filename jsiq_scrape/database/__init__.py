"""The database from the snapshots: history, tables, gates, and the swap into place."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsiq_scrape.database.building import BuildReport, build, reading_ahead

__all__ = ["BuildReport", "build", "reading_ahead"]


def __getattr__(name: str) -> object:
    """Import on first use: the tables and the checks of a file need neither the reader nor the history."""
    if name in __all__:
        from jsiq_scrape.database import building

        return getattr(building, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
