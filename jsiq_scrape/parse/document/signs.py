"""The signs of AsciiDoc, Org, pandoc, reStructuredText and wikis in a text, replaced by those that layout reads."""

import re
from collections import Counter

_FEWEST = 2  # times that a sign stands in a text which is written with it
# Headings stand alone behind an empty line; a list in a list does not.
_HEADINGS = {sign: re.compile(rf"(?:\A|(?<=\n\n))\{sign}{{2,6}}[ \t]+\S") for sign in "=*"}
_HEADING = {sign: re.compile(rf"(\A|(?<=\n\n))(\{sign}{{1,6}})[ \t]+(\S.*)") for sign in "=*"}
_BROKEN = re.compile(r"(?<=\S)[ \t]\+$", re.MULTILINE)  # AsciiDoc: the line ends here
_BETWEEN = re.compile(r"^\+$", re.MULTILINE)  # AsciiDoc: between the parts of an item
_LABEL = re.compile(r"^([^:\n]*[^:\s])[ \t]*::(?=[ \t]|$)", re.MULTILINE)
_SIGNS = (
    (re.compile(r"^\|[ \t]+(?=\S)(?!.*\|)", re.MULTILINE), ""),  # reStructuredText: a line that keeps its end
    (re.compile(r"(?<=\S)\\\\$", re.MULTILINE), ""),  # Org: the line ends here
    (_LABEL, r"\1:"),
    (re.compile(r"^:([^:\n]{1,60}):(?=[ \t]|$)", re.MULTILINE), r"\1:"),  # reStructuredText: a field
    (re.compile(r"^:[ \t]+(?=\S)", re.MULTILINE), "    "),  # pandoc: what describes the term above
    (re.compile(r"\[\[[^\[\]\n]+\]\[([^\[\]\n]+)\]\]"), r"\1"),  # Org: a link with its text
)
EDIT = r"(?:Bearbeiten|Quelltext|edit\b)"  # how the link begins that opens a part of a wiki page to be edited
# A link at each heading of a wiki, which becomes one with a number sign: "Kontakt[Bearbeiten]".
_EDIT_LINK = re.compile(
    r"^([^\n\[\]]{1,80}?)([ \t]*\[\s*"
    rf"(?:{EDIT}\b[^\[\]\n]{{0,40}}|[A-ZÄÖÜ][^\[\]\n]{{2,40}}(?=\]\n\n))\])[ \t]*$",
    re.MULTILINE,
)
_FEWEST_LINKS = 3
# Text browsers number the links of a page, and list where they lead at its end.
_REFERENCE = re.compile(r"\[\d{1,3}\](?=\S)")
# A picture without alt text: "[x.gif]" of lynx, "[]" of pandoc. One among words may be the name of a file.
_FILE = r"[\w.%-]+\.(?:gif|jpe?g|png|svg|webp)"
_IMAGE = re.compile(rf"^([ \t]*)(?:\[(?:{_FILE})?\][ \t]*)+", re.MULTILINE)
_ANY_IMAGE = re.compile(rf"\[{_FILE}\][ \t]*")
_FEWEST_IMAGES = 3
_CAPTION = re.compile(r"^[ \t]*CAPTION:[ \t]+(?=\S)", re.MULTILINE)  # lynx: above a table
_REFERENCES = re.compile(
    r"^[ \t]*(?:References|Verweise)[ \t]*\n(?:.*\n)?(?:.*links:?\n)?[ \t]*1\.[ \t]+[a-z]+:\S[\s\S]*", re.MULTILINE
)


def without_signs(text: str) -> str:
    """A text without the signs of a markup that stand in it several times; headings have number signs."""
    if (links := _REFERENCES.search(text)) is not None:
        text = f"{_REFERENCE.sub('', text[: links.start()])}\n----\n\n{links[0]}"
    several = len(_ANY_IMAGE.findall(text)) >= _FEWEST_IMAGES
    text = _ANY_IMAGE.sub("", text) if several else _IMAGE.sub(r"\1", text)
    text = _without_edit_links(_CAPTION.sub("", text))
    asciidoc = len(_LABEL.findall(text)) >= _FEWEST
    for sign, pattern in _HEADINGS.items():
        if len(pattern.findall(text)) >= _FEWEST:
            asciidoc = asciidoc or sign == "="
            text = _HEADING[sign].sub(_numbered, text)
    if asciidoc:
        text = _BETWEEN.sub("", _BROKEN.sub("", text))
    for pattern, replacement in _SIGNS:
        if len(pattern.findall(text)) >= _FEWEST:
            text = pattern.sub(replacement, text)
    return text


def _numbered(heading: re.Match[str]) -> str:
    title = heading[3].rstrip()
    return f"{heading[1]}{'#' * len(heading[2])} {title.rstrip('=').rstrip() if title.endswith('==') else title}"


def _without_edit_links(text: str) -> str:
    times = Counter(link for _, link in _EDIT_LINK.findall(text))
    return _EDIT_LINK.sub(lambda line: f"## {line[1]}" if times[line[2]] >= _FEWEST_LINKS else line[0], text)
