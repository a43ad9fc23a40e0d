"""Changes of a page's bytes that change nothing of what it says."""

import re
from collections.abc import Callable

Disguise = Callable[[str], bytes]

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s[^<>]*)?)>")
_SKIPPED = re.compile(r"(<(script|style|title)\b.*?</\2>|<!DOCTYPE[^>]*>|<[^>]*>)", re.S | re.I)


def _texts(markup: str, change: Callable[[str], str]) -> str:
    """The page with its visible texts changed and its tags as they were."""
    parts, position = [], 0
    for tag in _SKIPPED.finditer(markup):
        parts += [change(markup[position : tag.start()]), tag[0]]
        position = tag.end()
    return "".join([*parts, change(markup[position:])])


def minified(markup: str) -> bytes:
    return re.sub(r">\s*\n\s*<", "><", markup).encode()


def indented(markup: str) -> bytes:
    return re.sub(r">\n<", ">\r\n\t\t  <", markup).encode()


def without_attributes(markup: str) -> bytes:
    """No class, id, role or style is left; only what links and images need."""
    kept = re.compile(r'\s(?:href|src|alt|charset|colspan)=(?:"[^"]*"|[^\s>]+)')
    return _TAG.sub(lambda tag: f"<{tag[1]}{tag[2]}{''.join(kept.findall(tag[3]))}>", markup).encode()


def wrapped(markup: str) -> bytes:
    """Five boxes around the page, and one around every list and table."""
    inner = re.sub(r"<(dl|ul|table)\b", r"<div class='x'><\1", markup)
    inner = re.sub(r"</(dl|ul|table)>", r"</\1></div>", inner)
    return re.sub(r"(<body[^>]*>)(.*)(</body>)", rf"\1{'<div>' * 5}\2{'</div>' * 5}\3", inner, flags=re.S).encode()


def shouting(markup: str) -> bytes:
    return _TAG.sub(lambda tag: f"<{tag[1]}{tag[2].upper()}{tag[3]}>", markup).encode()


def with_hard_blanks(markup: str) -> bytes:
    return _texts(markup, lambda text: text if text.isspace() else text.replace(" ", "\u00a0")).encode()


def with_double_blanks(markup: str) -> bytes:
    return _texts(markup, lambda text: text.replace(" ", "  \n ")).encode()


def with_comments(markup: str) -> bytes:
    return re.sub(r"(</(?:p|div|dd|dt|td|li|strong)>)", r"\1<!-- Angebote: keine -->", markup).encode()


def with_entities(markup: str) -> bytes:
    return _texts(markup, lambda text: text.encode("ascii", "xmlcharrefreplace").decode()).encode()


def with_scripts(markup: str) -> bytes:
    return re.sub(r"(<h\d)", r"<script>var Zielgruppe = 'alle';</script>\1", markup).encode()


def in_cp1252(markup: str) -> bytes:
    return markup.replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252", "xmlcharrefreplace")


def cp1252_called_utf8(markup: str) -> bytes:
    return markup.encode("cp1252", "xmlcharrefreplace")


def with_byte_order_mark(markup: str) -> bytes:
    return b"\xef\xbb\xbf" + markup.encode()


def as_php_template(markup: str) -> bytes:
    return re.sub(r"(<body[^>]*>)", r"\1<?php echo 1; ?>", markup).encode()


def with_linked_labels(markup: str) -> bytes:
    """Every strong, b and th has its text inside a span."""
    return re.sub(r"(<(strong|b|th|dt)\b[^>]*>)([^<]+)(</\2>)", r"\1<span>\3</span>\4", markup).encode()


def with_empty_elements(markup: str) -> bytes:
    return re.sub(r"(</(?:p|div|table|dl|ul|h\d)>)", r"\1<div class='clear'></div><p>&nbsp;</p>", markup).encode()


ALL: tuple[Disguise, ...] = (
    minified,
    indented,
    without_attributes,
    wrapped,
    shouting,
    with_hard_blanks,
    with_double_blanks,
    with_comments,
    with_entities,
    with_scripts,
    in_cp1252,
    cp1252_called_utf8,
    with_byte_order_mark,
    as_php_template,
    with_linked_labels,
    with_empty_elements,
)
