"""How an edition writes its source: session, dates, order of attributes, class names; nothing a reader may notice."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from jsiq_scrape.demo.facts import Edition


@dataclass(frozen=True, slots=True)
class Style:
    """The cosmetics of one edition; every page of the site gets the same."""

    edition: Edition
    session: str
    stamp: str
    iso_stamp: str
    last_modified: str
    build: str  # the sign of a deployment, as build tools add it to files and class names
    gap: str  # stands between two blocks of the source

    def tag(self, name: str, /, **attributes: str) -> Markup:
        """An opening tag; the second edition writes its attributes the other way round.

        Python's own words end in an underscore (`class_`), a hyphen is an underscore (`data_id`).
        """
        pairs = [(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items()]
        if self.edition == 2:
            pairs = [(key, f"{value} {value}--{self.build}" if key == "class" else value) for key, value in pairs[::-1]]
        written = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in pairs)
        return Markup("<{}{}>").format(name, written)

    def link(self, words: str, **attributes: str) -> Markup:
        """A link with these words."""
        return Markup("{}{}</a>").format(self.tag("a", **attributes), words)

    def spaced(self, page: str) -> str:
        """A page with the edition's gap between the blocks of its source."""
        return self.gap.join(page.splitlines())


def minified(page: str, style: Style) -> str:
    """A page without white space between its blocks, as the build of the first edition left it."""
    return re.sub(r"\s*\n\s*", "", page) if style.edition == 1 else page


STYLES: dict[Edition, Style] = {
    1: Style(1, "4b1f0c9e7a52d386", "12.04.2018", "2018-04-12", "Thu, 12 Apr 2018 04:10:00 GMT", "a91c", "\n"),
    2: Style(2, "e07d5538c1a94bf2", "19.04.2018", "2018-04-19", "Thu, 19 Apr 2018 04:10:00 GMT", "f27e", "\n\n\t\t"),
}
