"""Purges: which bodies were taken out of the store for good, when and why; lines that are only added, never changed.

A file of `purges/` is written whole and holds a line for each body.  A line is sealed as those of run files are.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from jsiq_scrape.captures import Digest, Moment, moment_text
from jsiq_scrape.evidence.bodies import failing, write_whole
from jsiq_scrape.evidence.damage import WELCOME, Damage, DamageKind
from jsiq_scrape.evidence.run_lines import LineError, check_seal, sealed

_NAME = re.compile(r"\d{8}T\d{6}Z-purge-[0-9a-f]{6}", re.ASCII)
_LEFTOVER = re.compile(r"\d{8}T\d{6}Z-purge-[0-9a-f]{6}\.[0-9a-f]{6}\.tmp", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """One body that was taken out."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    format: Literal[1]
    line: int
    purged: Digest
    at: Moment
    why: str  # names nobody: it stays
    check: str

    def __str__(self) -> str:
        return f"was purged on {self.at:%Y-%m-%d} ({self.why})"


_PURGE = TypeAdapter(Purge)


def read_purge(line: bytes, name: str) -> Purge:
    """The purge that a line (without its line feed) of the file of that name holds.  Raises LineError."""
    check_seal(line, name)
    if _NAME.fullmatch(name) is None:
        raise LineError("stands in no file of purges")
    try:
        return _PURGE.validate_json(line)
    except ValidationError as error:
        raise LineError("has a field this program does not know how to read") from error


class Purges(dict[str, Purge]):
    """The folder `purges/`: by digest what was taken out; of several lines about one body the first in time.

    Lines that cannot be read go to `damages`.  Raises SnapshotError when the folder or a file cannot.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self._read()

    def _read(self) -> None:
        found: list[Purge] = []
        self.damages: list[Damage] = []
        self.lines: list[tuple[str, bytes]] = []  # name of the file without its ending, and line without its line feed
        entries: list[Path] = []
        with failing("read", self.folder), suppress(FileNotFoundError, NotADirectoryError):
            entries = sorted(self.folder.iterdir())
        for path in entries:
            if path.suffix == ".jsonl" and _NAME.fullmatch(path.stem) and path.is_file() and not path.is_symlink():
                found += self._purges(path)
            elif _LEFTOVER.fullmatch(path.name):
                self._damage(path, None, "is left over from a killed purge and may be deleted", DamageKind.LEFTOVER)
            elif path.name not in WELCOME:
                self._damage(path, None, "is no part of the store", DamageKind.FOREIGN_FILE)
        found.sort(key=lambda purge: (purge.at, purge.why), reverse=True)
        self.update((purge.purged, purge) for purge in found)

    def add(self, digests: Sequence[str], why: str, at: datetime) -> Path:
        """Note, on disk when this returns, that these bodies are taken out; removing them comes after."""
        name = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-purge-{secrets.token_hex(3)}"
        lines = [
            sealed({"format": 1, "line": number, "purged": digest, "at": moment_text(at), "why": why}, name)
            for number, digest in enumerate(digests, 1)
        ]
        path = self.folder / f"{name}.jsonl"
        write_whole(path, b"".join(lines))
        self._read()
        return path

    def _purges(self, path: Path) -> Iterator[Purge]:
        with failing("read", path):
            lines = path.read_bytes().split(b"\n")
        if lines.pop():
            self._damage(path, len(lines) + 1, "the last line is torn", DamageKind.UNREADABLE_LINE)
        for number, line in enumerate(lines, 1):
            try:
                purge = read_purge(line, path.stem)
                if purge.line != number:
                    raise LineError(f"says that it is line {purge.line}")
            except LineError as error:
                self._damage(path, number, f"the line {error}", DamageKind.UNREADABLE_LINE)
            else:
                self.lines.append((path.stem, line))
                yield purge

    def _damage(self, path: Path, line: int | None, message: str, kind: DamageKind) -> None:
        self.damages.append(Damage(f"purges/{path.name}", line, message, kind))
