"""`serve` answers this machine under its own names only."""

import asyncio

import pytest

pytest.importorskip("datasette")

from jsiq_scrape.explore.datasette_server import Message, for_this_machine


def answer(*headers: tuple[bytes, bytes]) -> tuple[int, bool]:
    """The status of an answer, and whether the application was asked for it."""
    asked: list[bool] = []
    sent: list[Message] = []

    async def application(scope: Message, receive: object, send: object) -> None:
        asked.append(True)
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]

    async def take(message: Message) -> None:
        sent.append(message)

    async def nothing() -> Message:
        return {}

    scope = {"type": "http", "path": "/", "query_string": b"", "headers": list(headers)}
    asyncio.run(for_this_machine(application)(scope, nothing, take))
    return sent[0]["status"], bool(asked)


@pytest.mark.parametrize("host", [b"127.0.0.1:8001", b"localhost:8001", b"LOCALHOST", b"[::1]:8001", b"127.0.0.1"])
def test_this_machine_is_answered(host: bytes) -> None:
    assert answer((b"host", host)) == (200, True)


@pytest.mark.parametrize(
    "headers",
    [
        [(b"host", b"evil.example:8001")],
        [(b"host", b"127.0.0.1.evil.example")],
        [(b"host", b"localhost.evil.example")],
        [(b"host", b"127.0.0.1:8001"), (b"host", b"evil.example")],
        [(b"host", b"")],
        [],
    ],
    ids=["a name", "a name that begins alike", "another", "two names", "an empty name", "none"],
)
def test_a_foreign_name_is_told_nothing(headers: list[tuple[bytes, bytes]]) -> None:
    assert answer(*headers) == (421, False)
