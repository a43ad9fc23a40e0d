"""German words by which a line is known to be prose: closed word classes of the language, the same on every site."""

# They may begin a value too: "Zeitraum von 2015 bis 2018", "Treffpunkt am Rathaus".
_PREPOSITIONS = frozenset(
    """
    zur zum vom beim im am ins ans zu von mit bei nach aus auf an in über unter um durch gegen ohne seit bis für
    """.split()
)
# They may begin a short remark in place of a value: "Casemanagement wird geprüft".
VERBS = frozenset(
    """
    sind ist war waren wird werden wurde wurden hat haben hatte kann können soll sollen muss müssen richtet richten
    umfasst umfassen besteht bestehen gehört gehören zählt zählen gibt bietet bieten nicht auch
    """.split()
)
JOINING = frozenset(
    """
    der die das des dem den ein eine einer eines einem einen und oder sowie wie als dass daß welche welcher welches
    dieser dieses diese unserer unsere unser ihrer ihre ihr seiner seine sein
    """.split()
)
# A label without colon before a word that goes on with its sentence is prose: "Angebote der Jugendhilfe", "Zeitraum und
# Umfang".  Adjectives and nouns ("junge Menschen") may begin a value.
NEVER_BEGIN = JOINING | VERBS
CONTINUES = NEVER_BEGIN | _PREPOSITIONS

_FEWEST = 4  # blanks; a shorter text with a full stop may be an abbreviation


def sentence_end(text: str) -> str:
    """The final mark of a sentence, or the colon before a list; "" for any other text."""
    if text.endswith(":"):
        return ":"
    return text[-1] if text.count(" ") >= _FEWEST and text[-1] in ".!?" else ""
