"""An evidence store again, run by run and line by line, from a WARC file that `export` wrote."""

from pathlib import Path

from jsiq_scrape.errors import ReleaseError
from jsiq_scrape.evidence.bodies import Bodies
from jsiq_scrape.evidence.run_lines import LineError
from jsiq_scrape.files.warc.http_message import parse
from jsiq_scrape.files.warc.own_records import OwnLine, is_ours, line_of
from jsiq_scrape.files.warc.record_choice import LARGEST_BLOCK
from jsiq_scrape.files.warc.warc_records import Record, records

_WANTED = frozenset({"warcinfo", "response", "resource", "metadata"})


def restore(file: Path, folder: Path) -> int:
    """Fill an empty store with the bodies and the runs as they were; gives the number of captures.

    `collect warc` takes captures into a run of its own; this makes the runs that were, that a database names.
    Raises ReleaseError when the file is damaged, or was not written from a store.
    """
    flaws: list[tuple[int, str]] = []
    files: dict[tuple[str, str], dict[int, bytes]] = {}  # by folder and name, the lines by their numbers
    bodies, ours, captures = Bodies(folder / "bodies"), False, 0
    (folder / "runs").mkdir(parents=True, exist_ok=True)
    for record in records(file, lambda headers: headers.type in _WANTED, LARGEST_BLOCK, flaws):
        if record.block is None:
            continue
        kind = record.headers.type
        if kind == "warcinfo":
            ours = ours or is_ours(record.block)
        elif kind == "metadata":
            line = _line(record, record.block, file)
            files.setdefault((line.folder, line.name), {})[line.holds.line] = line.data
            captures += line.folder == "runs"
        else:
            message = parse(record.block) if kind == "response" else None
            bodies.keep(message.data if message is not None else record.block)
    if flaws:
        raise ReleaseError(f"{file} is damaged: byte {flaws[0][0]}: {flaws[0][1]}")
    if not ours:
        raise ReleaseError(f"{file} was not written by jsiq-scrape export: it holds no captures")
    for (kind, name), lines in files.items():
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / f"{name}.jsonl").write_bytes(b"".join(line + b"\n" for _, line in sorted(lines.items())))
    return captures


def _line(record: Record, block: bytes, file: Path) -> OwnLine:
    """The line that a metadata record carries."""
    try:
        found = line_of(block)
    except LineError as error:
        raise ReleaseError(f"{file} is damaged: byte {record.offset}: the line {error}") from error
    if found is None:
        raise ReleaseError(f"{file} is damaged: byte {record.offset} holds no capture")
    return found
