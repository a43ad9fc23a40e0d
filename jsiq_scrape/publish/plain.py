"""Text of foreign pages as plain text."""

import unicodedata


def harmless(text: str) -> str:
    """The text without control characters: a page may not send commands to a terminal."""
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 change", "2 bodies"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith(("dy", "ry")) else f"{number} {noun}s"
