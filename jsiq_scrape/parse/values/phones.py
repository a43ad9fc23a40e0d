"""Phone and fax numbers of a German contact block in E.164; dates, times and postal codes are none.

Only numbers that `phonenumbers` calls valid are taken.  "Possible" would let dates and postal codes through, and the
numbers reserved for films and demo pages (030 23125-..., 0221 4710-..., 0176 040690..) are valid ones.  A number that
is not whole ("02421 22-xxx") or may be one or two ("0221 4719569/70") gives nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from jsiq_scrape.parse.folding import HYPHENS, clean

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

Kind = Literal["phone", "fax", "mobile"]


@dataclass(frozen=True, slots=True)
class Phone:
    e164: str
    kind: Kind | None  # as the text or its label says; where nothing does, mobile when the number is one, else None


@dataclass(frozen=True, slots=True)
class _Number:
    written: str
    parsed: "PhoneNumber"


_DIGITS = re.compile(r"\d\D{0,3}\d")
_PLAIN_HYPHENS = dict.fromkeys(map(ord, HYPHENS), "-")
# What is made of digits and is no phone number.
_NO_PHONE = re.compile(
    r"""(?<!\d)(?:
      \d\d?\.\s?\d\d?\.\s?(?:19|20)\d\d(?!\d)                                # 01.01.2015
    | (?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)                                 # 09/2008
    | [0-2]?\d[.:][0-5]\d\s?(?:(?:-|bis)\s?[0-2]?\d[.:][0-5]\d|uhr\b)        # 08.00 - 16.00
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_TOKEN = re.compile(
    r"""
      (?P<link>\b(?:tel|fax|callto|phone):(?=[+\d]))
    | (?P<words>(?<!\w)(?:(?:tele)?fax|(?:tele)?fon|tel|mobil|handy)(?:-?(?:telefon|funk|fon|nummer|nr))*(?!\w)\.?
        (?:\s?(?:/|und|u\.|\+|&)\s?(?:tele)?fax\w*)?
      | (?<!\w)[TFM](?=\s?[.:]?\s?[(+0]))
    | (?P<run>(?<!\w)(?<!\d[/.-])(?:\+|\(\s?\+|\(?\s?0)[\d\s()/.-]*\d(?!\w)(?!\s?-?\s?(?:[xX]{2,}|[*…_]|\.\.)))
    | (?P<join>\s?(?:[,;/|]|\b(?:oder|und|bzw\.?|u\.)(?!\w))\s?(?P<tail>-?\s?[1-9]\d[\d\s-]*|-\s?\d+)
        (?=\s*(?:$|[,;/|)]|oder\b|und\b|fax|mobil|e-?mail)))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KIND_WORD = re.compile(r"(?:mobil|handy|telefax|fax|telefon|fon|tel)\w*|\b[tfm]\b", re.IGNORECASE)
_SAID_AFTER = re.compile(r"\s?\((?:tele)?(fax|mobil|fon|handy)\w*\.?\)", re.IGNORECASE)
# Where a second number may begin inside a run of digits and marks.
_SECOND = re.compile(r"(?<=\d)(?: ?[/|-] ?| )(?=\(?\+\d|\(?0\d)")
_LONGEST_RUN = 100  # characters, which is five numbers; a longer run of digits is a table
_LONGEST_NUMBER = 15  # digits with the country's (E.164); the library calls German ones of 16 valid
_SHARED_MINIMUM = 4  # digits of a number that leaves its area code to the number before
_POSTAL_CODE = re.compile(r"\d{5}")
_GERMAN = re.compile(r"0[1-9](?:[ /-]?\d){5,}")
_NO_DIGIT = re.compile(r"\D")
_AREA_CODE = re.compile(r"\(?0\d{2,3}\)?")  # alone no number: those of Germany have four digits behind the 0 at least
_EXTENSION = re.compile(r"- ?(\d{1,6})$")


def phones(text: str, label: Kind | None = None) -> list[Phone]:
    """The numbers of the text once each, in its order; `label` is the kind where the text itself says none."""
    if not _DIGITS.search(text):
        return []
    found: dict[Phone, None] = {}
    for line in unquote(text).splitlines() if "%" in text else text.splitlines():
        for phone in _line(_NO_PHONE.sub("¦", clean(line).translate(_PLAIN_HYPHENS)), label):
            found[phone] = None
    return list(found)


def _line(line: str, label: Kind | None) -> Iterator[Phone]:
    said = [label] if label else []
    pending: list[_Number] = []
    position = 0

    def settled(after: tuple[Kind, ...] = ()) -> list[Phone]:
        kinds = list(after) or said
        numbers = [_phone(number, kinds, index, len(pending)) for index, number in enumerate(pending)]
        both = kinds if len(pending) == 1 and len(kinds) > 1 else []
        pending.clear()
        return [replace(numbers[0], kind=kind) for kind in both] or numbers

    while match := _TOKEN.search(line, position):
        adjacent = match.start() == position
        position = match.end()
        if match["words"]:
            yield from settled()
            said = _kinds(match["words"])
        elif match["link"]:
            yield from settled()
            said = ["fax"] if match["link"].lower() == "fax:" else [label] if label else []
        elif match["run"]:
            pending += _numbers(match["run"])
        elif pending and adjacent:
            pending += _sharing(pending[-1], match["tail"], strict=match["join"].lstrip().startswith((",", ";")))
        if pending and (after := _SAID_AFTER.match(line, position)):
            position = after.end()
            last = pending.pop()  # "(Fax)" is said of the number before it alone
            yield from settled()
            pending.append(last)
            yield from settled((_kind(after[1]),))
    yield from settled()


def _kinds(words: str) -> list[Kind]:
    """ "Tel./Fax" says two things about one number."""
    return [_kind(word) for word in _KIND_WORD.findall(words)]


def _kind(word: str) -> Kind:
    word = word.lower()
    if "fax" in word or word == "f":
        return "fax"
    return "mobile" if word.startswith(("m", "handy")) else "phone"


def _phone(number: _Number, kinds: list[Kind], index: int, count: int) -> Phone:
    from phonenumbers import PhoneNumberType, national_significant_number, number_type

    kind: Kind | None = kinds[0] if len(kinds) == 1 else kinds[index] if len(kinds) == count else None
    if kind is None and number_type(number.parsed) == PhoneNumberType.MOBILE:
        kind = "mobile"
    return Phone(f"+{number.parsed.country_code}{national_significant_number(number.parsed)}", kind)


def _parsed(written: str) -> "PhoneNumber | None":
    # 32 ms, for pages with a number only
    from phonenumbers import NumberParseException, PhoneNumber, is_valid_number, national_significant_number, parse

    if _POSTAL_CODE.fullmatch(written.strip()) or _AREA_CODE.fullmatch(written.strip()):
        return None  # asking the library costs 50 us
    if _GERMAN.fullmatch(written):
        # What `parse` makes of it in 50 us.
        digits = _NO_DIGIT.sub("", written)
        number = PhoneNumber(country_code=49, national_number=int(digits[1:]))
        return number if len(digits) <= _LONGEST_NUMBER - 1 and is_valid_number(number) else None
    try:
        number = parse(written.replace("(0)", " "), "DE")
    except NumberParseException:
        return None
    whole = f"{number.country_code}{national_significant_number(number)}"
    return number if is_valid_number(number) and len(whole) <= _LONGEST_NUMBER else None


def _numbers(run: str) -> list[_Number]:
    """The numbers in a run of digits and marks: split first, because the library merges two into one valid number."""
    if len(run) > _LONGEST_RUN:
        return []
    for cut in _SECOND.finditer(run):
        first = _parsed(run[: cut.start()])
        if first and (rest := _numbers(run[cut.end() :])):
            return [_Number(run[: cut.start()], first), *rest]
    parts = run.split("/")
    whole = parts.pop(0)
    if parts and not _parsed(whole):  # the first "/" stands behind the area code
        whole += "/" + parts.pop(0)
    number = _parsed(whole)
    if number is None:
        return []
    numbers = [_Number(whole, number)]
    for part in parts:
        more = _sharing(numbers[-1], part, strict=False)
        if not more:
            return []  # "0221 4719569/70": the end of this number or a second one
        numbers += more
    return numbers


def _sharing(before: _Number, tail: str, *, strict: bool) -> list[_Number]:
    """The number that `tail` makes with what the number before has: its area code, or all but its extension.

    Behind a comma (`strict`) only a tail with a hyphen is one: "..., 52351" is the next part of an address.
    """
    from phonenumbers import length_of_geographical_area_code, national_significant_number

    tail = tail.strip()
    digits = _NO_DIGIT.sub("", tail)
    extension = _EXTENSION.search(before.written)
    if extension and (tail.startswith("-") or (tail.isdigit() and len(digits) == len(extension[1]) and not strict)):
        written = before.written[: extension.start()] + "-" + digits
    elif tail.startswith("-") or len(digits) < _SHARED_MINIMUM or (strict and "-" not in tail):
        return []
    else:
        area = length_of_geographical_area_code(before.parsed)
        if not area:
            return []
        code = national_significant_number(before.parsed)[:area]
        written = f"+{before.parsed.country_code} {code} {tail}"
    number = _parsed(written)
    return [_Number(written, number)] if number else []
