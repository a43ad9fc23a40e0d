"""Words of the vocabulary that are no labels: a sentence stresses them, or what follows cannot be their value."""

from collections import Counter

from jsiq_scrape.parse.marks import Mark, style_counts
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.period import period
from jsiq_scrape.parse.prose import CONTINUES
from jsiq_scrape.parse.vocabulary import Term

# Labels whose values have a form of their own.
_SHAPED = ("period", "phone", "fax", "mobile", "email", "website")


def without_stressed(page: Page, marks: list[Mark]) -> list[Mark]:
    """The marks without words that stand in an element of their own inside running text, unlike the page's labels."""
    inside = [mark for mark in marks if mark.own >= 0 and not (mark.colon or mark.level or (mark.alone and mark.leads))]
    if not inside:
        return marks
    labels = [mark for mark in marks if style_counts(mark)]
    kinds = Counter(_kind(mark) for mark in labels if mark.colon or mark.leads)
    usual = next((kind for kind, number in kinds.most_common(1) if number > 1), None)
    places = Counter(mark.leads for mark in labels if _kind(mark) == usual)
    in_front = places[True] > 2 * places[False]  # the labels begin their lines
    led = {(mark.line, _kind(mark)) for mark in marks if mark.leads}
    stressed: set[int] = set()
    for mark in inside:
        if mark.leads:
            # A colon may have been forgotten; elements are not.
            unlike = usual is not None and mark.chain != usual[0]
            none = unlike and (_goes_on(page, mark) or _cannot_be(page, mark) or _inside_cell(page, mark, usual))
        else:
            unlike = usual is not None and (in_front if _kind(mark) == usual else (mark.line, _kind(mark)) not in led)
            none = (unlike or _goes_on_before(page, mark)) and not _in_contact(page, mark)
        if none:
            stressed.add(id(mark))
    return [mark for mark in marks if id(mark) not in stressed] if stressed else marks


def _cannot_be(page: Page, mark: Mark) -> bool:
    """Whether a word that begins a line is followed by what is certainly no value of it."""
    term = mark.term
    if term is None:
        return False
    if term.name == "title":
        return _behind(page, mark)[:1].islower()
    return term.scope == "section" or ((term.yes_no or term.name in _SHAPED) and not fits(page, mark, term))


def _in_contact(page: Page, mark: Mark) -> bool:
    """Whether a word is the label of a way to reach somebody, and that stands behind it."""
    return mark.term is not None and mark.term.scope == "contact" and fits(page, mark, mark.term)


def _kind(mark: Mark) -> tuple[tuple[str, ...], bool]:
    """How a label is set off from its value: its elements, and whether it has a colon."""
    return mark.chain, mark.colon


def _inside_cell(page: Page, mark: Mark, usual: tuple[tuple[str, ...], bool] | None) -> bool:
    """Whether a word stands behind other text in a cell or description, where labels have cells of their own."""
    if usual is None or usual[0][:1] not in (("th",), ("dt",)) or not style_counts(mark):
        return False
    element = mark.own
    while element > 0 and page.tags[element] not in ("td", "dd"):
        element = page.parents[element]
    return element > 0 and page.starts[element] < mark.atom


def _goes_on_before(page: Page, mark: Mark) -> bool:
    """Whether the text in front of a word needs more to be a sentence: "in der", "und", an opening bracket."""
    before = page.texts[mark.atom - 1].rstrip()
    return before.endswith(("(", "„")) or before.rpartition(" ")[2].lower() in CONTINUES


def _goes_on(page: Page, mark: Mark) -> bool:
    """Whether the text behind a word goes on with its sentence: "Angebote der Jugendhilfe"."""
    return _behind(page, mark).partition(" ")[0] in CONTINUES


def _behind(page: Page, mark: Mark) -> str:
    """The text behind a word, up to the next element's."""
    following = page.texts[mark.last + 1] if mark.last + 1 < len(page.texts) else ""
    return page.texts[mark.last][mark.end :].strip() or following


def fits(page: Page, mark: Mark, term: Term) -> bool:
    """Whether what stands behind a word that only its text makes a label can be the value of that label."""
    rest = _behind(page, mark)
    words = rest.split()
    if term.name == "period":
        return period(rest).understood or (words != [] and words[0] not in CONTINUES and _like_period(rest, words))
    if not words or words[0] in CONTINUES or rest[0] in ",;.)/|":
        return False
    match term.name:
        case "phone" | "fax" | "mobile":
            return sum(character.isdigit() for character in rest) >= 5
        case "email":
            return "@" in rest or "(at)" in rest or "[at]" in rest
        case "website":
            return "." in words[0]
        case "persons":
            return words[0] in ("Herr", "Frau") or (2 <= len(words) <= 5 and all(word[:1].isupper() for word in words))
        case "areas":
            return not words[0][0].isdigit()
    if term.yes_no:
        return words[0].strip(".,;()").lower() in ("ja", "nein") or len(words) <= 2
    return term.scope in ("project", "any")


def _like_period(rest: str, words: list[str]) -> bool:
    return any(character.isdigit() for character in rest) or len(words) <= 3
