"""The tables of the current state: what the pages say by the last capture of them."""

from jsiq_scrape.tables.model import Column, Kind, Table

NOT_SAID = "the page does not say it, or says it in words that are not understood (see table claim)"
NOT_LISTED = "the page has no such entry"

PROFILE = Column(
    "profile", Kind.TEXT, "Profil, zu dem die Zeile gehört", "profile the row belongs to", references="profile"
)

#: When the row was seen; the same four columns in each table of the current state.
SEEN = (
    Column("first_seen", Kind.MOMENT, "erste Aufnahme, die den Eintrag zeigt", "first capture that shows the entry"),
    Column(
        "last_changed",
        Kind.MOMENT,
        "erste Aufnahme, die den heutigen Stand zeigt, nachdem ein anderer zu sehen war",
        "first capture that shows the present state after another one was seen",
        null="never seen in another state",
    ),
    Column("last_verified", Kind.MOMENT, "letzte Aufnahme, die den Eintrag zeigt", "last capture that shows the entry"),
    Column(
        "removed_at",
        Kind.MOMENT,
        "erster Abruf, bei dem der Eintrag (allein oder mit seinem Profil) nicht mehr da war",
        "first capture of which the entry was no longer there, alone or with its profile",
        null="it was still there at the last capture",
    ),
)
POSITION = Column(
    "position",
    Kind.INTEGER,
    "Stelle auf der Seite, ab 1",
    "place on the page, from 1",
    check=("from_1", "position > 0"),
)

#: What the page says about the office; the fields of records.Profile.
PROFILE_FIELDS = (
    Column("office", Kind.TEXT, "Name der Koordinierungsstelle", "name of the coordination office", NOT_SAID, ""),
    Column("municipality", Kind.TEXT, "Kommune, wie die Seite sie nennt", "municipality as printed", NOT_SAID, ""),
    Column("street", Kind.TEXT, "Straße und Hausnummer", "street and house number", NOT_SAID, "Kontakt"),
    Column(
        "postal_code",
        Kind.TEXT,
        "Postleitzahl",
        "postal code, five digits",
        NOT_SAID,
        "Kontakt",
        check=("five_digits", "postal_code GLOB '[0-9][0-9][0-9][0-9][0-9]'"),
    ),
    Column("city", Kind.TEXT, "Ort der Anschrift", "town of the address", NOT_SAID, "Kontakt"),
    Column("state", Kind.TEXT, "Land", "German Land (federal state) as printed", NOT_SAID, "Kontakt"),
    Column(
        "soziale_stadt",
        Kind.BOOLEAN,
        "Beteiligung am Städtebauförderungsprogramm „Soziale Stadt“",
        "takes part in the urban development programme Soziale Stadt",
        NOT_SAID,
        "Beteiligung am Städtebauförderungsprogramm „Soziale Stadt“",
        allowed=("0 nein", "1 ja"),
    ),
    Column(
        "areas_text",
        Kind.TEXT,
        "Text vor dem ersten Fördergebiet (der ganze Abschnitt, wo keines genannt ist)",
        "text before the first funding area (the whole section where none is named)",
        NOT_SAID,
        "Fördergebiete",
    ),
)

#: Derived from the municipality and its address, never printed on the page.
PLACE_FIELDS = (
    Column(
        "ags",
        Kind.TEXT,
        "Amtlicher Gemeindeschlüssel des Kreises, Stand 31.12.2018, aus Kommune und Anschrift abgeleitet",
        "official key of the Kreis as of 2018-12-31, derived from municipality and address",
        "ambiguous or not found; nothing is guessed",
        check=("digits", "ags NOT GLOB '*[^0-9]*' AND length(ags) IN (5, 8)"),
    ),
    Column(
        "latitude",
        Kind.REAL,
        "geographische Breite eines Punktes im Kreis",
        "latitude of a point in the Kreis",
        "no place was found",
        unit="degree, WGS 84",
        check=("in_germany", "latitude BETWEEN 47 AND 56"),
    ),
    Column(
        "longitude",
        Kind.REAL,
        "geographische Länge eines Punktes im Kreis",
        "longitude of a point in the Kreis",
        "no place was found",
        unit="degree, WGS 84",
        check=("in_germany", "longitude BETWEEN 5 AND 16"),
    ),
    Column("matched_by", Kind.TEXT, "wie der Ort gefunden wurde", "how the place was found", "no place was found"),
)

CONTACT_FIELDS = (
    Column(
        "name",
        Kind.TEXT,
        "Name der Person, ohne Herr oder Frau",
        "name of the person, without Herr or Frau",
        "nobody is named",
        "Ansprechpartnerinnen und Ansprechpartner",
    ),
    Column("email", Kind.TEXT, "E-Mail-Adresse", "e-mail address", NOT_SAID, "E-Mail"),
    Column("phone", Kind.TEXT, "Telefonnummer (E.164)", "telephone number (E.164)", NOT_SAID, "Telefonnummer"),
    Column("fax", Kind.TEXT, "Faxnummer (E.164)", "fax number (E.164)", NOT_SAID, "Fax"),
    Column("mobile", Kind.TEXT, "Mobilnummer (E.164)", "mobile number (E.164)", NOT_SAID, "Mobil"),
    Column("website", Kind.TEXT, "Internetadresse", "web address", NOT_SAID, "Internet"),
)

AREA_FIELDS = (
    Column(
        "number", Kind.INTEGER, "Nummer des Fördergebiets", "number of the funding area as printed", NOT_SAID, "FG 1"
    ),
    Column("name", Kind.TEXT, "Name, ohne Anführungszeichen", "name, without quotes", NOT_SAID, "FG 1"),
    Column("description", Kind.TEXT, "Beschreibung", "description", NOT_SAID, ""),
)

PROJECT_FIELDS = (
    Column("title", Kind.TEXT, "Titel des Projekts", "title of the project", NOT_SAID, ""),
    Column("period_start", Kind.DATE, "Beginn des Zeitraums", "first day of the period", NOT_SAID, "Zeitraum"),
    Column("period_end", Kind.DATE, "Ende des Zeitraums", "last day of the period", NOT_SAID, "Zeitraum"),
    Column(
        "period_precision",
        Kind.TEXT,
        "Genauigkeit des gröberen Datums",
        "precision of the coarser of the two dates",
        "no period is understood",
        "Zeitraum",
        allowed=("day", "month", "year"),
    ),
    Column("target_group", Kind.TEXT, "Zielgruppe", "target group", NOT_SAID, "Zielgruppe"),
    Column("services", Kind.TEXT, "Angebote", "services offered", NOT_SAID, "Angebote"),
    *(
        Column(name, Kind.BOOLEAN, german, english, NOT_SAID, label, allowed=("0 nein", "1 ja"))
        for name, german, english, label in (
            ("case_management", "Baustein Case Management", "building block case management", "Casemanagement"),
            ("counselling", "Baustein Beratung/Clearing", "building block counselling", "Beratung/Clearing"),
            (
                "outreach",
                "Baustein Aufsuchende Jugendsozialarbeit",
                "building block outreach youth social work",
                "Aufsuchende Jugendsozialarbeit",
            ),
        )
    ),
)

_ORDER = ("order_of_days", "period_start <= period_end")


def _id(german: str, english: str) -> Column:
    return Column("id", Kind.TEXT, german, english)


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
            *PROFILE_FIELDS,
            *PLACE_FIELDS,
            Column(
                "page",
                Kind.TEXT,
                "Adresse, an der das Profil zuletzt stand",
                "page where the profile was last seen",
                references="page",
            ),
            Column(
                "earlier_profile",
                Kind.TEXT,
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
        facets=("state", "soziale_stadt"),
        rowid=True,
    ),
    Table(
        "contact",
        "Ansprechpersonen und Erreichbarkeit der Stellen; personenbezogene Daten",
        "contact persons and ways to reach the offices; personal data",
        (
            _id(
                "Schlüssel: Profil und ein Kürzel, das den Namen nicht nennt",
                "key: profile and a code that does not tell the name",
            ),
            PROFILE,
            *CONTACT_FIELDS,
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
        (_id("Schlüssel: Profil und Name", "key: profile and name"), PROFILE, *AREA_FIELDS, POSITION, *SEEN),
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
            *PROJECT_FIELDS,
            POSITION,
            *SEEN,
        ),
        ("id",),
        label="title",
        sort="id",
        facets=("case_management", "counselling", "outreach"),
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
            Column(
                "name",
                Kind.TEXT,
                "Name, wie die Seite ihn nennt",
                "name as printed",
                on_page="Umsetzende Institution(en)",
            ),
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
            Column("project", Kind.TEXT, "Projekt", "project", references="project"),
            Column("institution", Kind.TEXT, "Institution", "institution", references="institution"),
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
            Column(
                "project",
                Kind.TEXT,
                "Projekt",
                "project",
                "the label stands outside the projects",
                references="project",
            ),
            Column("label", Kind.TEXT, "Bezeichnung auf der Seite", "label as printed"),
            Column("text", Kind.TEXT, "Wert", "value as printed"),
            *SEEN,
        ),
        ("id",),
        label="label",
        sort="id",
        facets=("label",),
        indexes=(("profile",), ("project",)),
    ),
)
