"""parsers/suppressions.toml: who is left out of every output, as salted hashes that name nobody.

A person is known by name, mail address or telephone number.  Each entry holds one of them, normalised and hashed with
scrypt and the salt of the file.  That keeps the file from being a list of those who asked to be forgotten; it does not
keep anybody who has a list of candidates from trying them (docs/personal-data.md).
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from jsiq_scrape import toml_files
from jsiq_scrape.errors import ConfigurationError, UsageError
from jsiq_scrape.parse.folding import clean, fold
from jsiq_scrape.records import Contact
from jsiq_scrape.toml_files import TomlTable

FILE = "suppressions.toml"
#: 6 ms and 2 MB a value: a build asks some hundreds, whoever guesses needs more.
COST = {"n": 2**11, "r": 8, "p": 1, "dklen": 32}

Known = Literal["name", "email", "phone"]
#: What a person may be known by, in the order in which `suppress` asks.
KINDS: tuple[Known, ...] = get_args(Known)

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Suppressed(TomlTable):
    """One thing by which a person is known."""

    kind: Known
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    added: date
    why: str = ""


class _File(TomlTable):
    salt: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")
    suppressed: tuple[Suppressed, ...] = ()


class Suppressions:
    """All entries of a file; asks whether a value, or a contact, is among them."""

    def __init__(self, salt: str = "", entries: Iterable[Suppressed] = ()) -> None:
        self.salt = salt
        self.entries = tuple(entries)
        self._digests = {(one.kind, one.digest) for one in self.entries}
        self._kinds = {one.kind for one in self.entries}
        self._asked: dict[tuple[Known, str], bool] = {}

    def __bool__(self) -> bool:
        return bool(self.entries)

    @property
    def digest(self) -> str:
        """What decides who is left out, for table `build`: the same whatever the order and the remarks of the file."""
        content = [self.salt, *sorted(f"{one.kind} {one.digest}" for one in self.entries)] if self.entries else []
        return hashlib.sha256("\n".join(content).encode()).hexdigest()

    def asks(self, kind: Known) -> bool:
        """Whether there is an entry of this kind."""
        return kind in self._kinds

    def has(self, kind: Known, value: str) -> bool:
        """Whether this name, mail address or number is an entry."""
        if kind not in self._kinds:
            return False
        normal = normalised(kind, value)
        if normal is None:
            return False
        if (kind, normal) not in self._asked:
            self._asked[kind, normal] = (kind, hashed(self.salt, kind, normal)) in self._digests
        return self._asked[kind, normal]

    def suppresses(self, contact: Contact) -> bool:
        """Whether a contact is, by its name, mail address or one of its numbers, a person who is left out."""
        return any(self.has(kind, value) for kind, value in values_of(contact))


def values_of(contact: Contact) -> list[tuple[Known, str]]:
    """By what a contact may be known."""
    values: list[tuple[Known, str | None]] = [("name", contact.name), ("email", contact.email)]
    values += [("phone", number) for number in contact.numbers]
    return [(kind, value) for kind, value in values if value]


def load_suppressions(path: Path) -> Suppressions:
    """Read the file.  Raises ConfigurationError, which names file and key."""
    read = toml_files.load_toml(path, _File)
    if read.suppressed and read.salt is None:
        raise ConfigurationError(f"{path}: salt: missing, so that no entry can be found again")
    return Suppressions(read.salt or "", read.suppressed)


def normalised(kind: Known, value: str) -> str | None:
    """The one form in which a value is hashed, whatever its spelling; None when it is no such thing.

    A name is its words without titles, in small letters, in any order; a number is E.164.
    """
    if kind == "email":
        from jsiq_scrape.parse.values.mails import emails  # parts of the reader, for those who suppress somebody

        found = emails(value)
        return found[0].casefold() if len(found) == 1 else None
    if kind == "phone":
        from jsiq_scrape.parse.values.phones import phones

        numbers = list(dict.fromkeys(phone.e164 for phone in phones(value)))
        return numbers[0] if len(numbers) == 1 else None
    words = name_words(value)
    return " ".join(sorted(words)) if words else None


def checked(kind: Known, value: str) -> str:
    """The same of what somebody gave.  Raises UsageError when it is no such thing, or no full name."""
    normal = normalised(kind, value)
    if normal is None or (kind == "name" and " " not in normal):
        raise UsageError(f"that is no {_WANTED[kind]}")
    return normal


def name_words(name: str) -> list[str]:
    """The words of a name in small letters, without titles; umlauts as two letters, hyphens as blanks."""
    from jsiq_scrape.parse.values.persons import without_titles

    folded = fold(without_titles(clean(name))).translate(_UMLAUTS)
    words = "".join(sign if sign.isalpha() or sign in "'." else " " for sign in folded).split()
    return [word.strip(".'") for word in words if word.strip(".'")]


def hashed(salt: str, kind: Known, normal: str) -> str:
    """The hash of a normalised value."""
    return hashlib.scrypt(f"{kind}\n{normal}".encode(), salt=bytes.fromhex(salt), **COST).hex()


def add(path: Path, text: str, values: dict[Known, str], added: date, why: str) -> list[str]:
    """Write entries behind those in `text`, the present file; gives the lines that were added, which name nobody.

    Raises UsageError when a value is not what it is said to be, or stands there already.
    """
    known = load_suppressions(path) if path.exists() else Suppressions()
    salt = known.salt or secrets.token_hex(16)
    lines = [] if known.salt else [f'salt = "{salt}"']
    for kind, value in values.items():
        normal = checked(kind, value)
        digest = hashed(salt, kind, normal)
        if any(one.digest == digest for one in known.entries):
            raise UsageError(f"this {_WANTED[kind]} is suppressed already")
        lines += ["", "[[suppressed]]", f'kind = "{kind}"', f'digest = "{digest}"', f"added = {added.isoformat()}"]
        lines += [f"why = {json.dumps(why, ensure_ascii=False)}"] if why else []
    toml_files.append_lines(path, text, lines, load_suppressions)
    return lines


_WANTED: dict[Known, str] = {
    "name": "name of a person: first name and family name",
    "email": "mail address",
    "phone": "telephone number",
}
