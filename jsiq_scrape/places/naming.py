"""Names of places as offices write them, folded so that one place has one spelling."""

import re
import unicodedata
from enum import StrEnum


class Sort(StrEnum):
    """What the words before (or after) a place's name say about it."""

    KREIS = "kreis"  # "Landkreis Kassel"
    FREE_CITY = "free_city"  # "kreisfreie Stadt Kassel": a city that is no part of a Kreis
    TOWN = "town"  # "Stadt Kassel", "Gemeinde Niederzier": either sort of municipality
    UNSAID = "unsaid"  # "Kassel"


#: As `fold` leaves them.
_WORDS = {
    Sort.KREIS: ("landkreis", "kreis", "lkr", "lk", "regionalverband"),
    Sort.FREE_CITY: ("freie und hansestadt", "freie hansestadt", "kreisfreie stadt", "stadtkreis"),
    Sort.TOWN: (
        "hanse und universitaetsstadt", "universitaets und hansestadt", "stadt der fernuniversitaet",
        "grosse kreisstadt", "grosse selbststaendige stadt", "grosse selbstaendige stadt", "documenta stadt",
        "landeshauptstadt", "wissenschaftsstadt", "universitaetsstadt", "barlachstadt", "fontanestadt",
        "klingenstadt", "lutherstadt", "bundesstadt", "hansestadt", "kreisstadt", "bergstadt", "seestadt",
        "gemeinde", "stadt", "markt",
    ),
}  # fmt: skip
#: Longest first: "freie und hansestadt" before "hansestadt".
SORT_WORDS = sorted(((word, sort) for sort, words in _WORDS.items() for word in words), key=lambda one: -len(one[0]))

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# "an der", "a. d.", "am" ... are one thing: the short form, as in the official "Pfaffenhofen a.d.Ilm".
_SHORT_WORDS = (
    (re.compile(r"\b([aiov])(?:n|b|or) (?:der|dem)\b"), r"\1 d"),
    (re.compile(r"\b([ai])[mn]\b"), r"\1"),
    (re.compile(r"\boberpfalz\b"), "opf"),
)
_QUALIFIER = re.compile(r"^(.+?) (?:a|i|o|v|bei|auf|unter) .*$")


def fold(name: str) -> str:
    """The name in lower-case ASCII words: "Kempten (Allgäu)" gives "kempten allgaeu"."""
    plain = unicodedata.normalize("NFKC", name).replace("\u00ad", "").casefold().translate(_UMLAUTS)
    words = " ".join(re.findall(r"[^\W_]+", plain))
    for pattern, short in _SHORT_WORDS:
        words = pattern.sub(short, words)
    return words


def spellings(name: str) -> list[str]:
    """The folded names under which a place of the official lists is looked up."""
    found = [fold(name), shorten(name)]
    found += [divide(spelling)[1] for spelling in tuple(found)]
    return list(dict.fromkeys(found))


def shorten(name: str) -> str:
    """The folded name without what only distinguishes it from its namesakes: "Weiden i.d.OPf." gives "weiden"."""
    words = fold(re.sub(r"\(.*?\)|/.*$", " ", name))
    return _QUALIFIER.sub(r"\1", words)


def divide(folded: str) -> tuple[Sort, str]:
    """What a folded text says the place is, and its bare name: "kassel landkreis" gives (KREIS, "kassel")."""
    sort, name = Sort.UNSAID, folded
    stripped = True
    while stripped:
        stripped = False
        for words, said in SORT_WORDS:
            rest = name.removeprefix(f"{words} ")
            if rest == name:
                # "Kassel, Landkreis", and "Rhein-Sieg-Kreis", whose last word says the same.
                rest = name.removesuffix(f" {words}")
            if rest != name:
                sort = said if sort is Sort.UNSAID else sort
                name, stripped = rest, True
                break
    return sort, name


def forms(text: str) -> list[str]:
    """The folded texts to look up, whole first, then without a department behind or an office before."""
    head = re.split(r"[,;|\u2013\u2014(]|\s-\s", text, maxsplit=1)[0]
    found = [fold(text), fold(head)]
    for folded in tuple(found):
        owner = re.search(r"\b(?:der|des) (.+)$", folded)
        if owner:
            found.append(re.sub(r"^((?:land)?kreis)es\b", r"\1", owner[1]))
    return list(dict.fromkeys(form for form in found if form))
