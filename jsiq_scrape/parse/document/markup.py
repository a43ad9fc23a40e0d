"""Whether a text is HTML: pages are kept as plain text too, and a "<" in prose makes none of them HTML."""

import re

from jsiq_scrape.parse.document.markdown import has_headings, is_markdown

# How nearly every page begins, looked for first because it is found at once.
_BEGINNING = re.compile(r"\s*<!doctype\s+html\b[^<>]*>", re.I)
# What makes a text HTML: a tag that stands alone, one at the start of a line, or one that is closed again.
_CERTAIN_MARKUP = re.compile(r"<!doctype\s+html|<(?:html|head|body|br|hr|input|img|meta)\b[^<>]*>", re.I)
_LINE_OF_MARKUP = re.compile(r"^[^\S\n]*<(?:p|li|dt|dd|td|tr|div|table|h[1-6])(?:\s[^<>]*)?>", re.I | re.M)
_OPENED = re.compile(
    r"<(address|article|aside|b|blockquote|center|dd|details|div|dl|dt|em|fieldset|figure|footer|form|h[1-6]|header|i|"
    r"legend|li|main|nav|ol|p|pre|section|span|strong|summary|table|tbody|td|th|tr|ul|a|font|script|style|title|label|"
    r"button|form|code|small|sup|sub)(?:\s[^<>]*)?>",
    re.I,
)
_CLOSED = re.compile(r"</(\w+)\s*>")
_ELEMENTS = re.compile(r"<(?:p|script|style)[\s>]", re.I)  # of a page or a part of one, not of Markdown
_HTML = ("text/html", "application/xhtml+xml")
_BEGINS = re.compile(r"[\x00-\x20\ufeff]*<")
_WHOLE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b[^<>]*>", re.I)


def is_markup(text: str, content_type: str | None) -> bool:
    """Whether text is HTML; a `<` alone does not make it so."""
    kind = content_type.split(";")[0].strip().lower() if content_type else ""
    if kind == "text/plain":
        return False
    if "<" not in text:
        return False
    if _BEGINNING.match(text):
        return True
    if not (_LINE_OF_MARKUP.search(text) or _CERTAIN_MARKUP.search(text) or _closes_a_tag(text)):
        return False
    if kind in _HTML or _WHOLE.search(text):
        return True
    few = not _ELEMENTS.search(text) and 3 * len(_LINE_OF_MARKUP.findall(text)) < text.count("\n")
    if (few or has_headings(text)) and is_markdown(text):
        return False  # Markdown that holds elements
    if _BEGINS.match(text):
        return True
    # A word in bold, a diagram or a line broken in a table does not make HTML of a text in lines.
    lines = [line for line in text.splitlines() if line.strip()]
    return sum("<" in line for line in lines) * 3 >= len(lines)


def _closes_a_tag(text: str) -> bool:
    last_closed = {match[1].lower(): match.start() for match in _CLOSED.finditer(text)}
    return any(match.end() <= last_closed.get(match[1].lower(), -1) for match in _OPENED.finditer(text))
