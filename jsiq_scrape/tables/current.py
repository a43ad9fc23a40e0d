"""The tables of the current state: what the pages say by the last capture of them."""

from jsiq_scrape.records import Contact, FundingArea, Place, Profile, Project
from jsiq_scrape.tables.model import Column, Table, answers_of, columns_of, integer, moment

PROFILE = Column("profile", "Profil, zu dem die Zeile gehört", "profile the row belongs to", references="profile")

#: When the row was seen; the same four columns in each table of the current state.
SEEN = (
    moment("first_seen", "erste Aufnahme, die den Eintrag zeigt", "first capture that shows the entry"),
    moment(
        "last_changed",
        "erste Aufnahme, die den heutigen Stand zeigt, nachdem ein anderer zu sehen war",
        "first capture that shows the present state after another one was seen",
        null="never seen in another state",
    ),
    moment("last_verified", "letzte Aufnahme, die den Eintrag zeigt", "last capture that shows the entry"),
    moment(
        "removed_at",
        "erster Abruf, bei dem der Eintrag (allein oder mit seinem Profil) nicht mehr da war",
        "first capture of which the entry was no longer there, alone or with its profile",
        null="it was still there at the last capture",
    ),
)
POSITION = integer(
    "position", "Stelle auf der Seite, ab 1", "place on the page, from 1", check=("from_1", "position > 0")
)

_ORDER = ("order_of_days", "period_start <= period_end")


def _id(german: str, english: str) -> Column:
    return Column("id", german, english)


CURRENT = (
    Table(
        "profile",
        "Koordinierungsstellen, letzter gesehener Stand; auch entfernte, mit removed_at",
        "coordination offices as last seen; those taken away stay, with removed_at",
        (
            _id(
                "sprechender Schlüssel: Land und Kommune der frühesten Aufnahme",
                "readable key: Land and municipality of the earliest capture",
            ),
            *columns_of(Profile),
            *columns_of(Place),
            Column(
                "page",
                "Adresse, an der das Profil zuletzt stand",
                "page where the profile was last seen",
                references="page",
            ),
            Column(
                "earlier_profile",
                "zuerst gesehenes Profil derselben Kommune; gezählt wird die Kommune einmal",
                "the profile of the same municipality that was seen first; the municipality counts once",
                "no other profile of this municipality was seen before",
                references="profile",
            ),
            *SEEN,
        ),
        ("id",),
        label="municipality",
        sort="id",
        facets=("state", *answers_of(Profile)),
        rowid=True,
    ),
    Table(
        "contact",
        "Ansprechpersonen und Erreichbarkeit der Stellen; personenbezogene Daten",
        "contact persons and ways to reach the offices; personal data",
        (
            _id(
                "Schlüssel: Profil und ein Kürzel, das den Namen nicht nennt",
                "key: profile and a code that does not contain the name",
            ),
            PROFILE,
            *columns_of(Contact),
            POSITION,
            *SEEN,
        ),
        ("id",),
        sort="id",
        indexes=(("profile",),),
        personal=True,
        label="id",
    ),
    Table(
        "funding_area",
        "Fördergebiete der Profile",
        "funding areas of the profiles",
        (
            _id("Schlüssel: Profil und Name", "key: profile and name"),
            PROFILE,
            *columns_of(FundingArea),
            POSITION,
            *SEEN,
        ),
        ("id",),
        label="name",
        sort="id",
        indexes=(("profile",),),
        rowid=True,
    ),
    Table(
        "project",
        "Projekte der Profile, letzter gesehener Stand; auch entfernte, mit removed_at",
        "projects of the profiles as last seen; those taken away stay, with removed_at",
        (
            _id("Schlüssel: Profil und frühester Titel", "key: profile and earliest title"),
            PROFILE,
            *columns_of(Project),
            POSITION,
            *SEEN,
        ),
        ("id",),
        label="title",
        sort="id",
        facets=answers_of(Project),
        indexes=(("profile",),),
        checks=(_ORDER,),
        rowid=True,
    ),
    Table(
        "institution",
        "Umsetzende Institutionen, je Schreibweise eine",
        "implementing institutions, one for each spelling",
        (
            _id("Schlüssel aus dem Namen", "key made of the name"),
            Column("name", "Name, wie die Seite ihn nennt", "name as printed", labels=("institutions",)),
        ),
        ("id",),
        label="name",
        sort="name",
    ),
    Table(
        "project_institution",
        "welche Institution welches Projekt umsetzt",
        "which institution implements which project",
        (
            Column("project", "Projekt", "project", references="project"),
            Column("institution", "Institution", "institution", references="institution"),
            POSITION,
        ),
        ("project", "institution"),
        indexes=(("institution",),),
    ),
    Table(
        "extra",
        "Angaben unter Bezeichnungen, die das Vokabular nicht kennt",
        "values under labels that the vocabulary does not know",
        (
            _id("Schlüssel: Profil oder Projekt und Bezeichnung", "key: profile or project, and label"),
            PROFILE,
            Column("project", "Projekt", "project", "the label stands outside the projects", references="project"),
            Column("label", "Bezeichnung auf der Seite", "label as printed"),
            Column("text", "Wert", "value as printed"),
            *SEEN,
        ),
        ("id",),
        label="label",
        sort="id",
        facets=("label",),
        indexes=(("profile",), ("project",)),
    ),
)
