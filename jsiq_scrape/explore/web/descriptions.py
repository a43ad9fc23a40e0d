"""What Datasette knows: which databases are ours, what their tables mean, and what its templates may use."""

from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasette import hookimpl

from jsiq_scrape.database.demo_data import is_demo
from jsiq_scrape.database.metadata import metadata
from jsiq_scrape.database.schema import APPLICATION_ID, USER_VERSION
from jsiq_scrape.explore.web import language
from jsiq_scrape.tables.connection import connect

#: The name under which Datasette serves what lies in static/.
NAME = "jsiq-scrape"
#: Where SQLite's header holds user_version and application_id, and what ours say.
_HEADER = slice(60, 72)
_OURS = USER_VERSION.to_bytes(4, "big"), APPLICATION_ID.to_bytes(4, "big")


def is_ours(database: Any) -> bool:
    """True if Datasette's database is a file of this program in this version."""
    if database.path is None or not Path(database.path).is_file():
        return False
    with Path(database.path).open("rb") as file:
        header = file.read(_HEADER.stop)[_HEADER]
    return (header[:4], header[8:]) == _OURS


def ours(datasette: Any, name: str | None = None) -> str | None:
    """The database of that name if it is ours; without a name, the first that is."""
    names = list(datasette.databases) if name is None else [name]
    return next((one for one in names if one in datasette.databases and is_ours(datasette.databases[one])), None)


#: Rules of access, which are asked for with each table: there are none of ours.
_RULES = frozenset({"allow", "allow_sql", "plugins", "custom_units", "extra_css_urls", "extra_js_urls"})


def demo(database: Any) -> bool:
    """True if a database of ours holds invented data."""
    path = Path(database.path)
    return _demo(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _demo(path: Path, written: int) -> bool:
    with closing(connect(path)) as connection:
        return is_demo(connection)


@lru_cache(maxsize=8)
def _metadata(name: str, demo: bool, columns: bool) -> dict[str, Any]:
    return metadata(name, demo=demo, columns=columns)


def whole(database: Any) -> dict[str, Any]:
    """The metadata of a database of ours, without those of its columns."""
    return _metadata(database.name, demo(database), columns=False)


def _copy(value: Any) -> Any:
    """A copy that Datasette may change."""
    return {key: _copy(one) for key, one in value.items()} if isinstance(value, dict) else value


@hookimpl
def get_metadata(datasette: Any, key: str | None, database: str | None) -> dict[str, Any]:
    name = None if key in _RULES else ours(datasette, database)
    if name is None:
        return {}
    described = _metadata(name, demo(datasette.databases[name]), columns=key is None and database is None)
    if key == "tables":  # facets, and rules of access for each table that a page lists
        tables = described["databases"][name]["tables"].items()
        described = {
            "databases": {name: {"tables": {one: {"facets": d["facets"]} for one, d in tables if "facets" in d}}}
        }
    copied: dict[str, Any] = _copy(described)
    return copied


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    return [_static(datasette, "pages.css")] if ours(datasette) else []


@hookimpl
def extra_js_urls(datasette: Any) -> list[str]:
    return [_static(datasette, "pages.js")] if ours(datasette) else []


def _static(datasette: Any, file: str) -> str:
    address: str = datasette.urls.static_plugins(NAME, file)
    return address


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.globals.update(
        t=language.t,
        both=language.both,
        called=language.called,
        head=language.head,
        shown=language.shown,
        meaning=language.code,
        empty=language.empty,
        number=language.number,
        day=language.day,
        language=language.LANGUAGE.get,
        languages=language.LANGUAGES,
        language_argument=language.ARGUMENT,
    )
