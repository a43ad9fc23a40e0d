"""How an edition writes its source: session, dates, order of attributes, class names; nothing a reader may notice."""

import html
from dataclasses import dataclass

from jsiq_scrape.demo.offices import Edition


@dataclass(frozen=True, slots=True)
class Style:
    """The cosmetics of one edition; every page of the site gets the same."""

    edition: Edition

    @property
    def session(self) -> str:
        return {1: "4b1f0c9e7a52d386", 2: "e07d5538c1a94bf2"}[self.edition]

    @property
    def stamp(self) -> str:
        return {1: "12.04.2018", 2: "19.04.2018"}[self.edition]

    @property
    def iso_stamp(self) -> str:
        return {1: "2018-04-12", 2: "2018-04-19"}[self.edition]

    @property
    def build(self) -> str:
        """The sign of a deployment, as build tools add it to files and class names."""
        return {1: "a91c", 2: "f27e"}[self.edition]

    @property
    def gap(self) -> str:
        """What stands between two blocks of the source."""
        return {1: "\n", 2: "\n\n\t\t"}[self.edition]

    def css(self, name: str) -> str:
        return {1: name, 2: f"{name} {name}--{self.build}"}[self.edition]

    def tag(self, name: str, /, **attributes: str) -> str:
        """An opening tag; the second edition writes its attributes the other way round.

        Python's own words end in an underscore (`class_`), a hyphen is an underscore (`data_id`).
        """
        pairs = [(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items()]
        pairs = [(key, self.css(value) if key == "class" else value) for key, value in pairs]
        if self.edition == 2:
            pairs.reverse()
        return f"<{name}" + "".join(f' {key}="{html.escape(value)}"' for key, value in pairs) + ">"

    def link(self, words: str | None, **attributes: str) -> str:
        """A link with these words."""
        return f"{self.tag('a', **attributes)}{text(words)}</a>"


def text(value: str | None) -> str:
    """Text as it may stand between tags."""
    return html.escape(value or "", quote=False)


def blocks(value: str | None) -> list[str]:
    """The blocks of a text, each fit to stand between tags; an empty text has none."""
    return [text(line) for line in value.split("\n")] if value else []


def paragraphs(value: str | None, opening: str = "<p>") -> str:
    """The blocks of a text as paragraphs."""
    return "".join(f"{opening}{block}</p>" for block in blocks(value))
