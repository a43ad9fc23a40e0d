"""Whole pages: a family, an office, a look and what stands around it, all from one seed."""

from dataclasses import dataclass
from random import Random

from corpus import chrome, offices
from corpus.families import Family
from corpus.shown import Look, Shown


@dataclass(frozen=True)
class Page:
    family: str
    seed: int
    shown: Shown
    text: str

    @property
    def body(self) -> bytes:
        return self.text.encode()


def page(family: Family, rng: Random, seed: int = 0, *, projects: int | None = None, unknown: int = 30) -> Page:
    shown = offices.make(rng, family.abilities, projects=projects, unknown=unknown)
    look = Look(colon=rng.choice(family.abilities.colons), level=rng.choice((1, 1, 2, 2)))
    text = family.render(shown, look)
    if not family.plain:
        text = chrome.around(shown, text, rng) if rng.random() < 0.7 else chrome.bare(shown, text)
        text = chrome.minify(text) if rng.random() < 0.3 else text
        text = family.outside(text) if family.outside else text
    return Page(family.name, seed, shown, text)


def pages(families: list[Family], each: int, *, unknown: int = 30) -> list[Page]:
    """The examination: the same pages on every machine, `each` of every family with 0 to 5 projects."""
    return [
        page(family, Random(f"{family.name}/{seed}"), seed, projects=seed % 6, unknown=unknown)
        for family in families
        for seed in range(each)
    ]
