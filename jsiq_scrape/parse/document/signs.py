"""The signs of AsciiDoc, Org, reStructuredText and wikis in a text, replaced by those that its layout is read by."""

import re
from collections import Counter

_FEWEST = 2  # times that a sign stands in a text which is written with it
_HEADINGS = re.compile(r"^(={2,6}|\*{2,6})[ \t]+\S", re.MULTILINE)
_HEADING = {
    "=": re.compile(r"^(={1,6})[ \t]+(\S.*?)(?:[ \t]+=+)?[ \t]*$", re.MULTILINE),
    "*": re.compile(r"^(\*{1,6})[ \t]+(\S.*)$", re.MULTILINE),
}
_BRACKETED = re.compile(r"(?<=\S)[ \t]*\[[^\[\]\n]{1,40}\](?=\n)")
_FEWEST_LINKS = 3  # "Kontakt[Bearbeiten]": as often the same stands in brackets behind lines
# Text browsers number the links of a page, and list where they lead at its end.
_REFERENCE = re.compile(r"\[\d{1,3}\](?=\S)")
_REFERENCES = re.compile(
    r"^[ \t]*(?:References|Verweise)[ \t]*\n(?:.*\n)?(?:.*links:?\n)?[ \t]*1\.[ \t]+[a-z]+:\S[\s\S]*", re.MULTILINE
)
_SIGNS = (
    (re.compile(r"^\|[ \t]+(?=\S)(?!.*\|)", re.MULTILINE), ""),  # a line that keeps its end
    (re.compile(r"^\+$", re.MULTILINE), ""),  # between the parts of an item
    (re.compile(r"(?<=\S)(?:\\\\|[ \t]\+)$", re.MULTILINE), ""),  # the same, at the end of it
    (re.compile(r"^([^:\n]*[^:\s])[ \t]*::(?=[ \t]|$)", re.MULTILINE), r"\1:"),  # behind a label
    (re.compile(r"\[\[[^\[\]\n]+\]\[([^\[\]\n]+)\]\]"), r"\1"),  # a link with its text
)


def without_signs(text: str) -> str:
    """A text without the signs of a markup that stand in it several times; headings have number signs."""
    if (list_of_links := _REFERENCES.search(text)) is not None:
        text = f"{_REFERENCE.sub('', text[: list_of_links.start()])}\n----\n\n{list_of_links[0]}"
    for link, times in Counter(_BRACKETED.findall(text)).items():
        if times >= _FEWEST_LINKS:
            text = text.replace(f"{link}\n", "\n")
    for sign, pattern in _HEADING.items():
        if sum(found[1][0] == sign for found in _HEADINGS.finditer(text)) >= _FEWEST:
            text = pattern.sub(lambda found: f"{'#' * len(found[1])} {found[2]}", text)
    for pattern, replacement in _SIGNS:
        if len(pattern.findall(text)) >= _FEWEST:
            text = pattern.sub(replacement, text)
    return text
