"""Tables of which each row, or each column, is a project, and those of which each row is a person."""

from itertools import takewhile

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.labels.slots import Shape, Slot
from jsiq_scrape.parse.labels.vocabulary import Term
from jsiq_scrape.parse.values import period, yes_no
from jsiq_scrape.records import FieldKind

_FEWEST = 2  # labels of projects, and projects, that make a table of them
_TITLE = Term("title", "project", kind=FieldKind.NAME)


def records_of(document: Document, candidates: list[Slot]) -> tuple[list[Slot], list[range], set[int]]:
    """A slot for each cell of such tables, its label that of the column or row; their texts; their heads."""
    found: list[Slot] = []
    inside: list[range] = []
    headings: set[int] = set()
    alone = [slot for slot in candidates if slot.alone or slot.shape is Shape.LINE]
    labels = {document.cell_around(document.boxes[slot.line]): slot for slot in alone}
    terms = ((document.owners[slot.first], slot.term) for slot in candidates)
    sections = [(at, term.name) for at, term in terms if term is not None and term.scope == "section"]
    known = [slot for slot in alone if slot.term is not None and slot.term.scope == "project"]
    beside = {document.nexts[document.boxes[slot.line]] for slot in known}
    for table in [element for element, tag in enumerate(document.tags) if tag == "table"]:
        if _is_in_value(document, table, beside):
            continue
        rows = [row for group in (table, *document.children(table)) for row in document.children(group)]
        rows = [row for row in rows if document.tags[row] == "tr" and document.text_nodes(row)]
        grid = [document.cells(row) for row in rows]
        if (people := _people(grid, labels)) and _is_below(table, sections):
            heads = [(labels[cell].label, labels[cell].term) for cell in grid[0]]
            found += _slots(document, heads, people, None)
            inside.append(document.text_nodes(table))
            headings.update(document.line_of[node] for cell in grid[0] for node in document.text_nodes(cell))
            continue
        for own in (grid, [list(column) for column in zip(*grid, strict=False)] if _is_even(grid) else []):
            lines = [line for line in own if any(map(document.text_nodes, line))]
            cells = _records(document, lines, labels)
            if cells and (own is grid or not _has_remarks(document, lines[0], cells, labels)):
                heads = [_head(document, labels, cell) for cell in lines[0]]
                found += _slots(document, heads, cells, len(found))
                inside.append(document.text_nodes(table))
                headings.update(document.line_of[node] for cell in lines[0] for node in document.text_nodes(cell))
                break
    return found, inside, headings


def _is_in_value(document: Document, element: int, beside: set[int]) -> bool:
    """Whether an element stands in a description or a cell `beside` the label of a project."""
    while element > 0 and not (element in beside and document.tags[element] in ("dd", "td")):
        element = document.parents[element]
    return element > 0


def _is_below(table: int, sections: list[tuple[int, str]]) -> bool:
    """Whether the contact or its persons head the part of the page in which a table stands."""
    return next((name for at, name in reversed(sections) if at < table), "") in ("contact", "persons")


def _people(grid: list[list[int]], labels: dict[int, Slot]) -> list[list[int]]:
    """The rows of a table that has a person in each, below a head that names nothing but what reaches them."""
    terms = [labels[cell].term if cell in labels else None for cell in grid[0]] if grid else []
    if len(terms) < _FEWEST or terms[0] is None or terms[0].name != "name":
        return []
    if any(term is None or term.scope != "contact" for term in terms):
        return []
    below = grid[1:]
    return below if all(len(row) == len(terms) and labels.keys().isdisjoint(row) for row in below) else []


def _is_even(grid: list[list[int]]) -> bool:
    return len({len(row) for row in grid}) == 1


def _records(document: Document, lines: list[list[int]], labels: dict[int, Slot]) -> list[list[int]]:
    """The lines of cells below one that names several fields of projects; none where it does not."""
    if len(lines) <= _FEWEST:
        return []
    terms = {cell: labels[cell].term for cell in lines[0] if cell in labels}
    first = terms.pop(lines[0][0], None)
    titled = _is_distinct(document, lines) and (first is None or first.name == "name")
    known = [term for term in (*terms.values(), None if titled else first) if term is not None]
    names = {term.name for term in known if term.scope == "project"}
    few = len(names) < _FEWEST and not (titled and "institutions" in names)
    if few or any(term.scope in ("office", "contact", "section") for term in known):
        return []
    head = _written(document, lines[0])
    distinct = _is_distinct(document, lines)

    def is_record(line: list[int]) -> bool:
        other_head = distinct and _written(document, line) <= head
        return len(line) == len(lines[0]) and not other_head and not any(cell in labels for cell in line)

    below = list(takewhile(is_record, lines[1:]))
    return below if len(below) >= _FEWEST else []


def _has_remarks(document: Document, head: list[int], columns: list[list[int]], labels: dict[int, Slot]) -> bool:
    """Whether a column holds remarks on another one: nothing, or text where answers and periods belong."""
    for column in columns:
        values = {
            label: document.join(document.text_nodes(cell))
            for label, cell in zip(head, column, strict=True)
            if document.text_nodes(cell)
        }
        terms = [(labels[label].term, text) for label, text in values.items() if label in labels]
        typed = [(term, text) for term, text in terms if term and (term.yes_no or term.kind is FieldKind.PERIOD)]
        if len(values) < _FEWEST or (typed and not any(_is_understood(term, text) for term, text in typed)):
            return True
    return False


def _is_understood(term: Term, text: str) -> bool:
    return yes_no(text) is not None if term.yes_no else period(text).understood


def _is_distinct(document: Document, lines: list[list[int]]) -> bool:
    """Whether the first line is written otherwise than the second."""
    return not _written(document, lines[0]) & _written(document, lines[1])


def _written(document: Document, cells: list[int]) -> set[tuple[str, bool]]:
    """How the texts of cells are written."""
    full = [cell for cell in cells if document.text_nodes(cell)]
    return {(document.tags[cell], document.emphasised(document.starts[cell])) for cell in full}


def _head(document: Document, labels: dict[int, Slot], cell: int) -> tuple[str, Term | None]:
    """What a cell calls its column or row, and what that means."""
    if cell in labels:
        return labels[cell].label, labels[cell].term
    return document.join(document.text_nodes(cell)), None


def _slots(
    document: Document, heads: list[tuple[str, Term | None]], lines: list[list[int]], before: int | None
) -> list[Slot]:
    """The cells as values of the labels over them; projects are numbered from behind `before`, people have none."""
    titled = any(term is not None and term.name == "title" for _, term in heads)
    named = before is not None and not titled and (heads[0][1] is None or heads[0][1].scope == "contact")
    if named:
        heads = [("", _TITLE), *heads[1:]]
    found = []
    for number, line in enumerate(lines, (before or 0) + 1):
        for (label, term), cell in zip(heads, line, strict=True):
            nodes = document.text_nodes(cell)
            if not nodes or not (label or term):
                continue
            at = document.line_of[nodes.start]
            found.append(
                Slot(
                    at,
                    nodes.start,
                    0,
                    nodes.start,
                    0,
                    label,
                    Shape.LINE,
                    False,
                    True,
                    True,
                    -1,
                    term=term,
                    apart=nodes,
                    record=number if before is not None else 0,
                )
            )
    return found
