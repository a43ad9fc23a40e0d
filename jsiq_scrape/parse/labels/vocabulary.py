"""What pages say: the labels, section titles and phrases of `parsers/office_page.toml`, ready for matching."""

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from string import ascii_letters
from typing import Literal

from jsiq_scrape import toml_files
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.parse.folding import fold
from jsiq_scrape.records import Contact, FieldKind, Profile, Project, Record, fields_of
from jsiq_scrape.toml_files import TomlTable
from jsiq_scrape.workspace import packaged

#: Where a label counts: the four parts of a page, fields of the office, of a contact, of a project.
Scope = Literal["section", "office", "contact", "project", "any"]

_SECTIONS = ("contact", "persons", "areas", "projects")
_RECORDS: dict[type[Record], Scope] = {Profile: "office", Contact: "contact", Project: "project"}
_LONG = frozenset((FieldKind.TEXT, FieldKind.INSTITUTIONS))
_SHORT = frozenset(FieldKind) - _LONG - {FieldKind.NAME, FieldKind.EMAIL, FieldKind.WEBSITE}


@cache
def _groups() -> dict[str, tuple[Scope, FieldKind | None]]:
    """Scope and kind of value of each group of labels; no kind for a group of several kinds, such as "address"."""
    found: dict[str, tuple[Scope, FieldKind | None]] = dict.fromkeys(_SECTIONS, ("section", None))
    for record, scope in _RECORDS.items():
        for meaning in fields_of(record).values():
            for group in meaning.labels or ():
                if group not in _SECTIONS:
                    same = found.setdefault(group, (scope, meaning.kind)) == (scope, meaning.kind)
                    found[group] = (scope, meaning.kind if same else None)
    return found


# Blanks and hyphens divide words differently from page to page; quotes come and go.
_DROPPED = {ord(character): None for character in " -\"'"}


def compact(text: str) -> str:
    """The form in which labels are looked up: folded, without blanks, hyphens and quotes."""
    return fold(text).translate(_DROPPED)


_WORD = re.compile(r"[^\W\d_]+")


def end_of_word(text: str, words: frozenset[str]) -> int:
    """Where the longest of these compact words ends with which a text begins; 0 if it begins with none."""
    longest = max(map(len, words), default=0)
    end = 0
    for match in _WORD.finditer(text):
        form = compact(text[: match.end()])
        if not text[0].isalpha() or len(form) > longest:
            break
        if form in words:
            end = match.end()
    return end


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a label can mean."""

    name: str  # "period", "contact" ...
    scope: Scope
    proof: bool = False  # a page with this label is a profile
    kind: FieldKind | None = None  # of the value

    @property
    def yes_no(self) -> bool:
        return self.kind is FieldKind.YES_NO

    @property
    def short(self) -> bool:
        """True if the value is one line by its kind, so that a second line is something else."""
        return self.kind in _SHORT

    @property
    def long(self) -> bool:
        """True if the value may go on over several lines: prose, a list, a section."""
        return self.scope == "section" or self.kind in _LONG


_NUMBER = re.compile(r"\d")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
_WORDS_OF_DATE = 2  # "12. März 2017, 10:30 Uhr"
_MOST_WORDS = 6  # of a line of boilerplate
_SIGNS = re.compile(r"\W*")
_AREA_NUMBER = re.compile(r"\s*(?:Nr\.?\s*)?(?:\d{1,2}\s*(?:$|[:.)–—-])|[A-H]:)")
_NEVER = re.compile(r"(?!)")
_PLAIN_LETTERS = "\u0250"  # below it folding a text folds each of its letters alone
_MOST_OPENINGS = 20_000
_SIGNS_AND_DIGITS = re.compile(r"^[\W\d_]+")
_FIRST_WORD = re.compile(r"[\W\d_]*([^\W\d_]+)")


class Openings(dict[str, int]):
    """What a text may begin with: LABEL, AREA and BOILERPLATE added, all in any doubt.

    Asked first by three characters and then by the first word: nearly every text of a page begins with none of them,
    and the three characters say so in 50 ns.
    """

    LABEL, AREA, BOILERPLATE = 1, 2, 4
    LENGTH = 3

    def __init__(self, labels: Iterable[str], area_words: Iterable[str] = (), boilerplate: Iterable[str] = ()) -> None:
        super().__init__()
        self.beginnings: dict[str, int] = {}  # of all compact words, with and without the signs before them
        for bit, words in ((self.LABEL, labels), (self.AREA, area_words), (self.BOILERPLATE, boilerplate)):
            for word in words:
                for part in {word, _SIGNS_AND_DIGITS.sub("", word)}:
                    for length in range(len(part) + 1):  # "": a word without letters
                        if length or not part:
                            self.beginnings[part[:length]] = self.beginnings.get(part[:length], 0) | bit
        self._never = {letter for letter in ascii_letters if letter.lower() not in self.beginnings}
        self._all = (self.beginnings and self.LABEL | self.AREA | self.BOILERPLATE) or 0

    def of(self, text: str) -> int:
        """What a text may begin with, by its first word."""
        word = _FIRST_WORD.match(text)
        return self[word[1]] if word is not None else self.beginnings.get("", 0)

    def of_texts(self, texts: Iterable[str]) -> list[int]:
        """What each text may begin with."""
        never, length = self._never, self.LENGTH
        return [0 if text[0] in never else self[text[:length]] and self.of(text) for text in texts]

    def __missing__(self, opening: str) -> int:
        if len(self) >= _MOST_OPENINGS:
            self.clear()
        self[opening] = found = self._of(opening)
        return found

    def _of(self, opening: str) -> int:
        letters = "".join(takewhile(str.isalpha, opening))
        if not letters or max(opening) >= _PLAIN_LETTERS:
            return self._all  # a bullet, quote or number, or a character that may become one with the next
        return self.beginnings.get(compact(letters), 0)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Labels by their compact form, with the phrases that other pages are known by."""

    terms: dict[str, Term]
    area_words: frozenset[str] = frozenset()
    boilerplate: frozenset[str] = frozenset()
    dated: tuple[str, ...] = ()  # how lines of the site begin that go on with a date
    linked: tuple[str, ...] = ()  # how those begin that go on with the address of the page
    teasers: tuple[str, ...] = ()  # how headings over links to other pages begin
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spellings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""
    municipal: re.Pattern[str] = _NEVER  # a text that begins like the name of a municipality with a youth office
    labels: frozenset[str] = frozenset()  # as they are spelled, in small letters
    openings: Openings = field(default_factory=lambda: Openings(()))

    @classmethod
    @lru_cache(maxsize=8)  # many pages are asked for the same labels
    def of(cls, labels: tuple[str, ...]) -> "Vocabulary":
        """A vocabulary of bare labels, for any page of any site."""
        terms = {key: Term(label, "any") for label in labels if (key := compact(label))}
        spelled = frozenset(label.rstrip(" :").casefold() for label in labels)
        return cls(terms, labels=spelled, openings=Openings(terms))

    def is_boilerplate(self, text: str) -> bool:
        """Whether a line belongs to the site and not to the profile: "Zurück", "Stand: 12.03.2017"."""
        if not text or not self.openings.of(text) & Openings.BOILERPLATE:
            return False
        if compact(text) in self.boilerplate or self._is_dated(text) or self._is_linked(text):
            return True
        words = text.split(" ")  # several on one line: "Drucken nach oben"
        heads = (
            at for at in range(1, min(len(words), _MOST_WORDS)) if compact(" ".join(words[:at])) in self.boilerplate
        )
        return any(self.is_boilerplate(" ".join(words[at:])) for at in heads)

    def _is_dated(self, text: str) -> bool:
        """Whether nothing but a date or a number follows: "Stand: 12. März 2017", not "Seite 3 der Broschüre sagt"."""
        number = _NUMBER.search(text)
        if number is None or compact(text[: number.start()]).strip(":(") not in self.dated:
            return False
        rest = text[number.start() :]
        return len(_WORD.findall(rest)) <= _WORDS_OF_DATE and rest.count("(") == rest.count(")")

    def _is_linked(self, text: str) -> bool:
        """Whether nothing but an address follows: "Quelle: www.kreis.example/jugend"."""
        address = _ADDRESS.search(text)
        return address is not None and compact(text[: address.start()]).strip(":(") in self.linked

    def opens_area(self, text: str) -> bool:
        """Whether a line opens a funding area: "FG 1:", "Fördergebiet 2 - Mitte"."""
        text = _SIGNS.sub("", text, count=1)
        if not text or not self.openings.of(text) & Openings.AREA:
            return False
        end = end_of_word(text, self.area_words)
        return end > 0 and _AREA_NUMBER.match(text, end) is not None

    def find(self, text: str) -> Term | None:
        """The term of which text, as a whole, is a label."""
        return self.terms.get(compact(text))


class _Entry(TomlTable):
    labels: tuple[str, ...]
    proof: bool = False
    same_as: str | None = None


class _Words(TomlTable):
    words: tuple[str, ...] = ()


class _Municipalities(TomlTable):
    words: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


class _Lines(TomlTable):
    lines: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    teasers: tuple[str, ...] = ()


class _Judge(TomlTable):
    missing: tuple[str, ...] = ()
    challenge: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    error: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


class _File(TomlTable):
    format: Literal[1]
    sections: dict[str, _Entry]
    fields: dict[str, _Entry]
    areas: _Words = _Words()
    municipalities: _Municipalities = _Municipalities()
    boilerplate: _Lines = _Lines()
    judge: _Judge = _Judge()


def load_vocabulary(path: str | os.PathLike[str] | None = None) -> Vocabulary:
    """The vocabulary of a TOML file, of the packaged one when none is named.

    Raises ConfigurationError, which names the file and the key.
    """
    if path is None:
        return _packaged()
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from error
    return parse(content, str(path))


@cache
def _packaged() -> Vocabulary:
    name = "office_page.toml"
    path = packaged(name)
    if path is None:
        raise ConfigurationError(f"no {name} came with the program: install it anew")
    return load_vocabulary(path)


@lru_cache(maxsize=8)
def parse(content: bytes, name: str) -> Vocabulary:
    """The vocabulary in the content of a file of that name.  Raises ConfigurationError, which names it and the key."""
    data = toml_files.parse_toml(content, name, _File)
    terms: dict[str, Term] = {}
    spellings: dict[str, tuple[str, ...]] = {}
    for group, entries in (("sections", data.sections), ("fields", data.fields)):
        for key, entry in entries.items():
            term = _term(name, group, entry.same_as or key, entry.proof)
            for label in entry.labels:
                form = compact(label)
                if not form:
                    raise ConfigurationError(f"{name}: {group}.{key}.labels: a label without letters: {label!r}")
                earlier = terms.setdefault(form, term)
                if earlier.name != term.name:
                    raise ConfigurationError(f"{name}: {group}.{key}.labels: {label!r} already means {earlier.name}")
            spellings[term.name] = spellings.get(term.name, ()) + entry.labels
    area_words = frozenset(compact(word) for word in data.areas.words)
    boilerplate = frozenset(compact(line) for line in data.boilerplate.lines)
    dated = tuple(compact(beginning) for beginning in data.boilerplate.dated)
    linked = tuple(compact(beginning) for beginning in data.boilerplate.linked)
    return Vocabulary(
        terms,
        area_words,
        boilerplate,
        dated,
        linked,
        tuple(compact(beginning) for beginning in data.boilerplate.teasers),
        {key: tuple(compact(phrase) for phrase in phrases) for key, phrases in data.judge.model_dump().items()},
        spellings,
        hashlib.sha256(content).hexdigest(),
        _municipal(data.municipalities),
        frozenset(label.casefold() for own in spellings.values() for label in own),
        Openings(terms, area_words, boilerplate.union(dated, linked)),
    )


def _municipal(names: _Municipalities) -> re.Pattern[str]:
    """What begins with one of the words, alone or behind a beginning, or ends with a compound of an ending."""
    if not names.words:
        return _NEVER
    beginnings, words, endings = (
        "|".join(map(re.escape, group)) for group in (names.beginnings, names.words, names.endings)
    )
    return re.compile(rf"(?:{beginnings})?(?:{words})\b" + (rf"|.*[a-zß-](?:{endings})$" if endings else ""))


def _term(file: str, group: str, name: str, proof: bool) -> Term:
    known = {one: found for one, found in _groups().items() if (one in _SECTIONS) == (group == "sections")}
    if name not in known:
        raise ConfigurationError(f"{file}: {group}.{name}: no such field; known are {', '.join(sorted(known))}")
    scope, kind = known[name]
    return Term(name, scope, proof, kind)
