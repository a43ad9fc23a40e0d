"""The lines of a page joined are its visible text, as the standard library's parser sees it."""

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from corpus.families import FAMILIES, Family
from corpus.foreign import FOREIGN, ForeignPage
from corpus.generate import pages

from jsiq_scrape.parse.document import parse_document

UNSEEN = {"script", "style", "head", "title", "template", "noscript"}


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.texts.append(data)


def _visible(markup: str) -> str:
    parser = _Visible()
    parser.feed(markup)
    parser.close()
    return _squeeze("".join(parser.texts))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text).replace("\u00ad", ""))


def _lines(markup: str) -> str:
    return _squeeze("".join(line.text for line in parse_document(markup.encode()).lines() if line.visible))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_lines_of_an_office_page_are_its_visible_text(family: Family) -> None:
    for page in pages([family], 6):
        assert _lines(page.text) == (_squeeze(page.text) if family.plain else _visible(page.text))


@pytest.mark.parametrize("page", FOREIGN, ids=lambda page: page.name)
def test_the_lines_of_any_page_are_its_visible_text(page: ForeignPage) -> None:
    assert _lines(page.body) == (_visible(page.body) if page.body.startswith("<") else _squeeze(page.body))
