"""German words as they are typed without a German keyboard: ae for ä, ss for ß."""

import re
import unicodedata

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"})
_WORD = re.compile(r"\w+")


def spelled(text: str) -> str:
    """The words of a text that have an umlaut or an ß, each once, with ae, oe, ue and ss."""
    words = (word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii())
    changed = (word.translate(_SPELLED) for word in words)
    return " ".join(dict.fromkeys(word for word in changed if word.isascii()))
