"""The invented places, carriers and sentences of the generated pages, in our own words."""

OFFICES = (
    "Koordinierungsstelle JUGEND STÄRKEN im Quartier",
    "Koordinierungsstelle Jugend stärken im Quartier",
    "Fachdienst Jugend",
    "Amt für Jugend und Familie",
    "Landratsamt, Fachbereich Jugend",
    "Jugendamt, Abteilung Jugendsozialarbeit",
    "Fachstelle Übergang Schule-Beruf",
)
MUNICIPALITIES = (
    "Landkreis Musterau",
    "Kreis Beispielbach",
    "Stadt Neuenmuster",
    "Landkreis Birkental",
    "Hansestadt Erlenhafen",
    "Landeshauptstadt Musterstadt",
    "Rhein-Muster-Kreis",
    "Stadt Bad Probenau",
)
CITIES = ("Musterau", "Beispielbach", "Neuenmuster", "Bad Probenau", "Erlenhafen", "Birkental am See", "Oberprobe")
STATES = (
    "Nordrhein-Westfalen",
    "Mecklenburg-Vorpommern",
    "Hessen",
    "Sachsen-Anhalt",
    "Baden-Württemberg",
    "Thüringen",
    "Bremen",
)
STREETS = (
    "Bismarckstraße {n}",
    "18.-März-Str. {n}",
    "Am Alten Markt 0{d}",
    "Lange Str. {n}a",
    "Rostocker Strasse {n}",
    "Hauptstraße {n}/{m}",
    "Platz der Jugend {n}",
    "Straße des Friedens {n}",
)
NAMES = (
    ("Frau", "Rosa", "Beispiel"),
    ("Herr", "Jonas", "Muster"),
    ("Frau", "Ayşe", "Probe"),
    ("Herr", "Karl-Heinz", "Vorlage"),
    ("Frau", "Miriam", "von der Aue"),
    ("Herr", "Łukasz", "Test-Entwurf"),
)
TITLES_OF_PERSONS = ("", "", "", "Dr. ", "Prof. Dr. ")
CARRIERS = (
    "Sozialwerk Birkental e. V.",
    "AWO Soziale Dienste Musterau gGmbH",
    "Jugendwerkstatt Erlenhof",
    "Caritasverband Beispielbach e.V.",
    "Internationaler Bund Neuenmuster",
    "Diakonie Oberprobe gGmbH",
    "Werkhof am Fluss GmbH",
)
#: One institution each, although "und" or a comma stands in it.
COMPOUND_CARRIERS = (
    "Zentrum für Bildung und Beruf",
    "Verein für Jugend, Familie und Kultur e. V.",
    "Gesellschaft für Arbeit und Soziales mbH",
    "Treffpunkt Regenbogen und Sozialdienst Linde gGmbH",
)
AREA_NAMES = (
    "Nordstadt",
    "Altstadt und Hafen",
    "Umland",
    "Südkreis",
    "Siedlung am Wald",
    'Rund um die "Neue Mitte" herum',
    "Mitte/West",
)
TITLES = (
    "KuL (Kontakt- und Lotsenstelle)",
    "Straßensozialarbeit/Streetwork",
    "JuSt- Jugend Stärken",
    "Brücke ins Leben",
    "Wegweiser - Beratung für junge Menschen",
    "Start!",
    "Quartiersbüro Nord (Q-Nord)",
    "Lernort 2.0",
    "Anlaufstelle „Kompass“",
    "Jugend aktiv im Viertel",
    "Café Chance & Co.",
    "Zukunft jetzt",
)
COLON_TITLES = ("Projekt 2: Wegweiser", "Baustein A: Lotsen im Viertel", "JuSt: Ankommen und bleiben")
SENTENCES = (
    "Das Team besucht junge Menschen dort, wo sie sich treffen.",
    "Schüler*innen der Abschlussklassen werden bis in die Ausbildung begleitet.",
    "Junge Erwachsene ohne Abschluss, z. B. Abbrecher/-innen, erhalten feste Ansprechzeiten.",
    "Mit Eltern, Schulen und Betrieben wird u.a. in Runden Tischen zusammengearbeitet.",
    "Die Teilnahme ist freiwillig und kostet nichts.",
    "Nutzer:innen entscheiden selbst, welche Schritte sie gehen.",
    "Gemeinsam entsteht ein Plan i. S. d. Hilfeplanung, der alle sechs Wochen geprüft wird.",
    "Jugendliche im Alter von 12 bis 26 Jahren mit Wohnsitz im Fördergebiet.",
    "Im o.g. Quartier gibt es dafür eine Werkstatt und ein offenes Café.",
    "Teilnehmer_innen lernen Behörden kennen und üben Anträge.",
    "Zugewanderte junge Menschen finden Hilfe in fünf Sprachen.",
    "Bewohner/-innen gestalten Plätze um; 3 von 4 Ideen wurden umgesetzt.",
    "SchulabbrecherInnen kehren schrittweise in den Unterricht zurück.",
    "Beraten wird einzeln und in kleinen Gruppen (höchstens acht Personen).",
)
#: Prose, although each begins with the word of a label.
TRAPS = (
    "Angebote der Jugendhilfe im Viertel werden einbezogen.",
    "Zeitraum und Umfang der Begleitung richten sich nach dem Bedarf.",
    "Zielgruppe und Umfeld werden gemeinsam betrachtet.",
    "Projekte der Nachbarstädte dienen als Vorbild.",
    "Kontakt zu Betrieben wird früh gesucht.",
)
AREA_SENTENCES = (
    "Das Gebiet umfasst mehrere Wohnblöcke mit hoher Jugendarbeitslosigkeit.",
    "Hier leben viele Familien in beengten Wohnungen.",
    "Das Quartier liegt zwischen Bahnhof und Gewerbepark.",
    "Zwei Schulen und ein Jugendtreff liegen im Gebiet.",
)
PSEUDO_LABELLED = ("Stadtteile: Altstadt, Hafen und Lindenhof", "Umgebung: drei Dörfer im Osten")
INTROS = (
    "Die Stadt hat für das Vorhaben mehrere Quartiere ausgewählt.",
    "Grundlage der Auswahl war der Sozialbericht des Jugendamts.",
    "Der Landkreis umfasst ca. 170.000 Einwohner*innen in 14 Orten.",
)
UNKNOWN = (
    "Sprachkurse",
    "Kooperationspartner",
    "Plätze",
    "Besonderheiten",
    "Finanzierung",
    "Öffnungszeiten des Treffs",
)
NOTES = (("Sprechzeiten", "dienstags 10 bis 12 Uhr"), ("Anfahrt", "Buslinie 5 bis Rathaus"))

LABELS: dict[str, tuple[str, ...]] = {
    "institutions": (
        "Umsetzende Institution(en)",
        "Umsetzende Institution(en)",
        "Umsetzende Institution",
        "Projektträger",
        "Durchführender Träger",
        "Träger",
    ),
    "period": ("Zeitraum", "Zeitraum", "Laufzeit", "Förderzeitraum", "Projektzeitraum"),
    "target_group": ("Zielgruppe", "Zielgruppe", "Zielgruppen"),
    "services": ("Angebote",),
    "case_management": ("Casemanagement", "Casemanagement", "Case Management", "Case-Management"),
    "counselling": (
        "Beratung/Clearing",
        "Beratung/Clearing",
        "Beratung / Clearing",
        "Niedrigschwellige Beratung/Clearing",
        "Niederschwellige Beratung/Clearing",
    ),
    "outreach": ("Aufsuchende Jugendsozialarbeit",),
    "stadt": (
        'Beteiligung am Städtebauförderungsprogramm "Soziale Stadt"',
        "Beteiligung am Städtebauförderungsprogramm „Soziale Stadt“",
        "Beteiligung am Städtebauförderungsprogramm “Soziale Stadt”",
        "Beteiligung am Städtebauförderungsprogramm »Soziale Stadt«",
    ),
    "contact": ("Kontakt", "Kontakt", "Kontaktdaten"),
    "persons": (
        "Ansprechpartnerinnen und Ansprechpartner",
        "Ansprechpartnerinnen und Ansprechpartner",
        "Ansprechpartner/in",
        "Ansprechpartner:in",
        "Ansprechperson",
    ),
    "areas": ("Fördergebiete", "Fördergebiete", "Fördergebiet", "Fördergebiete/Quartiere"),
    "projects": ("Projekte",),
    "phone": ("Telefonnummer", "Telefonnummer", "Tel.:", "Tel:", "Telefon:", "Tel.", "T:"),
    "fax": ("Fax:", "Telefax:"),
    "mobile": ("Mobil:", "Mobil"),
    "email": ("E-Mail:", "Email:", "Mail:"),
    "website": ("Internet:", "WWW:"),
}
