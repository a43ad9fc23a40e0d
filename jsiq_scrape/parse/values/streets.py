"""The line of an address block that names the street, distinguished from rooms, departments, periods and sentences."""

import re

from jsiq_scrape.parse.folding import HYPHENS, clean

# Words that are written small inside the name of a street or town.
_SMALL = (
    "a am an auf b bei beim d dem den der des die du hinter i im in la nach nahe o ob of ot unter v van vom von vor "
    "unterm überm zu zum zur und u"
).split()
SMALL_WORD = "(?:" + "|".join(sorted(_SMALL, key=len, reverse=True)) + r")(?:\.|(?!\w))"
CAPITAL_WORD = r"[^\W\d_a-zäöüß][\w.'’-]*"
_HOUSE = r"\d{1,4}(?:\s?[a-zA-Z]\d{0,2}(?![a-zA-Z\d]))?"
_HOUSES = rf"(?:Nr\.?\s?)?{_HOUSE}(?:\s?(?:[-/+,&]|bis|und)\s?(?:{_HOUSE}|[a-z](?!\w)))*"
_COMPLEMENT_WORD = (
    r"(?:Haus|Raum|Zimmer|Zi\.|Eingang|Gebäude|Geb\.|Hinterhaus|Hof|Aufgang|Block|Etage|"
    r"\d\.\s?(?:Etage|OG|Stock|Obergeschoss)|EG|Erdgeschoss|Ecke)"
)
_COMPLEMENT = rf"(?:\s?[,/|-]?\s?\([^()]{{1,40}}\)|\s?[,/|]\s?{_COMPLEMENT_WORD}.{{0,40}})?"
_WITH_HOUSE = re.compile(
    rf"(?P<name>\D.*?|\d{{1,2}}\.\s?-?[^\W\d_].*?|\D.*?\d{{1,2}}\.\s\D.*?)\s*(?P<houses>{_HOUSES}){_COMPLEMENT}"
)
_NAMED_WORD = rf"(?:{SMALL_WORD}|{CAPITAL_WORD}|\d{{1,2}}\.(?:-[\w.-]+)?)"
_STREET_NAME = re.compile(rf"{_NAMED_WORD}(?: {_NAMED_WORD})*")
# Behind such a word a number is a house number, whatever stands before it.
_STREET_END = re.compile(
    r"(?:str\.?|straße|strasse|straßen|weg|platz|pl\.|allee|gasse|damm|ufer|markt|chaussee|promenade)$", re.IGNORECASE
)
_WITHOUT_HOUSE = re.compile(
    rf"(?:Straße|Strasse|Str\.|Platz|Allee|Weg) (?:der|des|dem|am|im|zum|zur) {_NAMED_WORD}(?: {_NAMED_WORD})*"
    r"|[\w-]*(?:straße|strasse|str\.|platz|gasse|allee|chaussee|markt|promenade)"
    r"|(?:Alter|Neuer|Großer|Kleiner|Am|An der|An den|Auf dem|Auf der|Im|In der|Zum|Zur|Unter den|Vor dem|Hinter dem) "
    rf"{CAPITAL_WORD}(?: {CAPITAL_WORD})?"
)
_POST_BOX = re.compile(r"(?:Postfach|PF|Post-?box)\s?:?\s?\d[\d ]*|Postfach", re.IGNORECASE)
_SQUARE = re.compile(r"[A-U]\s?\d{1,2}\s?,\s?\d{1,3}\s?[a-z]?(?:\s?[-/]\s?\d{1,3}\s?[a-z]?)?")  # Mannheim
# Words before a number that are no street: parts of an administration, rooms, periods, numbers of other things.
_NO_STREET = re.compile(
    r"(?:\w*(?:amt|bereich|abteilung|dezernat|referat|sachgebiet|gebiet|phase|projekt|zimmer|raum|etage|telefon|nummer|team|"
    r"quartier|stärken|standort|träger|kurs|linie|bus|los|antrag|maßnahme|stadtteil|bezirk|handlungsfeld|wohnung|gruppe|klasse|jahr|tage?|uhr|institution|seite|kapitel|teil|modul|baustein)|fachdienst|fd|fb|fg|sgb|abt\.?|"
    r"tel\.?|fax|telefax|mobil|fon|zi\.?|nr\.?|ca\.?|seit|bis|ab|von|januar|februar|märz|april|mai|juni|juli|august|"
    r"september|oktober|november|dezember|stand|alter|ziel|punkt|ebene|version|artikel|§)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_STREET = 80
_MOST_WORDS = 7

_ROOM = re.compile(rf"(?:{_COMPLEMENT_WORD}\s(?:[A-Za-z]|[IVX]{{1,4}}|[\w./-]{{0,5}}\d[\w./-]{{0,5}})(?:,?\s|$))+")


def looks_like_room(text: str) -> bool:
    """Whether a line of an address block says where in a building an office is: "Haus B, Raum 2.14"."""
    return _ROOM.fullmatch(clean(text)) is not None


def looks_like_street(text: str) -> bool:
    """Whether a line of an address block is its street: a name and a house number, a square, a post box."""
    text = clean(text).rstrip(",;")
    if not text or len(text) > _LONGEST_STREET or "@" in text:
        return False
    if _POST_BOX.fullmatch(text) or looks_like_square(text):
        return True
    match = _WITH_HOUSE.fullmatch(text.translate(_PLAIN_HYPHENS))
    if match is None:
        return _WITHOUT_HOUSE.fullmatch(text) is not None
    name = match["name"].strip()
    words = name.split()
    if not _STREET_NAME.fullmatch(name) or len(words) > _MOST_WORDS:
        return False
    if _STREET_END.search(words[-1]) or _STREET_END.fullmatch(words[0]):
        return True
    if any(_NO_STREET.fullmatch(word) for word in (words[0], words[-1])):
        return False
    return not _YEAR.fullmatch(match["houses"])


_PLAIN_HYPHENS = dict.fromkeys(map(ord, HYPHENS), "-")


def looks_like_square(text: str) -> bool:
    """Whether a text is an address in the inner town of Mannheim, which has squares instead of streets: "C 4, 12"."""
    return _SQUARE.fullmatch(text) is not None
