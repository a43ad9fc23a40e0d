"""Addresses of web sites as a contact block prints them, with and without a scheme."""

import re

from jsiq_scrape.parse.folding import clean

_LABEL = re.compile(
    r"(?:internet|www|web|website|webseite|homepage|url|link)(?:-?(?:adresse|seite))?\s?:\s?(?!//)", re.IGNORECASE
)
_HOST = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}"
_REST = r"(?::\d{2,5})?(?:[/?#][^\s<>\"„“”«»]*)?"
_MARKED = re.compile(
    rf"(?<![\w@.-])(?:(?P<scheme>https?)://\s?(?P<host>{_HOST})|(?://)?(?P<www>www\.\s?{_HOST}))(?P<rest>{_REST})",
    re.IGNORECASE,
)
# Endings under which a word with a dot is a site; anything else ("e.V", "z.B") needs "www." or a scheme.
_ENDINGS = (
    "de|com|org|net|info|eu|biz|online|jetzt|jugend|schule|social|team|city|berlin|hamburg|koeln|cologne|nrw|ruhr|"
    "bayern|saarland|example"
)
_BARE = re.compile(rf"(?P<host>(?:[a-zäöüß\d](?:[a-zäöüß\d-]*[a-zäöüß\d])?\.)+(?:{_ENDINGS}))(?P<rest>{_REST})")
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def website(text: str) -> str | None:
    """The one site of a text; None when there is none, or two that differ."""
    found = websites(text) if "." in text else []
    return found[0] if len(found) == 1 else None


def websites(text: str) -> list[str]:
    """Each site of a text once; without a scheme on the page it is http. A domain alone must be the whole text."""
    text = clean(text)
    if label := _LABEL.match(text):
        text = text[label.end() :]
    found = dict.fromkeys(
        _url(match["scheme"] or "http", match["host"] or match["www"], match["rest"])
        for match in _MARKED.finditer(text)
    )
    if not found and (bare := _BARE.fullmatch(text.rstrip(".,;"))):
        return [_url("http", bare["host"], bare["rest"])]
    return list(found)


def _url(scheme: str, host: str, rest: str) -> str:
    return f"{scheme.lower()}://{host.replace(' ', '').lower()}{_without_closing_marks(rest)}"


def _without_closing_marks(rest: str) -> str:
    """A path without the full stop, comma or bracket that belongs to the sentence around it."""
    while rest and (rest[-1] in ".,;:!?'*" or (rest[-1] in _CLOSERS and _CLOSERS[rest[-1]] not in rest)):
        rest = rest[:-1]
    return rest
