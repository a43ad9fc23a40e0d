"""All tables and views of the database: the single truth of SQL, Datasette metadata and codebook."""

from jsiq_scrape.tables.current import CURRENT
from jsiq_scrape.tables.evidence import EVIDENCE
from jsiq_scrape.tables.history import HISTORY
from jsiq_scrape.tables.model import ENTITIES, Column, Kind, Table
from jsiq_scrape.tables.views import VIEWS

__all__ = ["CURRENT", "ENTITIES", "EVIDENCE", "HISTORY", "TABLES", "VIEWS", "Column", "Kind", "Table", "table"]

TABLES = (*CURRENT, *HISTORY, *EVIDENCE)
_BY_NAME = {table.name: table for table in TABLES}


def table(name: str) -> Table:
    """The table of that name; KeyError when there is none."""
    return _BY_NAME[name]
