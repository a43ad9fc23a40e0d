"""Whom the lines of a page mention beside its contacts: suppressed persons in prose, in captions, in lists."""

import re
from collections.abc import Iterable

from jsiq_scrape.load.suppressions import Known, Suppressions
from jsiq_scrape.parse.mails import emails
from jsiq_scrape.parse.persons import person_names
from jsiq_scrape.parse.phones import phones

_NAME = r"[^\W\d_a-zäöüß][\w'’-]+"
#: "Frau Dr. Erika Musterfrau" in a sentence.
_ADDRESSED = re.compile(
    rf"\b(?:Frau|Herrn?|Hr\.|Fr\.)\s{{1,3}}((?:(?:Prof|Dr|Dipl\.-\w{{1,30}})\.\s?){{0,3}}{_NAME}(?:\s{_NAME}){{1,3}})"
)
#: "Musterfrau, Erika" alone in its line, or before what else is said of her.
_TURNED = re.compile(rf"^\s*({_NAME},\s{_NAME})(?:[\s,;:(]|$)")


def mentioned(lines: Iterable[str], suppressions: Suppressions) -> dict[Known, set[str]]:
    """The names, mail addresses and numbers in these lines that are suppressed, as the lines have them."""
    found: dict[Known, set[str]] = {"name": set(), "email": set(), "phone": set()}
    for line in lines:
        for kind, values in _candidates(line, suppressions):
            found[kind].update(value for value in values if suppressions.has(kind, value))
    return found


def _candidates(line: str, suppressions: Suppressions) -> Iterable[tuple[Known, Iterable[str]]]:
    if suppressions.asks("name"):
        yield "name", person_names(line)
        yield "name", _parts(_ADDRESSED.findall(line))
        yield "name", (", ".join(reversed(name.split(", "))).replace(",", "") for name in _TURNED.findall(line))
    if suppressions.asks("email"):
        yield "email", emails(line)
    if suppressions.asks("phone"):
        yield "phone", (phone.e164 for phone in phones(line))


def _parts(names: Iterable[str]) -> Iterable[str]:
    """Each name, and each without its last word: what follows a name may begin with a capital too."""
    for name in names:
        words = name.split()
        yield from (" ".join(words[:number]) for number in range(2, len(words) + 1))
