"""Markdown, as programs write it that turn pages into text."""

import re
from bisect import bisect

from jsiq_scrape.parse.document.document import Document
from jsiq_scrape.parse.document.drawn_tables import table_of, without_strokes
from jsiq_scrape.parse.document.html import BOLD_STYLE, from_html

# Each is rare in a text that is not Markdown, and stands often in one that is.
_SIGNS = (
    re.compile(r"(?<!\\)\\$", re.MULTILINE),  # a broken line
    re.compile(r"\*\*[^\s*][^*\n]*\*\*"),
    re.compile(r"\]\((?:[a-z]+:|[\w./#-]+\))"),
    re.compile(r"\]\{[.#\w][^{}\n]*\}"),  # pandoc: a span with its attributes
)
# Browsers and mail programs write bold words so in a text whose lines they keep.
_STARRED = re.compile(r"^\*[^\s*][^*\n]{0,80}\*(?=[\s:]|$)", re.MULTILINE)
# Lines that each begin with a label stand below each other, whatever Markdown makes of them.
_LABELLED = re.compile(r"(?:^\w[^:\n]{0,40}:[ \t].*(?<!\\)(?<!  )\n){3}", re.MULTILINE)
# What stands below the head of a table.
_TABLE = re.compile(r"^\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*$", re.MULTILINE)
_ATX = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_BROKEN_TAG = re.compile(r"<[a-z][\w-]*+\n?(?:[^<>\n]*\n){1,4}?[^<>\n]*>")
_NO_TEXT = re.compile(r"(?:<(/)?(pre|script|style|textarea)\b|(<!--)|(-->))", re.IGNORECASE)
_BROKEN = re.compile(r"\S(?:\\|  )$", re.MULTILINE)  # a line that Markdown breaks
_FIELD = re.compile(r"^:[^\s:][^:\n]{0,60}:(?=[ \t]|$)", re.MULTILINE)
_FEWEST = 2
_SEVERAL = 3
_ATTRIBUTES = re.compile(r"(?<=[)\]])\{[^{}\n]*\}")  # pandoc: [text](url){target="_blank"}
# pandoc: the term of a list on a line, its descriptions on the next behind a colon
_DEFINITION = re.compile(r"^(?![:#])(\S.*)\n\n?:[ \t]+(?=\S)", re.MULTILINE)
_DESCRIPTION = re.compile(r"^:[ \t]+(?=\S)", re.MULTILINE)
# pandoc: divs, spans and headings with their attributes, columns of a table below a rule for each
_DIV = re.compile(r"^:{3,}+[ \t]*+(?:(?:\{([^{}]*)\}|([\w-]+))[ \t]*:*)?$", re.MULTILINE)
_RAW = re.compile(r"^```\{=html\}\n((?:(?!```).*\n)*?)```$", re.MULTILINE)
_SPAN = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\[\s\S]|\[[^\[\]]*\]\([^()\n]*\))*)\]\{([^{}]*)\}")
_LAST_BREAK = re.compile(r"\\\n(?=\n)")  # before an empty line
_DASHES = re.compile(r"(?<=\s)-{2,3}(?=\s)|(?<=\d)-{2,3}(?=\d)")
_DEEPEST = 4  # spans in spans
_HEADING = re.compile(r"^(#{1,6} (?:[^{\n]|\{[^{}\n]*\}(?!$))*+)\{[^{}\n]*\}$", re.MULTILINE)
_NAMES = re.compile(r"[.#]([\w-]+)")
_RULES = r"^[ ]*-{3,}(?:[ ]+-{3,})*[ ]*$"
_COLUMNS = re.compile(rf"^([ ]*-{{3,}}(?:[ ]+-{{3,}})+)[ ]*\n((?:(?!{_RULES}).*\n)+?){_RULES}", re.MULTILINE)
_WIDE = 6  # strokes of the widest rule; "--- --- ---" divides texts
_MOST_COLUMNS = 12


def is_markdown(text: str) -> bool:
    """Whether a text is Markdown: it has a table, headings beside elements, or several times one of its signs.

    reStructuredText has stars too, and fields.
    """
    if len(_FIELD.findall(text)) >= _SEVERAL:
        return False
    signs = any(len(sign.findall(text)) >= _FEWEST for sign in (*_SIGNS, _STARRED))
    return signs or ("</" in text and has_headings(text)) or _TABLE.search(text) is not None


def has_headings(text: str) -> bool:
    """Whether a text has headings behind number signs, which HTML has only in comments and programs."""
    headings = [heading.start() for heading in _ATX.finditer(text)]
    if len(headings) < _FEWEST or "<" not in text:
        return len(headings) >= _FEWEST
    opened, shown, start = "", 0, 0  # from `start` on, nothing hides the headings
    for found in _NO_TEXT.finditer(text):
        name = "-->" if found[3] or found[4] else found[2].lower()
        closes = bool(found[1] or found[4])
        if not opened and not closes:
            opened = name
            shown += bisect(headings, found.start()) - bisect(headings, start)
        elif opened == name and closes:
            opened, start = "", found.start()
    return shown + (0 if opened else len(headings) - bisect(headings, start)) >= _FEWEST


def from_markdown(text: str, document: Document) -> None:
    """Fill a document from Markdown."""
    from markdown_it import MarkdownIt

    class Markdown(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802
            return True  # nobody follows it here: "[Zurück](javascript:history.back())" is a link too

    keeps_lines = len(_STARRED.findall(text)) >= _FEWEST or _LABELLED.search(text) is not None
    keeps_lines = keeps_lines and len(_BROKEN.findall(text)) < _FEWEST
    text = _BROKEN_TAG.sub(lambda tag: tag[0].replace("\n", " "), _without_pandoc(without_strokes(text, markdown=True)))
    markdown = Markdown("commonmark", {"breaks": keeps_lines}).enable("table")
    markup = markdown.render(_DESCRIPTION.sub("", _DEFINITION.sub(_in_one_line, _ATTRIBUTES.sub("", text))))
    from_html(markup, document)


def _in_one_line(definition: re.Match[str]) -> str:
    """A term before its description, with one colon: "**Ort:**", below it ":   Ulm"."""
    term = definition[1].rstrip()
    words = term.rstrip("*_")
    return f"{words.removesuffix(':')}{term[len(words) :]}: "


def _without_pandoc(text: str) -> str:
    """What pandoc adds to Markdown, as the HTML that any Markdown may hold and as the signs that are meant."""
    given = text
    text = _RAW.sub(r"\1", text)
    if len(_DIV.findall(text)) >= _FEWEST:
        text = _DIV.sub(
            lambda div: f"\n<div{_classes(div[1] or div[2])}>\n" if div[1] or div[2] else "\n</div>\n", text
        )
    for _ in range(_DEEPEST):
        text, times = _SPAN.subn(_element, text)
        if not times:
            break
    text = _HEADING.sub(r"\1", text)
    if text != given:
        text = _DASHES.sub(lambda dashes: "–—"[len(dashes[0]) - 2], _LAST_BREAK.sub("\n", text))
    return _COLUMNS.sub(_table, text)


def _element(span: re.Match[str]) -> str:
    names = _classes(span[2]) if "." in span[2] or "#" in span[2] else ""
    if BOLD_STYLE.search(span[2]):
        return f"<b>{span[1]}</b>"
    return f"<span{names}>{span[1]}</span>" if names else span[1]


def _classes(attributes: str) -> str:
    names = " ".join(_NAMES.findall(attributes if "." in attributes or "#" in attributes else f".{attributes}"))
    return f' class="{names}"' if names else ""


def _table(found: re.Match[str]) -> str:
    """A table whose columns stand below rules; its rows are lines, or stretches between empty lines."""
    columns = list(re.finditer(r"-+", found[1]))
    starts = [column.start() for column in columns]
    lines = found[2].split("\n")
    cut = any(line[start - 1 : start].strip() for start in starts[1:] for line in lines)
    if cut or len(columns) > _MOST_COLUMNS or max(len(column[0]) for column in columns) < _WIDE:
        return found[0]
    stops = [*starts[1:], None]
    rows = [[line] for line in lines if line.strip()]
    if not all(line.strip() for line in lines[:-1]):
        rows = [row.split("\n") for row in re.split(r"\n[ \t]*\n", found[2].strip("\n"))]
    cells = [
        ["\n".join(line[start:stop].strip() for line in row) for start, stop in zip(starts, stops, strict=True)]
        for row in rows
    ]
    return table_of(cells)
