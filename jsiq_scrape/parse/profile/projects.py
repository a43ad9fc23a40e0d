"""Which labels make a project, and what its title is."""

from collections import defaultdict

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.labels.extents import Field, Span
from jsiq_scrape.parse.labels.slots import Shape, Slot
from jsiq_scrape.parse.profile.drafts import ProjectDraft
from jsiq_scrape.parse.profile.ledger import Ledger, Role
from jsiq_scrape.parse.profile.outline import Outline, title_of

_LONGEST_TITLE = 200  # characters; a longer line before a project is prose
_Shown = tuple[int, str]


def gather(outline: Outline, ledger: Ledger) -> tuple[list[ProjectDraft], list[Field]]:
    """The projects of a page in order, and the unknown labels that belong to no project."""
    return _Gathering(outline, ledger).run()


class _Gathering:
    def __init__(self, outline: Outline, ledger: Ledger) -> None:
        self.document: Document = outline.document
        self.fields = outline.fields
        self.barred = outline.barred
        self.ledger = ledger
        self.drafts: list[ProjectDraft] = []
        self.loose: list[Field] = []
        self.records: dict[int, ProjectDraft] = {}  # the rows or columns of tables of projects
        self.current: ProjectDraft | None = None
        self.in_projects = False
        self.subtitles = _subtitles(self.document)
        for line in outline.heads:
            ledger.take(line, Role.LABEL)
        self.covered = {
            line
            for found in self.fields
            for line in (
                *range(found.slot.line, self.document.line_of[found.slot.last] + 1),
                *(line for line, _ in found.lines(self.document) if _name(found) != "projects"),
            )
        }

    def run(self) -> tuple[list[ProjectDraft], list[Field]]:
        title: list[_Shown] = []  # a label without a value that turned out to be the title of what follows
        for number, found in enumerate(self.fields):
            scope = found.slot.term.scope if found.slot.term is not None else None
            if found.slot.area or scope == "section":
                self.current = None
                self.in_projects = _name(found) == "projects"
            elif found.slot.record:
                self._take_cell(found)
            elif scope == "project":
                self.in_projects = True
                self._place(number, found, title)
            elif scope is None and self._is_title(number, found):
                title = [(found.slot.line, title_of(self.document, found.slot.line))]
                continue
            elif scope is None:
                if title or self._begins(number):
                    self._open(title or self._title(number))
                (self.current.extras if self.current is not None else self.loose).append(found)
            elif scope == "contact" and self.current is not None and self.in_projects:
                self.current.extras.append(found)
            title = []
        return self._without_repeated_rows(), self.loose

    def _without_repeated_rows(self) -> list[ProjectDraft]:
        """The projects; what a row of a table says of one that has a heading of its own too is added to that."""
        rows = set(self.records.values())
        headed: defaultdict[str, list[ProjectDraft]] = defaultdict(list)
        for draft in self.drafts:
            if draft not in rows and draft.title:
                headed["\n".join(text for _, text in draft.title)].append(draft)
        kept = []
        for draft in self.drafts:
            found = draft.get("title") if draft in rows else None
            title = "\n".join(text for _, text in found.lines(self.document)) if found is not None else ""
            if title in headed:
                agreements = [self._agreement(draft, project) for project in headed[title]]
                self._add_row(draft, headed[title][agreements.index(max(agreements))])
            else:
                kept.append(draft)
        return kept

    def _add_row(self, row: ProjectDraft, project: ProjectDraft) -> None:
        for found in row.fields:
            other = project.get(_name(found))
            if _name(found) == "title" or (other is not None and self._text(other) == self._text(found)):
                self.ledger.take_field(found)
            else:
                project.add(found, _name(found))  # where there are two, the second is reported
        project.extras += row.extras

    def _agreement(self, row: ProjectDraft, project: ProjectDraft) -> int:
        """How many fields say the same."""
        pairs = ((found, project.get(_name(found))) for found in row.fields)
        return sum(other is not None and self._text(other) == self._text(found) for found, other in pairs)

    def _text(self, found: Field) -> str:
        return " ".join(text for _, text in found.lines(self.document))

    # --- one label ---------------------------------------------------------------------------------------------
    def _place(self, number: int, found: Field, title: list[_Shown]) -> None:
        name = _name(found)
        repeated = self.current is None or self.current.get(name) is not None
        free = self._free(number)
        headed = any(map(self.document.level, free))
        if title or self.current is None or headed:
            self._open(title or self._title(number) or self._steal(number))
        elif name == "title":
            if self.current.fields:
                self._open([])
        elif free and (repeated or name == "institutions" or name == self._first_name() or self._alike_title(free[-1])):
            self._open(self._title(number))
        elif repeated or (name == "institutions" and self.current.fields):
            stolen = self._steal(number)
            if stolen or (repeated and self._restarts(name, found.slot)):
                self._open(stolen)
        assert self.current is not None
        self.current.add(found, name)

    def _take_cell(self, found: Field) -> None:
        """A cell of a table whose rows or columns are projects."""
        self.in_projects = True
        if found.slot.record not in self.records:
            self._open([])
            assert self.current is not None
            self.records[found.slot.record] = self.current
        self.current = self.records[found.slot.record]
        if found.slot.term is not None and found.slot.term.scope == "project":
            self.current.add(found, found.slot.term.name)
        else:
            self.current.extras.append(found)

    def _open(self, title: list[_Shown]) -> None:
        for line, _ in title:
            self.ledger.take(line, Role.HEADING)
        self.current = ProjectDraft(title=title)
        self.drafts.append(self.current)

    def _first_name(self) -> str | None:
        """What the first project of the page begins with."""
        first = self.drafts[0].fields if self.drafts else []
        return _name(first[0]) if first else None

    def _restarts(self, name: str, slot: Slot) -> bool:
        """Whether a repeated label begins another project rather than saying the same thing twice."""
        assert self.current is not None
        names = self.current.names
        return len(names) > 1 and (names[0] == name or self._in_next_box(slot))

    def _in_next_box(self, slot: Slot) -> bool:
        """Whether the project so far fills an element, and the label stands in another one of the same kind."""
        assert self.current is not None
        document, first, last = self.document, self.current.fields[0].slot, self.current.fields[-1].slot
        box = document.owners[first.first]
        while box > 0 and document.stops[box] <= last.first:
            box = document.parents[box]
        if box <= 0 or document.stops[box] > slot.first:
            return False
        other = document.owners[slot.first]
        while other > 0 and document.parents[other] != document.parents[box]:
            other = document.parents[other]
        return (
            other > 0
            and document.tags[other] == document.tags[box]
            and document.classes(other) == document.classes(box)
        )

    # --- titles ------------------------------------------------------------------------------------------------
    def _is_title(self, number: int, found: Field) -> bool:
        """Whether an unknown label without a value is the title of the project that begins right behind it."""
        following = self.fields[number + 1] if number + 1 < len(self.fields) else None
        if following is None or following.slot.term is None or following.slot.term.scope != "project":
            return False
        name = _name(following)
        lines = found.lines(self.document)
        if lines:
            # "Projekt 2: Wegweiser" right above the first label of a project, and no other title there
            whole = found.slot.leads and lines[-1][0] == found.slot.line and following.slot.line > found.slot.line
            if not (whole and found.slot.shape is Shape.COLON and self._begins_project(name, found.slot)):
                return False
            if self._free(number + 1) or self._free(number):
                return False
        elif found.slot.colon and len(found.slot.label.split()) < 2:
            return False
        return (
            self.current is None
            or name == "institutions"
            or self.current.get(name) is not None
            or name == self._first_name()
        )

    def _begins_project(self, name: str, title: Slot) -> bool:
        """Whether a label begins a project so surely that what stands above it with a colon is its title."""
        if self.current is None:
            return name == "institutions" or title.label[-1:].isdigit()
        known = name in ("institutions", self._first_name()) or all(draft.title for draft in self.drafts)
        return known and self.current.get(name) is not None

    def _begins(self, number: int) -> bool:
        """Whether an unknown label is the first of a project: a title before it, a known label of a project behind."""
        following = next((each for each in self.fields[number + 1 :] if each.slot.term is not None), None)
        if following is None or following.slot.term is None or following.slot.term.scope != "project":
            return False
        free = self._free(number)
        if any(map(self.document.level, free)):
            return True
        if self.current is None:
            return bool(free) and self.in_projects
        return bool(free) and (_name(following) == "institutions" or self.current.get(_name(following)) is not None)

    def _free(self, number: int) -> list[int]:
        """The lines right above a label that nothing claims."""
        if number and self.fields[number - 1].slot.line == self.fields[number].slot.line:
            return []
        line = self.fields[number].slot.line - 1
        free: list[int] = []
        while line >= 0 and line not in self.covered:
            passed = line in self.barred or line in self.document.skipped
            passed = passed or self.document.boilerplate(self.document.boxes[line])
            if not passed and self.document.visible(line):
                free.append(line)
            line -= 1
        return free[::-1]

    def _title(self, number: int) -> list[_Shown]:
        """The block before the first label of a project: its heading, else what stands last."""
        document, free = self.document, self._free(number)
        headings = [line for line in free if document.level(line)]
        if headings:
            titles = [line for line in headings if line not in self.subtitles]
            for line in headings if titles else ():
                if self.subtitles.get(line):
                    self.ledger.take(line, Role.HEADING)
            headings = titles or headings
            block = [headings[-1]]
            while block[0] - 1 in headings and block[0] in document.soft:
                block.insert(0, block[0] - 1)
            return [(line, title_of(self.document, line)) for line in block]
        if not free:
            return []
        text = title_of(self.document, free[-1])
        return [(free[-1], text)] if len(text) <= _LONGEST_TITLE else []

    def _alike_title(self, line: int) -> bool:
        """Whether a line is written as the title of the first project is; in a text all lines are written alike."""
        first = self.drafts[0].title if self.drafts and self.document.html else []
        if not first:
            return False
        return self._written(line) == self._written(first[0][0])

    def _written(self, line: int) -> tuple[object, ...]:
        document = self.document
        box, first = document.boxes[line], document.first_nodes[line]
        return document.tags[box], document.classes(box), document.emphasised(first), line in document.soft

    def _steal(self, number: int) -> list[_Shown]:
        """The last line of a text that only this label ended: where nothing marks titles, one stands there."""
        headed = all(draft.title and self.document.level(draft.title[0][0]) for draft in self.drafts)
        if not number or (self.drafts and headed):
            return []
        before = self.fields[number - 1]
        term = before.slot.term
        if term is not None and term.scope == "section" and term.name not in ("areas", "projects"):
            return []
        lines = before.lines(self.document)
        if len(lines) < 2 and not (lines and before.slot.alone):
            return []
        line, text = lines[-1]
        if len(lines) == 1 and line <= before.slot.line + 1:
            return []
        if len(text) > _LONGEST_TITLE or text.endswith((".", ",", ";", ":")) or text[:1].islower():
            return []
        first = self.document.first_nodes[line]
        inside = before.span.stop > first and self._inside_value(before, line)
        if inside:
            return []
        before.span = Span(before.span.first, before.span.start, first, 0)
        self.covered.discard(line)
        return [(line, title_of(self.document, line))]

    def _inside_value(self, before: Field, line: int) -> bool:
        """Whether a line stands with others of a value in an element that does not hold the label."""
        document = self.document
        element, first = document.boxes[line], document.first_nodes[line]
        if document.tags[element] == "td":
            if document.indents and self.drafts and self.drafts[0].title:
                return False  # no more than the place of its lines makes a table of a text
            while element > 0 and document.tags[element] != "table":
                element = document.parents[element]
            return document.starts[element] < first  # else a table that holds nothing but titles
        if document.tags[element] in ("dd", "li", "ul", "ol"):
            return document.starts[element] > before.slot.last
        return before.slot.last < document.starts[element] < first


def _subtitles(document: Document) -> dict[int, bool]:
    """Headings that are no titles of projects, and whether they say the same several times: "Projektdaten".

    They are captions of tables, and headings that say the same right below another one.
    """
    headings = document.headings()
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for line in headings:
        lines[document.text_of(line)].append(line)
    found = {line: False for line in headings if document.tags[document.boxes[line]] == "caption"}
    for own in lines.values():
        if len(own) > 1 and all(headings.get(line - 1, headings[line]) < headings[line] for line in own):
            found.update(dict.fromkeys(own, True))
    return found


def _name(found: Field) -> str:
    return found.slot.term.name if found.slot.term is not None else ""
