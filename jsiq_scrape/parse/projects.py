"""Which labels make a project, and what its title is."""

from dataclasses import dataclass, field

from jsiq_scrape.parse.ledger import Ledger, Role
from jsiq_scrape.parse.marks import Mark
from jsiq_scrape.parse.outline import Field, Outline, Span, is_area, pieces
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.values import institutions, period, yes_no
from jsiq_scrape.parse.vocabulary import Vocabulary
from jsiq_scrape.records import Extra, FindingKind, Outcome, Project, Severity

_LONGEST_TITLE = 200  # characters; a longer line before a project is prose


@dataclass(slots=True, eq=False)
class Draft:
    """The labels and the title of one project, before their values are read."""

    title: list[tuple[int, str]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    extras: list[Field] = field(default_factory=list)

    def get(self, name: str) -> Field | None:
        return next((found for found in self.fields if found.mark.term and found.mark.term.name == name), None)


def gather(outline: Outline, vocabulary: Vocabulary, ledger: Ledger) -> tuple[list[Draft], list[Field]]:
    """The projects of a page in order, and the unknown labels that belong to no project."""
    return _Gathering(outline, vocabulary, ledger).run()


class _Gathering:
    def __init__(self, outline: Outline, vocabulary: Vocabulary, ledger: Ledger) -> None:
        self.page: Page = outline.page
        self.fields = outline.fields
        self.vocabulary = vocabulary
        self.ledger = ledger
        self.drafts: list[Draft] = []
        self.loose: list[Field] = []
        self.current: Draft | None = None
        self.in_projects = False
        self.covered = self._covered()
        # The kinds of markup that sections, not fields, have: an unknown one of these before a project is its title.
        self.section_chains = {
            found.mark.chain for found in self.fields if found.mark.own >= 0 and _scope(found.mark) == "section"
        } - {found.mark.chain for found in self.fields if found.mark.own >= 0 and _scope(found.mark) == "project"}

    def run(self) -> tuple[list[Draft], list[Field]]:
        pending: Field | None = None
        for number, found in enumerate(self.fields):
            mark = found.mark
            scope = _scope(mark)
            if mark.area or scope == "section":
                self.current = None
                self.in_projects = mark.term is not None and mark.term.name == "projects"
            elif scope is None:
                if self._is_title(number, found):
                    pending = found
                    continue
                if self._begins(number):
                    title = (
                        [(pending.mark.line, self._title_text(pending))] if pending else self._title(self._free(number))
                    )
                    self._open(Draft(title=title))
                    pending = None
                if self.current is not None:
                    self.current.extras.append(found)
                else:
                    self.loose.append(found)
            elif scope == "project":
                self.in_projects = True
                self._place(number, found, pending)
                pending = None
            elif self.current is not None and scope == "contact" and self.in_projects:
                self.current.extras.append(found)
        return self.drafts, self.loose

    def _next_known(self, number: int) -> Field | None:
        for following in range(number + 1, len(self.fields)):
            if self.fields[following].mark.term is not None:
                return self.fields[following]
        return None

    def _covered(self) -> set[int]:
        lines = {
            self.page.line_of[atom] for found in self.fields for atom in range(found.mark.atom, found.mark.last + 1)
        }
        for found in self.fields:
            if not (found.mark.term is not None and found.mark.term.name == "projects"):
                lines.update(line for line, _ in pieces(self.page, found.span))
        return lines

    def _begins(self, number: int) -> bool:
        """Whether an unknown label is the first of a project: a title stands before it, a known label of a project behind."""
        following = self._next_known(number)
        if following is None or _scope(following.mark) != "project" or self.fields[number].mark.area:
            return False
        free = self._free(number)
        if any(self.page.level(line) for line in free):
            return True
        if self.current is None:
            return bool(free) and self.in_projects
        name = following.mark.term.name if following.mark.term else ""
        return bool(free) and (name == "institutions" or self.current.get(name) is not None)

    def _is_title(self, number: int, found: Field) -> bool:
        """Whether an unknown label is rather the title of the project that begins behind it."""
        following = self._next_known(number)
        if following is None or _scope(following.mark) != "project":
            return False
        direct = self.fields[number + 1] is following
        if found.mark.colon and not found.span.empty:
            # "Projekt 2: Wegweiser" right above the first label of a project, and no other title there.
            return (
                direct
                and found.mark.own < 0
                and self._starts(following)
                and not (self._free(number + 1) or self._free(number))
            )
        section_like = found.mark.chain in self.section_chains
        if not direct and not section_like:
            return False
        if section_like:
            return True
        if not found.span.empty or found.mark.colon:
            return False
        return self._starts(following)

    def _starts(self, found: Field) -> bool:
        """Whether a known label begins another project: the first of all, an implementer, one the project has already."""
        assert found.mark.term is not None
        name = found.mark.term.name
        return self.current is None or name == "institutions" or self.current.get(name) is not None

    def _place(self, number: int, found: Field, pending: Field | None) -> None:
        assert found.mark.term is not None
        name = found.mark.term.name
        free = self._free(number)
        if pending is not None:
            self._open(Draft(title=[(pending.mark.line, self._title_text(pending))]))
            self.ledger.take(pending.mark.line, Role.HEADING)
        elif name == "title":
            if self.current is None or self.current.get("title") is not None or self.current.fields:
                self._open(Draft())
        elif self.current is None:
            self._open(Draft(title=self._title(free) or self._steal(number)))
        elif any(self.page.level(line) for line in free) or (
            (name == "institutions" or self.current.get(name) is not None) and free
        ):
            self._open(Draft(title=self._title(free)))
        elif self.current.get(name) is not None:
            stolen = self._steal(number)
            if stolen or self._restarts(name, found.mark):
                self._open(Draft(title=stolen))
        elif name == "institutions" and self.current.fields and (stolen := self._steal(number)):
            self._open(Draft(title=stolen))
        assert self.current is not None
        self.current.fields.append(found)

    def _title_text(self, found: Field) -> str:
        """A title that looks like a label, as a whole."""
        return self.page.text_of(found.mark.line) if found.mark.colon and not found.span.empty else found.mark.label

    def _open(self, draft: Draft) -> None:
        for line, _ in draft.title:
            self.ledger.take(line, Role.HEADING)
        self.drafts.append(draft)
        self.current = draft

    def _restarts(self, name: str, mark: Mark) -> bool:
        """Whether a repeated label begins another project rather than saying the same thing twice."""
        assert self.current is not None
        names = [found.mark.term.name for found in self.current.fields if found.mark.term]
        if len(set(names)) < 2:
            return False
        if names[0] == name:
            return True
        return self._own_box(mark)

    def _own_box(self, mark: Mark) -> bool:
        """Whether the project so far fills one box, and the label stands in another of the same kind."""
        page = self.page
        assert self.current is not None
        if not page.html:
            return False
        first, last = self.current.fields[0].mark, self.current.fields[-1].mark
        box = page.holders[first.atom]
        while box > 0:
            inside = page.atoms_in(box)
            if mark.atom in inside:
                return False
            if last.atom in inside:
                break
            box = page.parents[box]
        parent, other = page.parents[box], page.holders[mark.atom]
        while other > 0 and page.parents[other] != parent:
            other = page.parents[other]
        return other > 0 and page.tags[other] == page.tags[box] and page.classes(other) == page.classes(box)

    def _free(self, number: int) -> list[int]:
        """The lines right above a label that nothing claims."""
        if number and self.fields[number - 1].mark.line == self.fields[number].mark.line:
            return []
        line = self.fields[number].mark.line - 1
        free: list[int] = []
        while line >= 0 and line not in self.covered:
            if not self._skip(line):
                free.insert(0, line)
            line -= 1
        return free

    def _skip(self, line: int) -> bool:
        page = self.page
        atom = page.first_atoms[line]
        return (
            page.furniture[page.holders[atom]]
            or all(number in page.pictures for number in page.atoms_of(line))
            or self.ledger.roles[line] is Role.FURNITURE
            or is_area(self.vocabulary, page.texts[atom])
        )

    def _title(self, free: list[int]) -> list[tuple[int, str]]:
        """The block before the first label: its heading, else what stands last and together."""
        page = self.page
        if not free:
            return []
        headings = [line for line in free if page.level(line)]
        if headings:
            last = headings[-1]
            block = [last]
            while block[0] - 1 in headings and page.soft[block[0]]:
                block.insert(0, block[0] - 1)
            return [(line, page.text_of(line)) for line in block]
        text = page.text_of(free[-1])
        return [(free[-1], text)] if len(text) <= _LONGEST_TITLE else []

    def _steal(self, number: int) -> list[tuple[int, str]]:
        """The last line of a value that nothing but this label ended: in flat text that is where a title stands."""
        if not number:
            return []
        before = self.fields[number - 1]
        term = before.mark.term
        if not before.open or (term is not None and term.scope == "section" and term.name != "areas"):
            return []
        lines = pieces(self.page, before.span)
        if len(lines) < 2:
            return []
        line, text = lines[-1]
        if len(text) > _LONGEST_TITLE or text.endswith((".", ",", ";")):
            return []
        before.span = Span(before.span.first, before.span.start, self.page.first_atoms[line], 0)
        return [(line, text)]


def _scope(mark: Mark) -> str | None:
    return mark.term.scope if mark.term is not None else None


def read_project(number: int, draft: Draft, ledger: Ledger, proven: frozenset[str]) -> Project:
    """The record of one project, its claims and findings."""
    base = f"projects[{number}]"
    page = ledger.page
    values: dict[str, object] = {}
    title = draft.title
    if title:
        values["title"] = "\n".join(text for _, text in title)
        ledger.claim(f"{base}.title", None, title, Outcome.UNDERSTOOD)
    seen: dict[str, Field] = {}
    for found in draft.fields:
        assert found.mark.term is not None
        name = found.mark.term.name
        earlier = seen.get(name)
        if earlier is not None and not (earlier.span.empty or not pieces(page, earlier.span)):
            text = " ".join(text for _, text in pieces(page, found.span))
            ledger.find(FindingKind.DUPLICATE_LABEL, Severity.WARNING, found.mark.line, f"{found.mark.label}: {text}")
            ledger.take_field(found)
            continue
        seen[name] = found
    for name, found in seen.items():
        ledger.take_field(found)
        _read_field(base, name, found, values, ledger, proven)
    extras = []
    for found in draft.extras:
        extras.append(read_extra(found, ledger))
    return Project.model_validate({**values, "extras": extras})


def _read_field(
    base: str, name: str, found: Field, values: dict[str, object], ledger: Ledger, proven: frozenset[str]
) -> None:
    lines = pieces(ledger.page, found.span)
    text = "\n".join(piece for _, piece in lines)
    line = found.mark.line
    if name == "period":
        result = period(text) if text else None
        outcome = (
            Outcome.EMPTY if result is None else Outcome.UNDERSTOOD if result.understood else Outcome.NOT_UNDERSTOOD
        )
        if result is not None:
            values |= {"period_start": result.start, "period_end": result.end, "period_precision": result.precision}
            if not result.understood or result.problem:
                ledger.find(
                    FindingKind.NOT_UNDERSTOOD,
                    Severity.WARNING,
                    line,
                    f"{found.mark.label}: {text} ({result.problem or 'not a period'})",
                )
        for part, value in (("period_start", "start"), ("period_end", "end")):
            side = getattr(result, value) if result is not None else None
            said = outcome
            if result is not None and result.lost == value:
                said = Outcome.NOT_UNDERSTOOD
            elif outcome is Outcome.NOT_UNDERSTOOD and side is not None:
                said = Outcome.UNDERSTOOD
            ledger.claim(f"{base}.{part}", found, lines, said)
    elif name == "institutions":
        names, unproven = institutions([piece for _, piece in lines], proven)
        values[name] = names
        for part in unproven:
            ledger.find(FindingKind.UNPROVEN_SPLIT, Severity.INFO, line, part)
        ledger.claim(f"{base}.institutions", found, lines, Outcome.UNDERSTOOD if names else Outcome.EMPTY)
    elif found.mark.term is not None and found.mark.term.yes_no:
        values[name] = read_yes_no(f"{base}.{name}", found, lines, ledger)
    else:
        values[name] = text or None
        ledger.claim(f"{base}.{name}", found, lines, Outcome.UNDERSTOOD if text else Outcome.EMPTY)


def read_yes_no(name: str, found: Field, lines: list[tuple[int, str]], ledger: Ledger) -> bool | None:
    text = "\n".join(piece for _, piece in lines)
    if not text:
        ledger.claim(name, found, lines, Outcome.EMPTY)
        return None
    answer = yes_no(text)
    ledger.claim(name, found, lines, Outcome.NOT_UNDERSTOOD if answer is None else Outcome.UNDERSTOOD)
    if answer is None:
        ledger.find(FindingKind.NOT_UNDERSTOOD, Severity.WARNING, found.mark.line, f"{found.mark.label}: {text}")
    return answer


def read_extra(found: Field, ledger: Ledger) -> Extra:
    """An unknown label with its value, reported."""
    ledger.take_field(found)
    text = "\n".join(piece for _, piece in pieces(ledger.page, found.span))
    ledger.find(
        FindingKind.UNKNOWN_LABEL,
        Severity.WARNING,
        found.mark.line,
        f"{found.mark.label}: {text}" if text else found.mark.label,
    )
    return Extra(label=found.mark.label, text=text)
