"""The examples of a Markdown file: each block of Python with the block of text behind it, if there is one."""

import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(python|console)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One example: its language, what it does, and what it prints."""

    language: str
    code: str
    printed: str | None
    line: int


def examples(path: Path) -> list[Example]:
    """All examples of a file, in order."""
    text = path.read_text(encoding="utf-8")
    return [
        Example(match[1], match[2], match[3], text.count("\n", 0, match.start()) + 1) for match in _BLOCK.finditer(text)
    ]
