"""Text in a cell of a spreadsheet: what the spreadsheet would run gets an apostrophe in front and stays text."""

import re

#: White space and signs that nobody sees, which some spreadsheets pass over before they look for a formula.
_UNSEEN = r"[\s\x00-\x1f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
#: What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), full width too.
_BEGINS = r"=+\-@＝＋－＠"
_BEGINNING = re.compile(rf"{_UNSEEN}*")
_FORMULA = re.compile(rf"[\t\r\n]|{_UNSEEN}*[{_BEGINS}]")
#: A number, a telephone number or a minus alone is no formula.
_NUMBER = re.compile(r"[+-]?[0-9]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
#: Where a cell begins for a program that takes another sign for the separator.  A line of a list begins with a minus
#: too: that one is left alone unless it calls something.
_INSIDE = re.compile(rf'(?<=[;\t\r\n"])(?={_UNSEEN}*(?:[=@＝＠]|[+\-＋－][^;\t\r\n]*[(|!]))')


def harmless_cell(cell: str) -> str:
    """The cell with an apostrophe before each place where a spreadsheet would begin to calculate."""
    begin = _BEGINNING.match(cell)
    assert begin is not None
    runs = _FORMULA.match(cell) and not _NUMBER.fullmatch(cell.strip())
    return ("'" if runs else "") + begin[0] + _INSIDE.sub("'", cell[begin.end() :])
