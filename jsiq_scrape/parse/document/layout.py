"""The layout of a text without markup: labels and values in columns, underlined lines, lines set further in."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from jsiq_scrape.parse.document.centred_rows import centred_rows
from jsiq_scrape.parse.folding import clean

_FEWEST = 2  # lines that have their value at the same place
_LONGEST_LABEL = 80
_MOST_LINES = 20  # of a value in a column
_SET_IN = 10  # blanks before a list in a cell; more belong to a further column
_WIDEST = 120  # characters of a line in a text whose lines are broken
_NARROWEST = 50
_RAGGED = 0.85  # of the margin: there a printed line may be full, for its letters differ in width
_FEWEST_FULL = 4  # lines that show where those of a text are broken
_FEWEST_SET_IN = 3  # lines that show that values are set in below their labels
_RULING = re.compile(r"\s*([-=~_*+^#.─━═])\1{2,}(?:\s+\1{3,})*\s*")
# What stands between label and value: dots or lines that lead the eye, tabs, or blanks up to a column.
_GAP = re.compile(r"(?<=\S)(?:\s*(\.{4,}|(?:\. ){3,}\.|_{4,})(?:\s+|$)|([ ]*\t\s*)|[ ]{2,})")
# Above the second column of a table, or a further one.
_SECOND_RULE = re.compile(r"(?<=[-=]\s)[-=]+|(?<=[-=]\s\s)[-=]+")
_SIGNED = re.compile(r"(#{1,6})\s+\S")
_LEVELS = {"=": 2, "#": 2, "-": 3, "~": 4}  # of the headings over such rules; none need be the title of the page
_OUTDENT = 2  # blanks by which headings are set in less than the body, at least
_OUTDENTED = 3  # the level of headings that only their indentation shows
# Of an item of a list; lynx writes "o" before those of a list in a list.
BULLET = re.compile(r"(?:\*{1,4}|[+•·▪◦‣●○■□►–-]|o(?=\s\s?[^\W\d_a-zäöüß]))\s+(?=\S)")
_PAIR = re.compile(r"[^\W\d_][^:]{1,40}:\s+\S")  # label and value: what follows a gap behind it is no column
_WORD = re.compile(r"[^\W\d_]{2}")
_SENTENCE_END = re.compile(r"[.!?]$")
# Dots that have little room between a long label and the column of values; the second group is that of a tab.
_FEW_DOTS = re.compile(r"(?<=\S)\s+(\.{1,3})()\s+")
_SIGN = re.compile(r"([^\W\d_][^-=|]{0,39}?\s*)([-=|])\s+")
_FEWEST_SIGNS = 5  # at the same column

_Key = int | str  # the column where a value begins, or what leads to it
_Gap = tuple[str, str, str, _Key]  # label, what leads to the value, value, key


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text, with what its layout says of it."""

    text: str
    indent: int
    after_blank: bool
    ruling: bool = False  # nothing but a rule, mostly below a heading
    running: bool = False  # the head or foot of a printed page
    label: str | None = None  # what stands in the first column of a row
    leader: str = ""
    value: str = ""
    key: _Key | None = None
    goes_on: bool = False  # it belongs to the value of the row above
    wraps: bool = False  # and to its last line, which was too long for the page
    level: int = 0  # of the heading it is
    filled: bool = False  # the line above had no room for its first word


def layout(lines: list[str], running: Collection[int] = (), starts: Collection[int] = ()) -> list[TextLine]:
    """The lines of a text that are not empty.

    `running` are the numbers of the lines that are heads and feet of printed pages, `starts` of those that begin one.
    """
    return _with_levels(_with_empty_rows(_lines([line.replace("\u00a0", " ") for line in lines], running, starts)))


def _with_empty_rows(lines: list[TextLine]) -> list[TextLine]:
    """Let a line that stands between two rows, and has nothing in their second column, be a row without value.

    Where a tab divides the columns it belongs to the value above, unless it ends with a colon: an empty cell has its
    tab too.  A value that begins below its row may have empty lines.
    """
    labels = [line.label for line in lines if line.key == "tab" and line.label]
    colons = 2 * sum(label.endswith(":") for label in labels) >= len(labels)
    empty = False  # the value of the last row begins below it
    for number, line in enumerate(lines[1:-1], 1):
        above, tab = lines[number - 1], lines[number - 1].key == "tab"
        empty = tab and (above.value == "" if above.label is not None else empty)
        behind = lines[number + 1 : number + 1 + (_MOST_LINES if tab else 1)]
        behind = behind if empty else list(takewhile(lambda each: not each.after_blank, behind))
        below = next((each for each in behind if each.key is not None), None)
        between = above.key is not None and below is not None and above.key == below.key and below.label is not None
        apart = (line.after_blank and not empty) or line.ruling or _SIGNED.match(line.text)
        if line.key is None and between and not apart:
            goes_on = tab and (empty or not colons or not line.text.endswith(":"))
            lines[number] = replace(line, label=None if goes_on else line.text, key=above.key, goes_on=goes_on)
    return lines


def _with_levels(lines: list[TextLine]) -> list[TextLine]:
    """Let lines over a rule be headings, and those behind number signs if there are several."""
    signed = sum(_SIGNED.match(line.text) is not None for line in lines) >= _FEWEST
    body = _body_indent(lines)
    for number, line in enumerate(lines):
        sign = _SIGNED.match(line.text) if signed else None
        below = lines[number + 1] if number + 1 < len(lines) else None
        begins = line.after_blank or number == 0 or lines[number - 1].ruling or lines[number - 1].running
        plain = not line.ruling and line.label is None and not line.goes_on and len(line.text) <= _LONGEST_LABEL
        if sign is not None:
            lines[number] = replace(line, level=len(sign[1]))
        elif below is not None and plain and begins and _underlines(below, line):
            lines[number] = replace(line, level=_LEVELS.get(below.text[0], 5))
        elif (
            below is not None
            and plain
            and begins
            and below.after_blank
            and line.indent <= body - _OUTDENT < below.indent
        ):
            lines[number] = replace(line, level=_OUTDENTED)
    return lines


def _body_indent(lines: list[TextLine]) -> int:
    """How far a text is indented whose headings are not; 0 for any other text."""
    indents = Counter(line.indent for line in lines)
    body, times = min(indents.most_common(1), default=(0, 0))
    outdented = sum(count for indent, count in indents.items() if indent <= body - _OUTDENT)
    return body if 2 * times >= len(lines) and outdented >= _FEWEST and 2 * outdented <= times else 0


def _underlines(rule: TextLine, line: TextLine) -> bool:
    """Whether a line is a rule right below another one; one much shorter divides records."""
    return rule.ruling and not rule.after_blank and 2 * len(rule.text) >= len(line.text)


def _lines(raw: list[str], running: Collection[int], starts: Collection[int]) -> list[TextLine]:
    sign = _aligned_sign(raw)
    led = {leader.end() for line in raw if (leader := _GAP.search(line)) is not None and leader[1]}
    gaps = [_gap(line, sign, led) if number not in running else None for number, line in enumerate(raw)]
    columns = _columns(raw, gaps, led)
    keys = {key for key in columns if isinstance(key, int)}
    joined = _raise_labels(raw, gaps, keys, running)
    joined |= _join_labels(raw, gaps, keys)
    width = max((len(line.rstrip()) for line, gap in zip(raw, gaps, strict=True) if gap is not None), default=0)
    longest = _width(raw)
    margin = _margin(raw)
    if len(starts) > 1:
        margin = int(margin * _RAGGED)
    behind: dict[_Key | None, int] = {gap[3]: number for number, gap in enumerate(gaps) if gap is not None}  # last rows
    ends: list[int] = []  # where the lines end
    found: list[TextLine] = []
    blank = False
    row: TextLine | None = None  # the row that lines below may belong to
    last: TextLine | None = None  # the row above, also beyond an empty line
    turned = -1  # where the heads and feet begin that stand between that row and the rest of its value, -1 for nowhere
    for number, (line, gap) in enumerate(zip(raw, gaps, strict=True)):
        text = line.strip()
        if number in running or number in starts:
            turned = len(found) if turned < 0 else turned
        if number in joined:
            continue
        if not clean(text):
            blank, row = True, None
            continue
        spread = line.expandtabs()
        indent = len(spread) - len(spread.lstrip())
        if number in running:
            found.append(TextLine(text, indent, blank, running=True))
            ends.append(len(line.rstrip()))
            blank = False
            continue
        if row is None and last is not None and gap is None and _reaches(last.key, indent):
            if turned >= 0:
                found[turned:] = [replace(foot, goes_on=True, key=last.key) for foot in found[turned:]]
            if turned >= 0 or number < behind.get(last.key, 0):
                row, blank = last, False
        turned = -1
        if row is not None and indent > row.indent + 1 and (gap is None or _reaches(row.key, indent)):
            wraps = isinstance(row.key, int) and ends[-1] + 1 + len(text.split(maxsplit=1)[0]) > width
            wraps = wraps and not BULLET.match(text)
            filled = not blank and _fills(found[-1], ends[-1], indent, text, margin)
            found.append(TextLine(text, indent, blank, goes_on=True, key=row.key, wraps=wraps, filled=filled))
        elif gap is not None and gap[3] in columns:
            row = TextLine(text, indent, blank, label=gap[0], leader=gap[1], value=gap[2], key=gap[3])
            found.append(row)
            last = row
        else:
            wraps = _wraps(found[-1], ends[-1], indent, text, longest) if found and not blank else False
            filled = bool(found) and not blank and _fills(found[-1], ends[-1], indent, text, margin)
            ruling = _RULING.fullmatch(line) is not None
            found.append(TextLine(text, indent, blank, ruling, wraps=wraps, filled=filled))
            row = last = None
        ends.append(len(line.rstrip()))
        blank = False
    return found


def _columns(raw: list[str], gaps: list[_Gap | None], led: Container[int]) -> set[_Key]:
    """Where the values of rows begin; two blanks behind each label, whatever its length, make no column."""
    rows: defaultdict[_Key, list[tuple[int, str, int]]] = defaultdict(list)
    for number, (line, gap) in enumerate(zip(raw, gaps, strict=True)):
        if gap is not None:
            rows[gap[3]].append((number, gap[0], len(line.lstrip()) - len(gap[0]) - len(gap[2])))
    ruled = {rule.start() for line in raw if _RULING.fullmatch(line) for rule in _SECOND_RULE.finditer(line)}
    return {
        key
        for key, own in rows.items()
        if key in ruled or key in led or (len(own) >= _FEWEST and (not isinstance(key, int) or _is_column(own)))
    }


def _is_column(rows: list[tuple[int, str, int]]) -> bool:
    """Whether the blanks of rows (number, label, blanks) lead to a column: not always two, or lines that touch."""
    blanks = {spent for _, _, spent in rows}
    together = (above[0] + 1 == row[0] and above[1] != row[1] for above, row in pairwise(rows))
    return len(blanks) > 1 or max(blanks) > 2 or any(together)


def _raise_labels(raw: list[str], gaps: list[_Gap | None], columns: set[int], running: Container[int]) -> set[int]:
    """Put labels that stand beside the middle of their values beside the first line; return the lines left over."""
    begun: defaultdict[int, list[int]] = defaultdict(list)  # the lines whose value begins at a column
    lines = [line.expandtabs() if number not in running else "" for number, line in enumerate(raw)]
    for number, (line, gap) in enumerate(zip(lines, gaps, strict=True)):
        key = gap[3] if gap is not None else len(line) - len(line.lstrip())
        if isinstance(key, int) and key in columns and line.strip():
            begun[key].append(number)
    left: set[int] = set()
    for key, numbers in begun.items():
        stop = 0
        for number in numbers:
            if number < stop or not _has_one_cell(lines[number], gaps[number], key):
                continue
            first, stop = _stretch(lines, gaps, key, number)
            cells = [(bool(line[:key].strip()), bool(line[key:].strip())) for line in lines[first:stop]]
            for row in centred_rows(cells):
                left |= _raise(range(first + row.start, first + row.stop), lines, raw, gaps, key)
    return left


def _stretch(lines: list[str], gaps: list[_Gap | None], key: int, number: int) -> tuple[int, int]:
    """The lines around one whose value begins at a column that have cells before it or in it: first and stop."""
    first, stop = number, number + 1
    while first > max(0, number - _MOST_LINES) and _has_one_cell(lines[first - 1], gaps[first - 1], key):
        first -= 1
    while stop < len(lines) and stop - number <= _MOST_LINES and _has_one_cell(lines[stop], gaps[stop], key):
        if lines[stop][key : key + 1].strip():
            number = stop
        stop += 1
    return first, stop


def _has_one_cell(line: str, gap: _Gap | None, key: int) -> bool:
    """Whether a line has a cell before a column, one in it, or both and nothing else."""
    before = bool(line[:key].strip())
    if (gap is None or gap[3] != key) and before == bool(line[key:].strip()):
        return False
    return not line[key - 1 : key].strip() and (before or bool(line[: key + _SET_IN].strip()))


def _has_room(above: str, below: str, room: int) -> bool:
    """Whether the next word of a label would have fitted into its line of so many characters."""
    return len(above) + 1 + len(below.split(maxsplit=1)[0]) <= room


def _raise(row: range, lines: list[str], raw: list[str], gaps: list[_Gap | None], key: int) -> set[int]:
    parts = [part for number in row if (part := lines[number][:key]).strip()]
    values = [value for number in row if (value := lines[number][key:].strip())]
    for above, below in pairwise(map(str.rstrip, parts)):
        if above.endswith(":") or (not above.endswith("-") and _has_room(above, below, key - 1)):
            return set()  # labels of their own
    indent = len(parts[0]) - len(parts[0].lstrip())
    label = _joined([clean(part) for part in parts])
    for number, value in zip(row, values, strict=False):
        raw[number], gaps[number] = " " * key + value, None
    raw[row.start] = " " * indent + label.ljust(key - indent) + values[0]
    gaps[row.start] = label, "", clean(values[0]), key
    lines[row.start : row.stop] = [""] * len(row)  # no part of another table
    return set(row[len(values) :])


def _join_labels(raw: list[str], gaps: list[_Gap | None], columns: Container[_Key]) -> set[int]:
    """Join labels that their column had no room for, and return the lines that hold nothing else.

    A label goes on in the next line if a hyphen divides it or the next word would not have fitted, where labels end
    with a colon and it does not, or where rows stand apart.
    """
    rows = [(number, gap) for number, gap in enumerate(gaps) if gap is not None and gap[3] in columns]
    colons = 2 * sum(gap[0].endswith(":") for _, gap in rows) >= len(rows)
    apart = 2 * sum(number == 0 or not raw[number - 1].strip() for number, _ in rows) > len(rows)
    joined: set[int] = set()
    for number, (label, leader, value, key) in rows if colons or apart else ():
        if number in joined or gaps[number] is None:
            continue
        line = raw[number]
        indent = len(line) - len(line.lstrip())
        room = int(key) - 1 - indent
        parts, rests = [label], []
        for below in range(number + 1, len(raw)):
            other, line = gaps[below], raw[below]
            more, rest = (other[0], other[2]) if other is not None else (clean(line), "")
            if parts[-1].endswith(":") or not more or len(line) - len(line.lstrip()) != indent:
                break
            divided = parts[-1].endswith("-") and more[0].islower()
            if (other is not None and not (divided and other[3] == key)) or (len(more) > room and " " in more):
                break
            if not divided and _has_room(parts[-1], more, room):
                break
            parts.append(more)
            rests.append(rest)
        if len(parts) > 1 and (parts[-1].endswith(":") or not colons):
            gaps[number] = _joined(parts), leader, value, key
            for below, rest in enumerate(rests, number + 1):
                gaps[below], raw[below] = None, " " * int(key) + rest
                joined |= set() if rest else {below}
    return joined


def _joined(parts: list[str]) -> str:
    """The lines of a label as one; a hyphen before a small letter divides a word."""
    label = parts[0]
    for part in parts[1:]:
        label = f"{label[:-1]}{part}" if label.endswith("-") and part[0].islower() else f"{label} {part}"
    return label


def _width(raw: list[str]) -> int:
    """How wide a text is whose lines are broken where they are full; 0 where lines are set in for another reason."""
    lengths = [len(line.rstrip()) for line in raw]
    longest = max(lengths, default=0)
    set_in = 0  # below a line that had room for the first word
    for (above, length), line in zip(zip(raw, lengths, strict=True), raw[1:], strict=False):
        words = line.split(maxsplit=1)
        further = above.strip() and words and len(line) - len(line.lstrip()) > len(above) - len(above.lstrip())
        set_in += bool(further) and length + 1 + len(words[0]) <= longest
    return longest if longest <= _WIDEST and set_in < _FEWEST_SET_IN else 0


def _wraps(above: TextLine, end: int, indent: int, text: str, longest: int) -> bool:
    """Whether a line that is set in goes on with the one above, which has no room for its first word."""
    further = indent > above.indent or (above.wraps and indent == above.indent)
    return further and 0 < longest < end + 1 + len(text.split(maxsplit=1)[0])


def _margin(raw: list[str]) -> int:
    """The column beyond which no line goes, if several are so long that the next word had no room; else 0."""
    lines = [line.rstrip() for line in raw]
    margin = max(map(len, lines), default=0)
    pairs = ((above, below) for above, below in pairwise(lines) if above and below)
    full = sum(len(above) + 1 + len(below.split(maxsplit=1)[0]) > margin for above, below in pairs)
    return margin if full >= _FEWEST_FULL and _NARROWEST <= margin <= _WIDEST else 0


def _fills(above: TextLine, end: int, indent: int, text: str, margin: int) -> bool:
    """Whether a line stands below the text of one that had no room for its first word."""
    if above.ruling or above.running or BULLET.match(text) or end + 1 + len(text.split(maxsplit=1)[0]) <= margin:
        return False
    item = BULLET.match(above.text)
    return margin > 0 and indent in (above.indent, above.indent + (len(item[0]) if item is not None else 0))


def _reaches(key: _Key | None, indent: int) -> bool:
    return isinstance(key, int) and indent >= key - 1


def _aligned_sign(raw: list[str]) -> int:
    """The column of the sign that divides label and value in most lines ("OWN - NLM", "DA  - 2002"), 0 for none."""
    begun = [line for line in raw if line[:1].strip()]
    signs = Counter((found.end(1), found[2]) for line in begun if (found := _SIGN.match(line)))
    (column, _), times = signs.most_common(1)[0] if signs else ((0, ""), 0)
    return column if times >= _FEWEST_SIGNS and 2 * times > len(begun) else 0


def _gap(line: str, sign: int, led: Container[int]) -> _Gap | None:
    """Label, leader and value of a line that may be a row, with what other rows share with it.

    Where dots lead to the columns `led`, as few as there is room for behind a long label do.
    """
    if sign and (found := _SIGN.match(line)) and found.end(1) == sign:
        return clean(found[1]), found[2], clean(line[found.end() :]), found.end()
    gap = _GAP.search(line)
    if not (gap and gap[1]) and (few := _FEW_DOTS.search(line)) and few.end() in led:
        gap = few
    if gap is None:
        return None
    label, value = clean(line[: gap.start()]), clean(line[gap.end() :])
    if gap[2]:  # further cells stay divided by tabs
        value = "\t".join(map(clean, line[gap.end() :].split("\t"))).strip("\t")
    if _PAIR.match(label) or not _WORD.search(label) or len(label) > _LONGEST_LABEL or not (value or gap[1] or gap[2]):
        return None
    if _SENTENCE_END.search(label) and len(label.split()) > 1:
        return None
    key: _Key = "leader" if gap[1] else "tab" if gap[2] else gap.end()
    return label, gap[1] or "", value, key
