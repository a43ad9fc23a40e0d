"""Which labels make a project, and what its title is."""

from collections import defaultdict

from jsiq_scrape.parse.area_lines import is_area
from jsiq_scrape.parse.boxes import in_next_box
from jsiq_scrape.parse.drafts import ProjectDraft
from jsiq_scrape.parse.ledger import Ledger, Role
from jsiq_scrape.parse.marks import Mark, alike_in_tags
from jsiq_scrape.parse.overviews import without_overview
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.spans import Field, Outline, Span, title_of, without_signs
from jsiq_scrape.parse.vocabulary import Vocabulary

_LONGEST_TITLE = 200  # characters; a longer line before a project is prose


def gather(outline: Outline, vocabulary: Vocabulary, ledger: Ledger) -> tuple[list[ProjectDraft], list[Field]]:
    """The projects of a page in order, and the unknown labels that belong to no project."""
    return _Gathering(outline, vocabulary, ledger).run()


class _Gathering:
    def __init__(self, outline: Outline, vocabulary: Vocabulary, ledger: Ledger) -> None:
        self.page: Page = outline.page
        self.fields = outline.fields
        self.vocabulary = vocabulary
        self.ledger = ledger
        self.drafts: list[ProjectDraft] = []
        self.loose: list[Field] = []
        self.current: ProjectDraft | None = None
        self.in_projects = False
        for line in outline.heads:
            ledger.take(line, Role.LABEL)
        self.record = 0
        self.rows: list[ProjectDraft] = []  # projects that are a row of a table
        self.headings: defaultdict[str, list[int]] = defaultdict(list)  # the lines of each heading
        for line in outline.page.headings:
            self.headings[outline.page.text_of(line)].append(line)
        self.next_known = self._next_known()
        self.covered = self._covered()
        # The kinds of markup that sections, not fields, have: an unknown one of these before a project is its title.
        self.section_chains = {
            found.mark.chain for found in self.fields if found.mark.own >= 0 and _scope(found.mark) == "section"
        } - {found.mark.chain for found in self.fields if found.mark.own >= 0 and _scope(found.mark) == "project"}

    def run(self) -> tuple[list[ProjectDraft], list[Field]]:
        pending: Field | None = None
        for number, found in enumerate(self.fields):
            mark = found.mark
            scope = _scope(mark)
            if mark.record:
                self._take_cell(found)
            elif mark.area or scope == "section":
                self.current = None
                self.in_projects = mark.term is not None and mark.term.name == "projects"
            elif scope is None:
                if self._holds_projects(number):
                    self.current = None
                    self.in_projects = True
                    continue
                if self._is_title(number, found):
                    pending = found
                    continue
                if (pending is not None and self.fields[number - 1] is pending) or self._begins(number):
                    title = (
                        [(pending.mark.line, self._title_text(pending))] if pending else self._title(self._free(number))
                    )
                    self._open(ProjectDraft(title=title))
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
        return without_overview(self.drafts, self.rows, self.ledger), self.loose

    def _take_cell(self, found: Field) -> None:
        """A cell of a table whose rows are projects."""
        self.in_projects = True
        if found.mark.record != self.record or self.current is None:
            self.record = found.mark.record
            self._open(ProjectDraft())
            self.rows.append(self.drafts[-1])
        assert self.current is not None
        if found.mark.term is not None and found.mark.term.scope == "project":
            self.current.add(found, found.mark.term.name)
        else:
            self.current.extras.append(found)

    def _next_known(self) -> list[Field | None]:
        """For each label the next known one behind it."""
        following: Field | None = None
        found: list[Field | None] = []
        for each in reversed(self.fields):
            found.append(following)
            if each.mark.term is not None:
                following = each
        return found[::-1]

    def _covered(self) -> set[int]:
        lines = {
            self.page.line_of[atom] for found in self.fields for atom in range(found.mark.atom, found.mark.last + 1)
        }
        for number, found in enumerate(self.fields):
            named = found.mark.term is not None and found.mark.term.name == "projects"
            if not named and not self._holds_projects(number):
                lines.update(line for line, _ in found.lines(self.page))
        return lines

    def _holds_projects(self, number: int) -> bool:
        """Whether an unknown heading stands over the title of a project: "Weitere Projekte"."""
        found, following = self.fields[number], self.next_known[number]
        if found.mark.term is not None or not found.mark.level or following is None:
            return False
        if _scope(following.mark) != "project" or self.fields[number + 1] is not following:
            return False
        return any(self.page.level(line) > found.mark.level for line, _ in found.lines(self.page))

    def _begins(self, number: int) -> bool:
        """Whether an unknown label is the first of a project: a title before it, a known label of a project behind."""
        following = self.next_known[number]
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
        following = self.next_known[number]
        if following is None or _scope(following.mark) != "project":
            return False
        direct = self.fields[number + 1] is following
        if found.mark.colon and not found.span.empty:
            # "Projekt 2: Wegweiser" right above the first label of a project, and no other title there.
            return (
                direct
                and found.mark.own < 0
                and not found.mark.alone
                and self._starts(following)
                and not self._is_missing(following)
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
        """Whether a known label begins another project: the first, an implementer, one the project has already."""
        assert found.mark.term is not None
        name = found.mark.term.name
        return self.current is None or name == "institutions" or self.current.get(name) is not None

    def _is_missing(self, found: Field) -> bool:
        """Whether a label is one that the project lacks, where the first project of the page did not begin with it."""
        if self.current is None or not self.current.fields or found.mark.term is None:
            return False
        first = self.drafts[0].fields[0].mark.term if self.drafts[0].fields else None
        return self.current.get(found.mark.term.name) is None and first is not None and first != found.mark.term

    def _place(self, number: int, found: Field, pending: Field | None) -> None:
        assert found.mark.term is not None
        name = found.mark.term.name
        free = self._free(number)
        headed = any(map(self.page.level, free)) if free else False
        if pending is not None and not headed:
            self._open(ProjectDraft(title=[(pending.mark.line, self._title_text(pending))]))
            self.ledger.take(pending.mark.line, Role.HEADING)
        elif name == "title":
            if self.current is None or self.current.get("title") is not None or self.current.fields:
                self._open(ProjectDraft())
        elif self.current is None:
            self._open(ProjectDraft(title=self._title(free) or self._steal(number)))
        elif headed or (
            free
            and (
                name == "institutions"
                or self.current.get(name) is not None
                or in_next_box(self.page, self.current, found.mark)
            )
        ):
            self._open(ProjectDraft(title=self._title(free)))
        elif self.current.get(name) is not None:
            stolen = self._steal(number)
            if stolen or self._restarts(name, found.mark):
                self._open(ProjectDraft(title=stolen))
        elif name == "institutions" and self.current.fields and (stolen := self._steal(number)):
            self._open(ProjectDraft(title=stolen))
        assert self.current is not None
        self.current.add(found, name)

    def _title_text(self, found: Field) -> str:
        """A title that looks like a label, as a whole."""
        mark = found.mark
        return title_of(self.page, mark.line) if mark.colon and not found.span.empty else without_signs(mark.label)

    def _open(self, draft: ProjectDraft) -> None:
        for line, _ in draft.title:
            self.ledger.take(line, Role.HEADING)
        self.drafts.append(draft)
        self.current = draft

    def _restarts(self, name: str, mark: Mark) -> bool:
        """Whether a repeated label begins another project rather than saying the same thing twice."""
        assert self.current is not None
        names = self.current.names
        if len(names) < 2:
            return False
        if names[0] == name:
            return True
        return in_next_box(self.page, self.current, mark)

    def _free(self, number: int) -> list[int]:
        """The lines right above a label that nothing claims."""
        if number and self.fields[number - 1].mark.line == self.fields[number].mark.line:
            return []
        line = self.fields[number].mark.line - 1
        free: list[int] = []
        while line >= 0 and line not in self.covered:
            if not self._skip(line):
                free.append(line)
            line -= 1
        return free[::-1]

    def _skip(self, line: int) -> bool:
        page = self.page
        atom = page.first_atoms[line]
        return (
            page.furniture[page.holders[atom]] == 1
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
        headings = [line for line in headings if not self._is_caption(line)] or headings
        if headings:
            last = headings[-1]
            block = [last]
            while block[0] - 1 in headings and block[0] in page.soft:
                block.insert(0, block[0] - 1)
            return [(line, title_of(page, line)) for line in block]
        text = title_of(page, free[-1])
        return [(free[-1], text)] if len(text) <= _LONGEST_TITLE else []

    def _is_caption(self, line: int) -> bool:
        """Whether a heading names a table, or is one that stands over every project ("Projektdaten")."""
        page = self.page
        element = page.holders[page.first_atoms[line]]
        while element > 0 and not page.is_block(element):
            element = page.parents[element]
        same = self.headings[page.text_of(line)]
        return page.tags[element] == "caption" or (len(same) > 1 and all(page.level(above - 1) for above in same))

    def _steal(self, number: int) -> list[tuple[int, str]]:
        """The last line of a value that nothing but this label ended: in flat text that is where a title stands."""
        if not number:
            return []
        before = self.fields[number - 1]
        term = before.mark.term
        if term is not None and term.scope == "section" and term.name != "areas":
            return []
        lines = before.lines(self.page)
        if len(lines) < 2:
            return []
        line, text = lines[-1]
        below_rule = before.mark.level > 0 and not self.page.html
        if below_rule and line not in self.page.after_blank:
            return []
        if not before.open and not alike_in_tags(self.page, before.mark, line):
            return []
        if len(text) > _LONGEST_TITLE or text.endswith((".", ",", ";")):
            return []
        before.span = Span(before.span.first, before.span.start, self.page.first_atoms[line], 0)
        return [(line, text)]


def _scope(mark: Mark) -> str | None:
    return mark.term.scope if mark.term is not None else None
