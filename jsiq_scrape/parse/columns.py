"""Tables whose first row names the columns, and whose other rows are one record each: projects, persons, offices."""

from dataclasses import dataclass, field
from itertools import pairwise

from jsiq_scrape.parse.likeness import class_tokens
from jsiq_scrape.parse.marks import CELLS, Mark, tag_chain
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.spans import Field, Span
from jsiq_scrape.parse.values import period, yes_no
from jsiq_scrape.parse.vocabulary import Term

_FEWEST = 2  # rows; one row below its labels is one record, which `rows` reads
_WIDEST = 20  # columns of a table for people
_OF_PROJECT = Term("title", "project")
_OF_PERSON = Term("name", "contact")
_OWNERS = ("municipality", "office")
_TELLING_PROJECTS = frozenset(("title", "institutions", "case_management", "counselling", "outreach"))
_NAMES, _WAYS = frozenset(("name", "persons")), frozenset(("phone", "fax", "mobile", "email"))

_Heads = list[Mark | None]  # by column; None for an empty cell


@dataclass(slots=True)
class Columns:
    """What the tables of records on a page say."""

    fields: list[Field] = field(default_factory=list)  # one for each filled cell below a label
    places: list[tuple[int, int]] = field(default_factory=list)  # of each field: where its table begins, its number
    lines: list[int] = field(default_factory=list)  # of the rows of labels
    inside: list[range] = field(default_factory=list)  # the atoms of these tables: what stands there is no label
    others: list[range] = field(default_factory=list)  # those of tables of something else, which are parts of a value


def read_columns(page: Page, marks: list[Mark]) -> Columns:
    """The records of all such tables; of a list of offices nothing, since each row is of another profile."""
    found = Columns()
    by_row: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.own >= 0 and page.tags[mark.own] in CELLS:
            by_row.setdefault(page.parents[mark.own], []).append(mark)
    known = {mark.own for mark in marks if mark.term is not None}
    record = 0
    tried: set[int] = set()
    for row, labels in by_row.items():
        if any(labels[0].atom in inside for inside in found.inside[-1:] + found.others[-1:]):
            continue
        cells = list(page.children(row))
        heads = _heads(page, cells, labels)
        rows = _records(page, row, cells, heads, known) if heads is not None else []
        if (heads is None or not rows) and _table(page, row) not in tried:
            tried.add(_table(page, row))
            cells, heads, rows = _turned(page, row, by_row, known)
        if heads is None or len(rows) < (_FEWEST if _of_projects(heads) or not _of_persons(heads) else 1):
            continue
        table = range(page.starts[min(cells)], page.stops[rows[-1][-1]])
        of_projects = _of_projects(heads)
        offices = _is_list_of_offices(page, heads, rows)
        if not offices and not of_projects and not _of_persons(heads):
            found.others.append(table)
            continue
        found.inside.append(table)
        if offices:
            continue
        found.lines += sorted({page.line_of[atom] for cell in cells for atom in page.atoms_in(cell)})
        for row_cells in rows:
            record += of_projects
            for column, (head, cell) in enumerate(zip(heads, row_cells, strict=True)):
                term = _meaning(heads, column, of_projects=of_projects)
                if page.atoms_in(cell) and (head is not None or term is not None):
                    found.fields.append(_field(page, head, term, cell, record if of_projects else 0))
                    found.places.append((table.start, len(found.places)))
    return found


def _names(heads: _Heads) -> set[str]:
    return {head.term.name for head in heads if head is not None and head.term is not None}


def _of_projects(heads: _Heads) -> bool:
    return bool(_names(heads) & _TELLING_PROJECTS)


def _of_persons(heads: _Heads) -> bool:
    return bool(_names(heads) & _NAMES and _names(heads) & _WAYS)


def _heads(page: Page, cells: list[int], labels: list[Mark]) -> _Heads | None:
    """The labels of the columns, None where a row does not name any."""
    if not 1 < len(cells) <= _WIDEST or any(page.tags[cell] not in CELLS or _spans(page, cell) for cell in cells):
        return None
    at = {mark.own: mark for mark in labels}
    known = [cell in at and at[cell].term is not None for cell in cells]
    filled = [cell for cell in cells if page.atoms_in(cell)]
    all_heads = any(known) and len(filled) > 1 and all(page.tags[cell] == "th" for cell in filled)
    if not all_heads and not any(one and other for one, other in pairwise(known)):
        return None
    return [at.get(cell) or _unknown(page, cell) for cell in cells]


def _unknown(page: Page, cell: int) -> Mark | None:
    inside = page.atoms_in(cell)
    if not inside:
        return None
    line = page.line_of[inside.start]
    return Mark(None, page.join(inside).rstrip(": "), inside.start, 0, inside.stop - 1, 0, line, False, own=cell)


def _spans(page: Page, cell: int) -> bool:
    return any((page.attribute(cell, name) or "1") != "1" for name in ("colspan", "rowspan"))


def _records(page: Page, row: int, cells: list[int], heads: _Heads, known: set[int]) -> list[list[int]]:
    """The cells of the rows below that have one for each column and are marked up otherwise than the labels."""
    table = _table(page, row)
    shapes = {_shape(page, cell) for cell in cells if page.atoms_in(cell)}
    all_known = all(head is not None and head.term is not None for head in heads)
    found: list[list[int]] = []
    element = page.nexts[row]
    while element < page.nexts[table]:
        if page.tags[element] in ("tbody", "tfoot"):
            element += 1
            continue
        below = list(page.children(element)) if page.tags[element] == "tr" else []
        filled = [cell for cell in below if page.atoms_in(cell)]
        alike = all(_shape(page, cell) in shapes for cell in filled)
        if len(below) != len(cells) or not filled or known & set(below) or (alike and not all_known):
            break
        if any(page.tags[cell] not in CELLS or _spans(page, cell) for cell in below):
            break
        found.append(below)
        element = page.nexts[element]
    return found


def _turned(
    page: Page, row: int, by_row: dict[int, list[Mark]], known: set[int]
) -> tuple[list[int], _Heads, list[list[int]]]:
    """The labels in the first cells of a table whose columns are projects, and the cells of each column.

    What shows that the columns are projects is a first row of titles: one in each, under an empty corner or beside the
    label of titles.
    """
    nothing: tuple[list[int], _Heads, list[list[int]]] = ([], [], [])
    table = _table(page, row)
    parts = [each for each in page.children(table) if page.tags[each] in ("thead", "tbody", "tfoot")] or [table]
    above = [each for part in parts for each in page.children(part) if page.tags[each] == "tr"]
    cells = [list(page.children(each)) for each in above]
    width = len(cells[0]) if cells else 0
    if not 2 < width <= _WIDEST or len(cells) > _WIDEST or any(len(each) != width for each in cells):
        return nothing
    heads = [
        next((mark for mark in by_row.get(each, ()) if mark.own == own[0]), None) or _unknown(page, own[0])
        for each, own in zip(above, cells, strict=True)
    ]
    values = [cell for own in cells for cell in own[1:]]
    if any(page.tags[cell] not in CELLS or _spans(page, cell) for cell in values) or known & set(values):
        return nothing
    first = heads[0].term.name if heads[0] is not None and heads[0].term is not None else None
    titles = [page.join(page.atoms_in(cell)) for cell in cells[0][1:]]
    if (heads[0] is not None and first != "title") or len(set(titles)) < len(titles) or "" in titles:
        return nothing
    if first is None and not any(_all_fit(page, head, own[1:]) for head, own in zip(heads, cells, strict=True)):
        return nothing  # "Angabe" and "Bemerkung" are no titles
    return [own[0] for own in cells], heads, [list(column) for column in zip(*(own[1:] for own in cells), strict=True)]


def _table(page: Page, row: int) -> int:
    table = row
    while table > 0 and page.tags[table] != "table":
        table = page.parents[table]
    return table


def _all_fit(page: Page, head: Mark | None, cells: list[int]) -> bool:
    """Whether a label asks for a period or for yes or no, and each of its filled cells, two at least, says one."""
    if head is None or head.term is None or not (head.term.yes_no or head.term.name == "period"):
        return False
    texts = [page.join(page.atoms_in(cell)) for cell in cells if page.atoms_in(cell)]
    if len(texts) < _FEWEST:
        return False
    return all((yes_no(text) is not None) if head.term.yes_no else period(text).understood for text in texts)


def _shape(page: Page, cell: int) -> tuple[tuple[str, ...], frozenset[str]]:
    leaf = page.holders[page.starts[cell]]
    return tag_chain(page, cell, leaf), class_tokens(page, cell, leaf)


def _is_list_of_offices(page: Page, heads: _Heads, rows: list[list[int]]) -> bool:
    """Whether the rows belong to several offices: by their names, or where columns are of nothing else."""
    scopes = {head.term.scope for head in heads if head is not None and head.term is not None}
    names = _names(heads)
    for column, head in enumerate(heads):
        if head is not None and head.term is not None and head.term.name in _OWNERS:
            owners = {page.join(page.atoms_in(row[column])) for row in rows if page.atoms_in(row[column])}
            if len(owners) > 1:
                return True
    return "project" not in scopes and bool(names & {"areas", "contact", "projects", "municipality", "office"})


def _meaning(heads: _Heads, column: int, *, of_projects: bool) -> Term | None:
    """What the cells of a column are: of persons a column of persons holds the names, of projects one of names the
    titles, and so does a first column without label.
    """
    names = [head.term.name if head is not None and head.term is not None else None for head in heads]
    head = heads[column]
    if of_projects and "title" not in names and (names[column] == "name" or (head is None and column == 0)):
        return _OF_PROJECT
    if not of_projects and names[column] == "persons" and "name" not in names:
        return _OF_PERSON
    return head.term if head is not None else None


def _field(page: Page, head: Mark | None, term: Term | None, cell: int, record: int) -> Field:
    inside = page.atoms_in(cell)
    label = head.label if head is not None else ""
    mark = Mark(term, label, inside.start, 0, inside.start, 0, page.line_of[inside.start], False, record=record)
    return Field(mark, Span(inside.start, 0, inside.stop))


def outside(marks: list[Mark], atoms: list[range]) -> list[Mark]:
    """The labels that stand in none of these stretches."""
    return [mark for mark in marks if not any(mark.atom in inside for inside in atoms)] if atoms else marks


def with_records(fields: list[Field], columns: Columns) -> list[Field]:
    """The other labels of a page together with those of its tables of records, in order."""
    if not columns.inside:
        return fields
    kept = [each for each in fields if not any(each.mark.atom in inside for inside in columns.inside)]
    placed = [((each.mark.atom, each.mark.start), each) for each in kept]
    placed += zip(columns.places, columns.fields, strict=True)
    return [each for _, each in sorted(placed, key=lambda pair: pair[0])]
