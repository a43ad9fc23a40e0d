"""Text of foreign pages as plain text."""

import unicodedata


def harmless(text: str) -> str:
    """The text without control characters: a page may not send commands to a terminal."""
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)
