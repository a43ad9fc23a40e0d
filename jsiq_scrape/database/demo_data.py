"""Whether a database holds invented data: that of the demo, or of tests."""

import sqlite3
from urllib.parse import urlsplit

#: Ends of host names that nobody can own (RFC 2606), so no page of theirs was ever on the web.
RESERVED = frozenset({"invalid", "example", "test", "localhost"})
#: What stands on each page and in each file made of such data, in German and English.
NOTE = (
    "Beispieldaten, die das Programm zeigen: kein Stand der echten Seiten. | "
    "Demo data that show the program: not what the real pages say."
)


def is_demo(connection: sqlite3.Connection) -> bool:
    """True if a page of the database has an address that nobody can own."""
    urls = connection.execute("SELECT url FROM page")
    return any((urlsplit(url).hostname or "").rpartition(".")[2] in RESERVED for (url,) in urls)
