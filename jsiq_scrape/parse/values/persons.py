"""Names of persons in a contact block, distinguished from institutions, functions, places and sentences.

A name is "Herr" or "Frau" or a title with a name behind it, or two to four capitalised words none of which names an
institution, a function or a place.  Refused, because a reader would have to guess: "Musterfrau, Erika" (two towns look
the same), one word alone, words in capitals only.
"""

import re

from jsiq_scrape.parse.folding import clean, fold
from jsiq_scrape.parse.values.address import postal_line, state_name
from jsiq_scrape.parse.values.person_words import NOT_BEGINNING, NOT_ENDING, NOT_FIRST, NOT_FIRST_ENDING, NOT_NAMED
from jsiq_scrape.parse.values.streets import looks_like_street

#: The form of address before a name.
HERR_OR_FRAU = r"(?:Herrn?|Frau|Hrn?\.|Fr\.)"
_ADDRESSED = re.compile(rf"{HERR_OR_FRAU}\s+(?!und\b|/)", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:Prof\.|Professor(?:in)?|PD|Dr\.(?:\s?-?\s?(?:Ing|phil|med|jur|rer|nat|pol|h|c|paed|theol|soc|disc|habil)\.)*|Mag\.|"
    r"Dipl\.?(?:-\S+|[^\W\d_a-zäöüß]\S*)?(?:\s(?:\w+\.(?:-\w+\.)*|\w*(?:pädagog|arbeiter|wirt|psycholog|soziolog)\w*))?)\s+"
)
_DEGREE_BEHIND = re.compile(r"[,\s]+(?:M\.\s?A\.|B\.\s?A\.|MBA|LL\.\s?M\.|M\.\s?Sc\.|B\.\s?Sc\.)(?=$|[\s,])")
_CONTACT_DATA = re.compile(
    r"[\s,;:(|-]*(?:(?<!\w)(?:Tel|Telefon\w*|Fon|Fax|Telefax|Mobil|Handy|E-?Mail|Mail|Raum|Zimmer)\b|[+\d@]|"
    r"https?:|www\.).*",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W_]+")
_LABEL = re.compile(r"(?P<label>[^:]{3,60}):\s*(?=\S)")
_REMARK = re.compile(r"\s*\([^()]*\)?|\s+[-–—|]\s+.*")
_BETWEEN = re.compile(r"\s*(?:;|&|\bund\b|\bsowie\b|\bbzw\.|(?<=\w)\s*/\s*(?=\w))\s*")

_SMALL = frozenset("von van vom zu zur zum de del della der den ter ten".split())
_NAME_WORD = re.compile(
    r"(?:[^\W\d_a-zäöüß][^\W\d_]+(?:['’-][^\W\d_]+)*|[^\W\d_a-zäöüß]\.(?:-?[^\W\d_a-zäöüß]\.)?|[DO]['’][^\W\d_]+)"
)
_INITIAL = re.compile(r"[^\W\d_a-zäöüß]\.?")
_NOBODY = ("n.n.", "nn", "n.", "herr", "herrn", "hr.", "frau", "fr.")
_MOST_WORDS = 4
_LONGEST = 60  # characters of one name with its titles
_LONGEST_LINE = 250  # a longer line is prose

_FUNCTION = re.compile(
    r"[\w-]*(?:leiter|leiterin|leitung|koordinator|koordinatorin|koordination|pädagoge|pädagogin|arbeiter|arbeiterin|"
    r"referent|referentin|berater|beraterin|beauftragte|beauftragter|bearbeiter|bearbeiterin|bearbeitung|manager|managerin|"
    r"partner|partnerin|partnerinnen|person|personen|mitarbeiter|mitarbeiterin|kontakt|name|geschäftsführer|"
    r"geschäftsführerin|geschäftsführung|management|vertretung)",
)
_BEFORE_NAME = re.compile(rf"(?:herrn?|frau)$|{_FUNCTION.pattern}$")


def person_name(text: str) -> str | None:
    """The one person that a line names, without Herr or Frau, with titles; None for nobody and for several."""
    names = person_names(text)
    return names[0] if len(names) == 1 else None


def person_names(text: str) -> list[str]:
    """The persons that a text names, line by line; functions and remarks beside a name are left out."""
    lines = text.splitlines()
    return list(dict.fromkeys(name for line in lines if len(line) <= _LONGEST_LINE for name in _line(line)))


def without_titles(name: str) -> str:
    """A name without Herr or Frau, titles and degrees."""
    name = _DEGREE_BEHIND.sub("", name.strip())
    while opening := _ADDRESSED.match(name) or _TITLE.match(name):
        name = name[opening.end() :]
    return name


def _line(line: str) -> tuple[str, ...]:
    line = _after_label(clean(line))
    first_word = fold(line.partition(" ")[0].rstrip(","))
    if _is_no_name(first_word, first=True) and not _BEFORE_NAME.match(first_word):
        return ()  # nearly every line that is none
    if state_name(line) or looks_like_street(line) or postal_line(line):
        return ()
    line = _CONTACT_DATA.sub("", line, count=1)
    line = _DEGREE_BEHIND.sub("", line)
    first, *others = (segment.strip() for segment in _REMARK.sub(" ", line).split(","))
    names = _persons(first)
    if not names:
        return ()
    more = [(segment, _persons(segment)) for segment in others if segment]
    only_persons = all(found for _, found in more)
    for segment, found in more:
        # "A, B und C": persons only; else what follows a name without "Frau" or "Herr" is what the person does.
        if only_persons or _ADDRESSED.match(segment):
            names += found
    return tuple(names)


def _after_label(line: str) -> str:
    label = _LABEL.match(line)
    if label is None:
        return line
    known = any(map(_FUNCTION.fullmatch, _LETTERS.findall(fold(label["label"]))))
    return line[label.end() :] if known else ""


def _persons(segment: str) -> list[str]:
    """The names in a text without commas; none when one of its parts is neither a name nor plainly something else."""
    names: list[str] = []
    for part in _BETWEEN.split(segment):
        name = _name(part.strip())
        if name is not None:
            names.append(name)
        elif not names or not any(_is_no_name(fold(word), first=index == 0) for index, word in enumerate(part.split())):
            return []
    return names


def _name(part: str) -> str | None:
    if not part or len(part) > _LONGEST:
        return None
    part = _without_function(part)
    addressed = _ADDRESSED.match(part)
    if addressed:
        part = part[addressed.end() :]
    start = 0
    while title := _TITLE.match(part, start):
        start = title.end()
    words = part[start:].split()
    if not words or words[-1].lower() in _SMALL or len([word for word in words if word not in _SMALL]) > _MOST_WORDS:
        return None
    surely = bool(addressed or start)
    capitals = [word for word in words if word.lower() not in _SMALL]
    if surely:
        named = all(_after_title(word) for word in capitals)
    else:
        named = all(_unaddressed(word, first=index == 0) for index, word in enumerate(capitals))
    if not named:
        return None
    full = [word for word in capitals if not _INITIAL.fullmatch(word)]
    if not surely and (len(capitals) < 2 or not full):
        return None
    if not full and not (addressed and len(capitals) == 1):
        return None
    return " ".join([part[:start].strip(), *words]).strip() if start else " ".join(words)


def _without_function(part: str) -> str:
    """ "Sozialpädagogin Erika Musterfrau": the function in front of a name is no part of it."""
    first, _, rest = part.partition(" ")
    return rest if rest and _FUNCTION.fullmatch(fold(first)) else part


def _after_title(word: str) -> bool:
    """Behind "Frau", "Herr" or a title even "Burg" or "Schule" is a name, but no function and no "N.N."."""
    if _INITIAL.fullmatch(word):
        return True
    folded = fold(word)
    return bool(_NAME_WORD.fullmatch(word)) and folded not in _NOBODY and not _FUNCTION.fullmatch(folded)


def _unaddressed(word: str, *, first: bool) -> bool:
    if _INITIAL.fullmatch(word):
        return True
    return bool(_NAME_WORD.fullmatch(word)) and not word.isupper() and not _is_no_name(fold(word), first=first)


def _is_no_name(folded: str, *, first: bool) -> bool:
    """Whether a word is part of an institution's, place's or function's name rather than of a person's."""
    if folded in NOT_NAMED or _ends(folded, NOT_ENDING):
        return True
    if first and folded in NOT_FIRST:
        return True
    return _ends(folded, NOT_FIRST_ENDING) and (first or folded.startswith(NOT_BEGINNING))


def _ends(folded: str, endings: tuple[str, ...]) -> bool:
    return folded.endswith(endings) and folded not in endings
