"""Boxes of a page that each hold one project."""

from jsiq_scrape.parse.drafts import ProjectDraft
from jsiq_scrape.parse.marks import Mark
from jsiq_scrape.parse.page import Page


def in_next_box(page: Page, draft: ProjectDraft, mark: Mark) -> bool:
    """Whether the project so far fills one box, and the label stands in another of the same kind."""
    if not page.html:
        return False
    if not draft.fields:
        return False
    first, last = draft.fields[0].mark, draft.fields[-1].mark
    box = page.holders[page.first_atoms[draft.title[0][0]] if draft.title else first.atom]
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
    if other <= 0 or page.tags[other] != page.tags[box]:
        return False
    # Every second box may have a class more, and every box one of its own.
    return page.classes(other) == page.classes(box) or bool(page.classes(other) & page.classes(box))
