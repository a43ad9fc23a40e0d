"""Datasette on a file that cannot change: what its schema tells, and what may be seen of it, is worked out once.

Without this the start page and the list of tables, which ask both for each of some sixty tables, take 0.15 s and more.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

# isort: off  # the application before what it is made of, because it registers its own plugins as it loads
from datasette.app import Datasette
from datasette.database import Database

# isort: on

T = TypeVar("T")


class FixedDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """An immutable file; answers about its schema are kept."""

    def __init__(self, datasette: Datasette, path: str) -> None:
        super().__init__(datasette, path, is_mutable=False)
        self._known: dict[object, object] = {}

    async def once(self, key: object, ask: Callable[[], Awaitable[T]]) -> T:
        """The answer to a question that is always answered the same; whoever gets it may not change it."""
        if key not in self._known:
            self._known[key] = await ask()
        return cast("T", self._known[key])

    async def made_of(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What a function makes of the whole database, worked out for the first who asks."""
        return await self.once(work, lambda: self.execute_fn(work))

    async def table_names(self) -> list[str]:
        return list(await self.once("tables", super().table_names))

    async def view_names(self) -> list[str]:
        return list(await self.once("views", super().view_names))

    async def hidden_table_names(self) -> list[str]:
        return list(await self.once("hidden", super().hidden_table_names))

    async def get_all_foreign_keys(self) -> dict[str, Any]:
        return dict(await self.once("foreign keys", super().get_all_foreign_keys))

    async def table_columns(self, table: str) -> list[str]:
        return list(await self.once(("columns", table), lambda: super(FixedDatabase, self).table_columns(table)))

    async def primary_keys(self, table: str) -> list[str]:
        return list(await self.once(("keys", table), lambda: super(FixedDatabase, self).primary_keys(table)))

    async def fts_table(self, table: str) -> str | None:
        # Datasette finds by itself only tables whose text stands in another one.
        told: str | None = self.ds.table_metadata(self.name, table).get("fts_table")
        return told or await self.once(("search", table), lambda: super(FixedDatabase, self).fts_table(table))


class Instance(Datasette):  # type: ignore[misc]  # Datasette has no types
    """Datasette, which works out once what somebody who is not signed in may see; here nobody signs in."""

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(immutables=[path], **options)
        self._allowed: dict[object, object] = {}
        for name, database in self.databases.items():
            if database.path == path:
                self.remove_database(name)
        self.add_database(FixedDatabase(self, path))

    async def permission_allowed(self, actor: Any, action: str, resource: Any = None, default: Any = False) -> Any:
        key = (action, resource, default)
        if actor is None and key in self._allowed:
            return self._allowed[key]
        answer = await super().permission_allowed(actor, action, resource, default)
        if actor is None:
            self._allowed[key] = answer
        return answer
