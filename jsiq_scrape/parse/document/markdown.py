"""Markdown, as programs write it that turn pages into text."""

import re

from jsiq_scrape.parse.document.document import Document
from jsiq_scrape.parse.document.html import from_html

# Each is rare in a text that is not Markdown, and stands often in one that is.
_SIGNS = (
    re.compile(r"(?<!\\)\\$", re.MULTILINE),  # a broken line
    re.compile(r"\*\*[^\s*][^*\n]*\*\*"),
    re.compile(r"\]\((?:[a-z]+:|[\w./#-]+\))"),
)
# Browsers and mail programs write bold words so in a text whose lines they keep.
_STARRED = re.compile(r"^\*[^\s*][^*\n]{0,80}\*(?=[\s:]|$)", re.MULTILINE)
# Lines that each begin with a label stand below each other, whatever Markdown makes of them.
_LABELLED = re.compile(r"(?:^\w[^:\n]{0,40}:[ \t].*\n){3}", re.MULTILINE)
# What stands below the head of a table.
_TABLE = re.compile(r"^\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*$", re.MULTILINE)
_FEWEST = 2
_ATTRIBUTES = re.compile(r"(?<=[)\]])\{[^{}\n]*\}")  # pandoc: [text](url){target="_blank"}
# pandoc: the term of a list on a line, its descriptions on the next behind a colon
_DEFINITION = re.compile(r"^(?![:#])(\S.*)\n\n?:[ \t]+(?=\S)", re.MULTILINE)
_DESCRIPTION = re.compile(r"^:[ \t]+(?=\S)", re.MULTILINE)


def is_markdown(text: str) -> bool:
    """Whether a text is Markdown: it has a table, or one of its signs stands there several times."""
    signs = any(len(sign.findall(text)) >= _FEWEST for sign in (*_SIGNS, _STARRED))
    return signs or _TABLE.search(text) is not None


def from_markdown(text: str, document: Document) -> None:
    """Fill a document from Markdown."""
    from markdown_it import MarkdownIt

    class Markdown(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802
            return True  # nobody follows it here: "[Zurück](javascript:history.back())" is a link too

    keeps_lines = len(_STARRED.findall(text)) >= _FEWEST or _LABELLED.search(text) is not None
    markdown = Markdown("commonmark", {"breaks": keeps_lines}).enable("table")
    markup = markdown.render(_DESCRIPTION.sub("", _DEFINITION.sub(_in_one_line, _ATTRIBUTES.sub("", text))))
    from_html(markup, document)


def _in_one_line(definition: re.Match[str]) -> str:
    """A term before its description, with one colon: "**Ort:**", below it ":   Ulm"."""
    term = definition[1].rstrip()
    words = term.rstrip("*_")
    return f"{words.removesuffix(':')}{term[len(words) :]}: "
