"""The table of the municipalities that somebody expects to find."""

from jsiq_scrape.tables.model import Column, Kind, Table

EXPECTED = Table(
    "expected",
    "Kommunen, die laut expected.csv teilnahmen, mit ihrem Profil",
    "municipalities that took part according to expected.csv, with their profile",
    (
        Column("phase", Kind.INTEGER, "Förderphase", "phase of the programme"),
        Column("ags", Kind.TEXT, "amtlicher Schlüssel", "official key of the municipality or its Kreis"),
        Column("name", Kind.TEXT, "Kommune", "municipality"),
        Column("source", Kind.TEXT, "woher das bekannt ist", "where that was read"),
        Column("profile", Kind.TEXT, "Profil", "profile", "none was found", references="profile"),
    ),
    ("phase", "ags", "name"),
    sort="name",
    facets=("phase",),
    indexes=(("profile",),),
)
