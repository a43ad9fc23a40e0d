"""From the bytes of a page to its document: text nodes, elements and lines as flat arrays."""

from jsiq_scrape.parse.document.charset import decode
from jsiq_scrape.parse.document.document import Document, Line
from jsiq_scrape.parse.document.html import from_html
from jsiq_scrape.parse.document.markdown import from_markdown, is_markdown
from jsiq_scrape.parse.document.markup import is_markup
from jsiq_scrape.parse.document.text import from_text
from jsiq_scrape.parse.document.truncation import cut_off

__all__ = ["Document", "Line", "parse_document"]


def parse_document(body: bytes | str, *, content_type: str | None = None, charset: str | None = None) -> Document:
    """The document of a body, HTML or plain text; never raises on content."""
    decoded = decode(body, content_type, charset)
    html = is_markup(decoded.text, content_type)
    document = Document(html, decoded.charset, decoded.problem)
    if html:
        from_html(decoded.text, document)
        document.truncated = cut_off(decoded.text)
        return document
    text = decoded.text.replace("\r\n", "\n")
    if is_markdown(text):
        from_markdown(text, document)
    else:
        from_text(text, document)
    return document
