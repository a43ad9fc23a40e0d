"""Purges: which bodies were taken out of the store for good, when and why; lines that are only added, never changed.

A file of `purges/` is written whole and holds a line for each body.  A line is sealed as those of run files are.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from jsiq_scrape.captures import Digest, Moment, moment_text
from jsiq_scrape.errors import SnapshotError
from jsiq_scrape.evidence.bodies import write_whole
from jsiq_scrape.evidence.damage import DamageKind
from jsiq_scrape.evidence.run_lines import LineError, check_seal, sealed

_NAME = re.compile(r"\d{8}T\d{6}Z-purge-[0-9a-f]{6}", re.ASCII)
_LEFTOVER = re.compile(r"\d{8}T\d{6}Z-purge-[0-9a-f]{6}\.[0-9a-f]{6}\.tmp", re.ASCII)
_WELCOME = frozenset({"README.md", ".gitignore", ".gitattributes", ".gitkeep"})


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


class Purges(Mapping[str, Purge]):
    """The folder `purges/`: by digest what was taken out; of several lines about one body the first in time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damages: list[tuple[Path, int | None, str, DamageKind]] = []
        self.lines: list[tuple[str, bytes]] = []  # name of the file without its ending, and line without its line feed
        self._by_digest: dict[str, Purge] | None = None

    def read(self) -> dict[str, Purge]:
        """Read all files anew; what cannot be read goes to `damages`.  Raises SnapshotError when the folder cannot."""
        found: list[Purge] = []
        self.damages, self.lines = [], []
        try:
            entries = sorted(self.folder.iterdir())
        except FileNotFoundError:
            entries = []
        except OSError as error:
            raise SnapshotError(f"cannot read {self.folder}: {error.strerror}") from error
        for path in entries:
            if path.suffix == ".jsonl" and _NAME.fullmatch(path.stem) and path.is_file() and not path.is_symlink():
                found += self._purges(path)
            elif _LEFTOVER.fullmatch(path.name):
                self.damages.append(
                    (path, None, "is left over from a killed purge and may be deleted", DamageKind.LEFTOVER)
                )
            elif path.name not in _WELCOME:
                self.damages.append((path, None, "is no part of the store", DamageKind.FOREIGN_FILE))
        found.sort(key=lambda purge: (purge.at, purge.why), reverse=True)
        self._by_digest = {purge.purged: purge for purge in found}
        return self._by_digest

    def add(self, digests: Sequence[str], why: str, at: datetime) -> Path:
        """Note, on disk when this returns, that these bodies are taken out; removing them comes after."""
        name = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-purge-{secrets.token_hex(3)}"
        lines = [
            sealed({"format": 1, "line": number, "purged": digest, "at": moment_text(at), "why": why}, name)
            for number, digest in enumerate(digests, 1)
        ]
        path = self.folder / f"{name}.jsonl"
        write_whole(path, b"".join(lines))
        self.read()
        return path

    def _purges(self, path: Path) -> Iterator[Purge]:
        try:
            lines = path.read_bytes().split(b"\n")
        except OSError as error:
            raise SnapshotError(f"cannot read {path}: {error.strerror}") from error
        if lines.pop():
            self.damages.append((path, len(lines) + 1, "the last line is torn", DamageKind.UNREADABLE_LINE))
        for number, line in enumerate(lines, 1):
            try:
                purge = read_purge(line, path.stem)
                if purge.line != number:
                    raise LineError(f"says that it is line {purge.line}")
            except LineError as error:
                self.damages.append((path, number, f"the line {error}", DamageKind.UNREADABLE_LINE))
            else:
                self.lines.append((path.stem, line))
                yield purge

    def _known(self) -> dict[str, Purge]:
        return self.read() if self._by_digest is None else self._by_digest

    def __getitem__(self, digest: str) -> Purge:
        return self._known()[digest]

    def __contains__(self, digest: object) -> bool:
        return digest in self._known()

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())
