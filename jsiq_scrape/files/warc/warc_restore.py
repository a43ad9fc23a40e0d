"""An evidence store again, run by run and line by line, from a WARC file that `export` wrote."""

from pathlib import Path

from jsiq_scrape.captures import Capture
from jsiq_scrape.errors import ReleaseError
from jsiq_scrape.evidence.bodies import Bodies
from jsiq_scrape.evidence.run_lines import LineError, read_line
from jsiq_scrape.files.warc.http_message import parse
from jsiq_scrape.files.warc.own_records import is_ours, purge_of
from jsiq_scrape.files.warc.warc_records import Record, records

_LARGEST_BLOCK = 64 * 1024 * 1024
_WANTED = frozenset({"warcinfo", "response", "resource", "metadata"})


def restore(file: Path, folder: Path) -> int:
    """Fill an empty store with the bodies and the runs as they were; gives the number of captures.

    `collect warc` takes captures into a run of its own; this makes the runs that were, that a database names.
    Raises ReleaseError when the file is damaged, or was not written from a store.
    """
    flaws: list[tuple[int, str]] = []
    runs: dict[str, dict[int, bytes]] = {}
    purges: dict[str, dict[int, bytes]] = {}
    bodies, ours = Bodies(folder / "bodies"), False
    for record in records(file, lambda headers: headers.type in _WANTED, _LARGEST_BLOCK, flaws):
        if record.block is None:
            continue
        if record.headers.type == "warcinfo":
            ours = ours or is_ours(record.block)
        elif record.headers.type == "metadata" and record.block.startswith(b"jsiq-purges: "):
            name, number, line = _purge(record, file)
            purges.setdefault(name, {})[number] = line
        elif record.headers.type == "metadata":
            run, number, line = _line(record, file)
            runs.setdefault(run, {})[number] = line
        else:
            message = parse(record.block) if record.headers.type == "response" else None
            bodies.keep(message.payload if message is not None else record.block)
    if flaws:
        raise ReleaseError(f"{file} is damaged: byte {flaws[0][0]}: {flaws[0][1]}")
    if not ours:
        raise ReleaseError(f"{file} was not written by jsiq-scrape export: it holds no captures")
    for kind, files in (("runs", runs), ("purges", purges)):
        if files or kind == "runs":
            (folder / kind).mkdir(parents=True, exist_ok=True)
        for name, lines in files.items():
            content = b"".join(line + b"\n" for _, line in sorted(lines.items()))
            (folder / kind / f"{name}.jsonl").write_bytes(content)
    return sum(len(lines) for lines in runs.values())


def _purge(record: Record, file: Path) -> tuple[str, int, bytes]:
    """The file, the number and the bytes of the line about a body that was taken out for good."""
    assert record.block is not None
    try:
        found = purge_of(record.block)
    except LineError as error:
        raise ReleaseError(f"{file} is damaged: byte {record.offset}: the line {error}") from error
    if found is None:
        raise ReleaseError(f"{file} is damaged: byte {record.offset} holds no capture")
    name, line, purge = found
    return name, purge.line, line


def _line(record: Record, file: Path) -> tuple[str, int, bytes]:
    """The run, the number and the bytes of the line that a metadata record carries."""
    assert record.block is not None
    fields = dict(part.partition(b": ")[::2] for part in record.block.split(b"\r\n"))
    run, line = fields.get(b"jsiq-run", b"").decode("utf-8", "replace"), fields.get(b"jsiq-capture", b"")
    try:
        found = read_line(line, run)
    except LineError as error:
        raise ReleaseError(f"{file} is damaged: byte {record.offset}: the capture {error}") from error
    if not isinstance(found, Capture) or "/" in run or not run:
        raise ReleaseError(f"{file} is damaged: byte {record.offset} holds no capture")
    return run, found.line, line
