"""A site on this machine for the benchmark that fetches: lists that lead to pages, ETags, 304 for what did not change.

python benchmarks/loopback_site.py PAGES    serve until ended; the port is printed
"""

import asyncio
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from made_pages import page, record
from measurements import ENVIRONMENT

HOST = "127.0.0.1"
LINKS = 200  # on one list
THREADS = 8

_SOURCES = """
[client]
interval_seconds = 0.0
threads = {threads}

[[source]]
name = "bench"
kind = "live"
local = true
hosts = ["{host}:{port}"]
start = ["http://{host}:{port}/list/1"]
profile_patterns = ["/page/*"]
listing_patterns = ["/list/#"]
"""


def write_sources(root: Path, port: int) -> None:
    """Make a folder a workspace that fetches this site."""
    (root / "parsers").mkdir(parents=True)
    settings = _SOURCES.format(host=HOST, port=port, threads=THREADS)
    (root / "parsers" / "sources.toml").write_text(settings, encoding="utf-8")


@contextmanager
def running(pages: int) -> Iterator[int]:
    """A process that answers; gives its port.  A process of its own keeps this one small: what a process is started
    from counts into its memory.
    """
    process = subprocess.Popen([sys.executable, __file__, str(pages)], env=ENVIRONMENT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def answers(pages: int) -> dict[str, bytes]:
    """Path -> body."""
    found = {f"/page/{number}.html": page(record(number, 0)) for number in range(pages)}
    lists = (pages + LINKS - 1) // LINKS
    for part in range(1, lists + 1):
        numbers = range((part - 1) * LINKS, min(part * LINKS, pages))
        links = [f'<a href="/page/{number}.html">Amt {number}</a>' for number in numbers]
        links += [f'<a href="/list/{other}">{other}</a>' for other in range(1, lists + 1)]
        found[f"/list/{part}"] = f"<html><body>{' '.join(links)}</body></html>".encode()
    return found | {"/robots.txt": b"User-agent: *\nDisallow: /intern/\n"}


def serve(bodies: dict[str, bytes]) -> None:
    """Answer GETs on keep-alive connections until the process is ended."""
    tags = {path: hashlib.sha256(body).hexdigest()[:16] for path, body in bodies.items()}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = request.split(" ", 2)[1]
                if path not in bodies:
                    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                elif tags[path] in request:
                    writer.write(f'HTTP/1.1 304 Not Modified\r\nETag: "{tags[path]}"\r\n\r\n'.encode())
                else:
                    kind = "text/plain" if path == "/robots.txt" else "text/html; charset=utf-8"
                    head = f'HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: "{tags[path]}"\r\nCache-Control: no-cache'
                    writer.write(f"{head}\r\nContent-Length: {len(bodies[path])}\r\n\r\n".encode() + bodies[path])
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        listening = await asyncio.start_server(answer, HOST, 0)
        print(listening.sockets[0].getsockname()[1], flush=True)
        await listening.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    serve(answers(int(sys.argv[1])))
