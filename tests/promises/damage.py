"""What can happen to the bytes of a store: classes of bytes, and harms; imported by the tests beside this file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: The parts of a line of a run file, each as an expression whose first group is the part.
PARTS: dict[str, bytes] = {
    "opening brace": rb"^(\{)",
    "key": rb'"(final_url)":',
    "separator": rb'"status"(:)',
    "comma": rb'(,)"final_url"',
    "address": rb'"url":"([^"]+)"',
    "moment": rb'"captured_at":"([^"]+)"',
    "number": rb'"status":([0-9]+)',
    "header name": rb'"headers":\[\["([^"]+)"',
    "header value": rb'\["content-type","([^"]+)"',
    "digest": rb'"digest":"([0-9a-f]+)"',
    "check": rb'"check":"([0-9a-f]+)"',
    "line feed": rb"(\n)$",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a file: where they begin and end."""

    start: int
    end: int


def part(whole: bytes, line: int, name: str) -> Part:
    """Where that part of the n-th line stands in the file."""
    lines = whole.splitlines(keepends=True)
    match = re.search(PARTS[name], lines[line - 1])
    assert match is not None, f"line {line} has no {name}"
    before = sum(map(len, lines[: line - 1]))
    return Part(before + match.start(1), before + match.end(1))


def flipped(whole: bytes, one: Part, other: Part) -> bytes:
    """One bit of it is another."""
    place = (one.start + one.end - 1) // 2
    return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


def deleted(whole: bytes, one: Part, other: Part) -> bytes:
    """It is not there."""
    return whole[: one.start] + whole[one.end :]


def doubled(whole: bytes, one: Part, other: Part) -> bytes:
    """It is there twice."""
    return whole[: one.end] + whole[one.start : one.end] + whole[one.end :]


def truncated(whole: bytes, one: Part, other: Part) -> bytes:
    """The file ends in it."""
    return whole[: (one.start + one.end) // 2]


def swapped(whole: bytes, one: Part, other: Part) -> bytes:
    """It stands where another one of its kind stood, and that one in its place."""
    first, second = sorted((one, other), key=lambda part: part.start)
    return (
        whole[: first.start] + whole[second.start : second.end] + whole[first.end : second.start]
        + whole[first.start : first.end] + whole[second.end :]
    )  # fmt: skip


HARMS: tuple[Callable[[bytes, Part, Part], bytes], ...] = (flipped, deleted, doubled, truncated, swapped)


def swap_files(one: Path, other: Path) -> None:
    """Each has the bytes of the other."""
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _rewrite(change: Callable[[bytes], bytes]) -> Callable[[Path, Path], None]:
    return lambda path, other: path.write_bytes(change(path.read_bytes())) and None


#: What can happen to a body; each gets its path and that of another one.
BODY_HARMS: dict[str, Callable[[Path, Path], None]] = {
    "first bit flipped": _rewrite(lambda whole: bytes([whole[0] ^ 1]) + whole[1:]),
    "a bit in the middle flipped": _rewrite(
        lambda whole: whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 16]) + whole[len(whole) // 2 + 1 :]
    ),
    "last bit flipped": _rewrite(lambda whole: whole[:-1] + bytes([whole[-1] ^ 128])),
    "truncated": _rewrite(lambda whole: whole[: len(whole) // 2]),
    "emptied": _rewrite(lambda whole: b""),
    "a byte deleted": _rewrite(lambda whole: whole[:100] + whole[101:]),
    "two bytes swapped": _rewrite(lambda whole: whole[:100] + whole[101:102] + whole[100:101] + whole[102:]),
    "a line feed more": _rewrite(lambda whole: whole + b"\n"),
    "doubled": _rewrite(lambda whole: whole * 2),
    "other line ends": _rewrite(lambda whole: whole.replace(b"\n", b"\r\n")),
    "the bytes of another": swap_files,
    "gone": lambda path, other: path.unlink(),
}
