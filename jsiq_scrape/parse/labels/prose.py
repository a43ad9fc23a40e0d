"""German words by which a line is known to be prose: closed word classes of the language, the same on every site."""

# A label without colon before a word that goes on with its sentence is prose: "Angebote der Jugendhilfe", "Zeitraum und
# Umfang".  Adjectives and nouns ("junge Menschen") may begin a value.
CONTINUES = frozenset(
    """
    der die das des dem den ein eine einer eines einem einen und oder sowie sind ist war waren wird werden wurde wurden
    hat haben hatte kann können soll sollen muss müssen wie als dass daß welche welcher welches zur zum vom beim im am
    ins ans zu von mit bei nach aus auf an in über unter um durch gegen ohne seit bis für richtet richten umfasst
    umfassen besteht bestehen dieser dieses diese unserer unsere unser ihrer ihre ihr seiner seine sein nicht auch
    """.split()
)
