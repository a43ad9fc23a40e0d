"""Text of foreign pages as plain text."""

import unicodedata

#: Characters of a value in a list.
LONGEST = 70


def harmless(text: str) -> str:
    """The text without control characters: a page may not send commands to a terminal."""
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 change", "2 bodies"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith(("dy", "ry")) else f"{number} {noun}s"


def shortened(value: str | None, longest: int = LONGEST) -> str:
    """A value in one line of at most so many characters."""
    if value is None:
        return "(none)"
    value = " ".join(value.split())
    return value if len(value) <= longest else value[: longest - 1] + "…"


def escaped(text: str) -> str:
    """Text as text: nothing a page says may become markup of the report."""
    text = harmless(text).replace("\\", "\\\\")
    for sign in "|<>*_`[]":
        text = text.replace(sign, "\\" + sign)
    return text
