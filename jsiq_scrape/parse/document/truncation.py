"""Whether an HTML page ends before its end: an answer that broke off shows that nothing of the rest is gone."""

import re
from collections import Counter

_CLOSED = re.compile(r"</(?:html|body)\b", re.I)
_OPENED = re.compile(r"<(?:html|body)\b", re.I)
# Comments, and elements whose end has to be written (HTML, 13.1.2.4): a page without </body> may leave out others.
_PIECE = re.compile(
    r"<!--|<(/?)(div|section|main|article|header|footer|nav|aside|address|figure|table|dl|ul|ol|form|fieldset|"
    r"blockquote|h[1-6]|a|b|em|i|span|strong|small|script|style|textarea|title|template|noscript)\b[^<>]*>",
    re.I,
)
_UNREAD = ("script", "style", "textarea", "title")  # what stands in them is no markup


def cut_off(text: str) -> str | None:
    """What shows that a document broke off, None for a whole one and for a piece of one.

    Many pages are well without </body> and </html>; one that ends without them inside an element broke off.
    """
    if text.rfind("</html>") >= 0 or text.rfind("</body>") >= 0 or _CLOSED.search(text) or not _OPENED.search(text):
        return None
    last = text[text.rfind("<") :]
    if ">" not in last and last[1:2].isalpha():
        return "the page ends inside a tag"
    left = _left_open(text)
    return f"the page ends before {left}, </body> and </html>" if left else None


def _left_open(text: str) -> str | None:
    opened: Counter[str] = Counter()
    small = text.lower()
    if len(small) != len(text):
        small = text  # a letter such as İ is two in small
    position = 0
    while (match := _PIECE.search(text, position)) is not None:
        position = match.end()
        name = (match[2] or "").lower()
        until = "-->" if not name else f"</{name}" if name in _UNREAD and not match[1] else None
        if until is not None:
            position = small.find(until, position)
            if position < 0:
                return until
        elif not match[1]:
            opened[name] += not match[0].endswith("/>")
        elif opened[name]:
            opened[name] -= 1
    return next((f"</{name}>" for name, count in opened.items() if count), None)
