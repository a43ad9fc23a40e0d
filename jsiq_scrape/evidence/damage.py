"""What can be wrong with the evidence store, each thing with its place."""

from dataclasses import dataclass
from enum import StrEnum

#: What may lie beside the evidence, in any folder.
WELCOME = frozenset({"README.md", ".gitignore", ".gitattributes", ".gitkeep"})


class DamageKind(StrEnum):
    """What can be wrong with a store."""

    UNREADABLE_LINE = "unreadable_line"
    UNREADABLE_FILE = "unreadable_file"  # the machine cannot read it
    LOST_LINE = "lost_line"  # the numbers of the lines leave a gap
    DUPLICATE_LINE = "duplicate_line"
    MISSING_BODY = "missing_body"
    WRONG_DIGEST = "wrong_digest"
    FOREIGN_FILE = "foreign_file"
    TORN_LINE = "torn_line"  # the last line of a killed run; harmless
    INTERRUPTED_RUN = "interrupted_run"  # a run without its closing line; harmless
    UNUSED_BODY = "unused_body"  # a body no line names: the run was killed between the two; harmless
    LEFTOVER = "leftover"  # a temporary file of a killed run; harmless
    PURGED_BODY = "purged_body"  # taken out for good, as a line of purges/ says; harmless
    PURGE_UNDONE = "purge_undone"  # what was taken out for good is here again


_HARMLESS = frozenset(
    {
        DamageKind.TORN_LINE,
        DamageKind.INTERRUPTED_RUN,
        DamageKind.UNUSED_BODY,
        DamageKind.LEFTOVER,
        DamageKind.PURGED_BODY,
    }
)


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing wrong: where, and what."""

    file: str  # relative to the store's folder, with "/"
    line: int | None
    message: str
    kind: DamageKind

    @property
    def harmless(self) -> bool:
        """What a killed run leaves behind, or what somebody took out and signed for: nothing is lost unawares."""
        return self.kind in _HARMLESS

    def __str__(self) -> str:
        return f"{self.message} @ {self.file}" + (f" line {self.line}" if self.line is not None else "")
