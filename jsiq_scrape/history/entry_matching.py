"""Which entry of an earlier page is which entry of a later one; what is undecided is never merged.

Entries are matched by equal content, then by equal name, then by likeness.  Likeness runs from 0 to 1 and has to reach
the threshold of its kind and to beat every rival by MARGIN.  The figures were fitted on one half of the cases in
tests/history/matching_cases.py; what they do on the other half stands in tests/history/test_thresholds.py.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from jsiq_scrape.parse.folding import fold
from jsiq_scrape.readings.comparable import Part, same, unquoted
from jsiq_scrape.records import FieldKind, Project, names_of

Entity = Literal["contact", "funding_area", "project"]

THRESHOLDS: dict[Entity, float] = {"project": 0.71, "contact": 0.6, "funding_area": 0.5}
MARGIN = 0.05
#: How much of a project's likeness its title makes; the rest is institutions, period, texts and building blocks.
TITLE_SHARE = 0.15
#: Weights of what a project says beside its title; below this sum of weights there is too little to compare.
PROJECT_WEIGHTS = {"target_group": 2, "services": 4, "institutions": 1, "period": 1, "blocks": 1}
ENOUGH = 2
CONTACT_WEIGHTS = {"email": 4, "mobile": 3, "phone": 2, "fax": 1, "website": 1}
#: Two names of persons that are this alike are one name in two spellings.
SAME_NAME = 0.7

_NAMES: dict[Entity, str] = {"project": "title", "contact": "name", "funding_area": "name"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Entry `old` of the earlier and entry `new` of the later page are one; `score` is None where names decided."""

    old: int
    new: int
    score: float | None = None


@dataclass(slots=True)
class Matches:
    """Every entry of both pages, once: in a pair, or left over."""

    pairs: list[Pair] = field(default_factory=list)
    ties: list[Pair] = field(default_factory=list)  # alike enough, with a rival: not merged
    old: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)

    def take(self, pair: Pair) -> None:
        self.pairs.append(pair)
        self.old.discard(pair.old)
        self.new.discard(pair.new)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a person decided about the projects of one profile, by folded title."""

    same: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()

    def of(self, one: str | None, other: str | None) -> bool | None:
        """True: one project; False: two; None: nothing decided."""
        titles = {one, other} - {None}
        if any(titles <= group for group in self.apart) and len(titles) == 2:
            return False
        return True if any(titles <= group for group in self.same) and titles else None


NOTHING_DECIDED = Overrides()


def match(entity: Entity, old: Sequence[Part], new: Sequence[Part], overrides: Overrides = NOTHING_DECIDED) -> Matches:
    """Match the entries of two states of one profile."""
    matches = Matches(old=set(range(len(old))), new=set(range(len(new))))
    _by_key(matches, old, new, lambda part: part.printed, repeated=True)
    _by_key(matches, old, new, lambda part: part.print, repeated=True)
    _by_override(entity, matches, old, new, overrides)
    _by_key(matches, old, new, lambda part: name_of(entity, part), repeated=False)
    _by_likeness(entity, matches, old, new, overrides)
    return matches


def name_of(entity: Entity, part: Part) -> str | None:
    """The folded title or name of an entry."""
    name = part.value(_NAMES[entity])
    return folded_name(name) if isinstance(name, str) and name else None


def folded_name(name: str) -> str:
    """The form in which two titles or names are one."""
    return unquoted(fold(name))


def likeness(entity: Entity, old: Part, new: Part) -> float:
    """How alike two entries are, from 0 to 1."""
    return _LIKENESS[entity](old, new)


def words_alike(one: str, other: str) -> float:
    """Share of words that two texts have in common (Dice, each word as often as it stands there)."""
    return _dice(_WORD.findall(one.casefold()), _WORD.findall(other.casefold()))


def names_alike(one: str, other: str) -> float:
    """Share of letter triples that two names have in common."""
    return _dice(_triples(fold(one)), _triples(fold(other)))


def _by_key(
    matches: Matches, old: Sequence[Part], new: Sequence[Part], key: Callable[[Part], Hashable], *, repeated: bool
) -> None:
    """Pair what has the same key; where several have it, only if they are all the same (`repeated`)."""
    ours, theirs = _grouped(matches.old, old, key), _grouped(matches.new, new, key)
    for name in ours.keys() & theirs.keys():
        if repeated or len(ours[name]) == len(theirs[name]) == 1:
            for pair in zip(ours[name], theirs[name], strict=False):
                matches.take(Pair(*pair))


def _grouped(
    indexes: Iterable[int], parts: Sequence[Part], key: Callable[[Part], Hashable]
) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = {}
    for index in sorted(indexes):
        name = key(parts[index])
        if name is not None:
            groups.setdefault(name, []).append(index)
    return groups


def _by_override(
    entity: Entity, matches: Matches, old: Sequence[Part], new: Sequence[Part], overrides: Overrides
) -> None:
    if entity != "project" or not overrides.same:
        return
    for before in sorted(matches.old):
        found = [
            after
            for after in sorted(matches.new)
            if overrides.of(name_of(entity, old[before]), name_of(entity, new[after]))
        ]
        if len(found) == 1:
            matches.take(Pair(before, found[0]))


def _by_likeness(
    entity: Entity, matches: Matches, old: Sequence[Part], new: Sequence[Part], overrides: Overrides
) -> None:
    """Best pairs first; a pair with a rival that is nearly as good is a tie and stays two entries."""
    threshold = THRESHOLDS[entity]
    scored = []
    for before in matches.old:
        for after in matches.new:
            if overrides.of(name_of(entity, old[before]), name_of(entity, new[after])) is False:
                continue
            score = round(likeness(entity, old[before], new[after]), 4)
            if entity == "contact" and _only_nameless(matches, old, new, before, after):
                score = max(score, threshold)
            if score >= threshold:
                scored.append(Pair(before, after, score))
    scored.sort(key=lambda pair: (-(pair.score or 0), pair.old, pair.new))
    undecided: list[Pair] = []
    for pair in scored:
        if pair.old not in matches.old or pair.new not in matches.new:
            continue
        rivals = [
            other
            for other in scored
            if other is not pair
            and (other.old == pair.old or other.new == pair.new)
            and other.old in matches.old
            and other.new in matches.new
            and (other.score or 0) > (pair.score or 0) - MARGIN
        ]
        if rivals:
            undecided.append(pair)
        else:
            matches.take(pair)
    matches.ties = [pair for pair in undecided if pair.old in matches.old and pair.new in matches.new]


def _only_nameless(matches: Matches, old: Sequence[Part], new: Sequence[Part], before: int, after: int) -> bool:
    """The office's own contact, for which no person is named, is one however its numbers change."""
    nameless_old = [index for index in matches.old if name_of("contact", old[index]) is None]
    nameless_new = [index for index in matches.new if name_of("contact", new[index]) is None]
    return nameless_old == [before] and nameless_new == [after]


def _project_likeness(old: Part, new: Part) -> float:
    scores: dict[str, float] = {}
    for text in ("target_group", "services"):
        if old.forms[text] or new.forms[text]:
            scores[text] = words_alike(str(old.forms[text] or ""), str(new.forms[text] or ""))
    ours, theirs = old.forms["institutions"], new.forms["institutions"]
    if isinstance(ours, tuple) and isinstance(theirs, tuple) and (ours or theirs):
        scores["institutions"] = _dice(ours, theirs)
    for name, columns in (("period", ("period_start", "period_end")), ("blocks", names_of(Project, FieldKind.YES_NO))):
        stated = [column for column in columns if old.forms[column] is not None or new.forms[column] is not None]
        if stated:
            scores[name] = sum(old.forms[column] == new.forms[column] for column in stated) / len(stated)
    weight = sum(PROJECT_WEIGHTS[name] for name in scores)
    if weight < ENOUGH:
        return 0.0
    rest = sum(PROJECT_WEIGHTS[name] * score for name, score in scores.items()) / weight
    titles = (old.value("title"), new.value("title"))
    if not all(isinstance(title, str) and title for title in titles):
        return rest if titles[0] == titles[1] else (1 - TITLE_SHARE) * rest
    return (1 - TITLE_SHARE) * rest + TITLE_SHARE * names_alike(str(titles[0]), str(titles[1]))


def _contact_likeness(old: Part, new: Part) -> float:
    """Shared ways to reach the person; a name that is nearly the same decides alone."""
    stated = [way for way in CONTACT_WEIGHTS if old.forms[way] is not None or new.forms[way] is not None]
    equal = {way for way in stated if same(old.forms[way], new.forms[way])}
    weight = sum(CONTACT_WEIGHTS[way] for way in stated)
    shared = sum(CONTACT_WEIGHTS[way] for way in equal) / weight if weight else 0.0
    if not equal & {"email", "phone", "mobile"}:
        shared = 0.0
    names = (old.value("name"), new.value("name"))
    if all(isinstance(name, str) and name for name in names):
        alike = names_alike(str(names[0]), str(names[1]))
        return max(shared, alike if alike >= SAME_NAME else 0.0)
    return shared


def _area_likeness(old: Part, new: Part) -> float:
    scores: list[tuple[int, float]] = []
    for column, weight in (("description", 3), ("name", 2)):
        ours, theirs = old.forms[column], new.forms[column]
        if ours or theirs:
            alike = words_alike if column == "description" else names_alike
            scores.append((weight, alike(str(ours or ""), str(theirs or ""))))
    if old.forms["number"] is not None or new.forms["number"] is not None:
        scores.append((2, float(old.forms["number"] == new.forms["number"])))
    weight = sum(weight for weight, _ in scores)
    return sum(weight * score for weight, score in scores) / weight if weight else 0.0


_LIKENESS: dict[Entity, Callable[[Part, Part], float]] = {
    "project": _project_likeness,
    "contact": _contact_likeness,
    "funding_area": _area_likeness,
}


def _dice(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    if not one and not other:
        return 0.0
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))


def _triples(name: str) -> list[str]:
    padded = f"  {name} "
    return [padded[index : index + 3] for index in range(len(padded) - 2)]
