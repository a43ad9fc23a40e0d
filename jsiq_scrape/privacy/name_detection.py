"""Whom the lines of a page mention beside its contacts: suppressed persons in prose, in captions, in lists."""

import re
from collections.abc import Iterable
from itertools import combinations
from urllib.parse import unquote, urlsplit

from jsiq_scrape.parse.values.mails import emails
from jsiq_scrape.parse.values.persons import HERR_OR_FRAU, person_names
from jsiq_scrape.parse.values.phones import phones
from jsiq_scrape.privacy.suppressions import Known, Suppressions, values_of
from jsiq_scrape.records import Contact

#: Of a name in an address.
_MOST_WORDS = 4
_NAME = r"[^\W\d_a-zäöüß][\w'’-]+"
#: "Frau Dr. Erika Musterfrau" in a sentence.
_ADDRESSED = re.compile(
    rf"\b{HERR_OR_FRAU}\s{{1,3}}((?:(?:Prof|Dr|Dipl\.-\w{{1,30}})\.\s?){{0,3}}{_NAME}(?:\s{_NAME}){{1,3}})"
)
#: "Musterfrau, Erika" alone in its line, or before what else is said of her.
_TURNED = re.compile(rf"^\s*({_NAME},\s{_NAME})(?:[\s,;:(]|$)")


def detect_persons(lines: Iterable[str], suppressions: Suppressions) -> dict[Known, set[str]]:
    """The names, mail addresses and numbers in these lines that are suppressed, as the lines have them."""
    found: dict[Known, set[str]] = {"name": set(), "email": set(), "phone": set()}
    for line in lines:
        for kind, values in _candidates(line, suppressions):
            found[kind].update(value for value in values if suppressions.has(kind, value))
    return found


def known_by(
    suppressed: Iterable[Contact], others: Iterable[Contact], suppressions: Suppressions
) -> dict[Known, set[str]]:
    """The names, mail addresses and numbers of suppressed contacts.

    Whoever shares a mail address or a number with one of them keeps it, unless it is suppressed itself.
    """
    known: dict[Known, set[str]] = {"name": set(), "email": set(), "phone": set()}
    for contact in suppressed:
        for kind, value in values_of(contact):
            known[kind].add(value)
    for contact in others:
        for kind, value in values_of(contact):
            if kind != "name" and not suppressions.has(kind, value):
                known[kind].discard(value)
    return known


def spelled_out(addresses: Iterable[str], suppressions: Suppressions) -> set[str]:
    """The suppressed names that these addresses spell: of a page that was purged nothing else is left to know them by.

    Each hash costs 6 ms, so this is for few addresses.
    """
    if not suppressions.asks("name"):
        return set()
    found: set[str] = set()
    for steps in {tuple(urlsplit(address).path.split("/")) for address in addresses}:
        for step in steps:
            words = [word for word in re.split(r"[\W\d_]+", unquote(step)) if word]
            spans = combinations(range(len(words) + 1), 2)
            names = (" ".join(words[first:end]) for first, end in spans if 2 <= end - first <= _MOST_WORDS)
            found.update(name for name in names if suppressions.has("name", name))
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
