"""Words, folded, by which a line of a contact block is known not to name a person."""

# No part of a name without "Herr", "Frau" or a title in front of it.
NOT_NAMED = frozenset(
    """
    abteilung adresse ag agentur akademie amt angebot angebote anschrift ansprechpartner ansprechpartnerin
    ansprechpartnerinnen ansprechperson ansprechpersonen arbeit assistenz awo beratung beruf bezirk bildung
    bundesministerium bürgermeister bürgermeisterin büro caritas case casemanagement cjd clearing deutschland
    dezember dezernat dezernent dezernentin diakonie diakonisches dienst dienstag dienste donnerstag drk drucken
    e.v. europa fachbereich fachdienst fachstelle familie familien fax februar frau fördergebiet fördergebiete
    gemeinde geschäftsführer geschäftsführerin geschäftsführung ggmbh gmbh grone gug hansestadt haus herr herrn
    homepage ib initiative institut internet januar jobcenter johanniter jugend juli juni kg kinder kontakt
    koordination koordinator koordinatorin kreis kreisstadt kultur land landeshauptstadt landkreis landrat
    landrätin laufzeit leiter leiterin leitung mail malteser management markt mbh ministerium mitte mittwoch
    mobil montag märz n. n.n. nach name netzwerk nn nordkreis november oktober paritätischer programm projekt
    projekte quartier referat region sachgebiet samstag schule sekretariat senioren september soziales
    sozialfonds sozialwerk sport sprechzeiten stadt stelle stellvertretung stiftung stärken südkreis team
    telefon telefonnummer treff treffpunkt träger universitätsstadt verband verein vertretung verwaltung werk
    zeitraum zentrale zentrum zielgruppe zurück öffnungszeiten
    """.split()
)
# How compounds of that kind end.
NOT_ENDING = tuple(
    """
    agentur akademie amt angebot arbeit arbeiter arbeiterin assistent assistentin bearbeiter bearbeiterin
    bearbeitung beauftragte beauftragter berater beraterin beratung bereich bildung büro dienst dienste
    förderung führerin gebiet gemeinde gmbh gruppe helfer helferin hilfe hilfen institut kirche kirchenkreis
    koordination koordinator koordinatorin koordinierung kreis leitende leiter leiterin leitung management
    manager managerin ministerium mitarbeitende mitarbeiter mitarbeiterin netzwerk partner partnerin person
    planer planerin programm projekt pädagoge pädagogin quartier referent referentin region sachbearbeitung
    schule stelle stiftung strasse treff verband verein viertel werk werke wissenschaftler wissenschaftlerin
    zentrum
    """.split()
)
# First words of institutions, places and sentences; as the last word they may be a surname (Neuer, West, Große).
NOT_FIRST = frozenset(
    """
    alle alte alter altes aufsuchende bad bunte bunter burg das der deutsche deutscher deutsches die ein eine
    europäische europäischer evangelische evangelischer evangelisches freie freier freies freiwillige gemeinsam
    gemeinsame grosse grosses gute guter hier ihr insel internationale internationaler internationales junge
    junges katholische katholischer katholisches kleine kleines kommunale kommunaler kommunales mehr mobile
    mobiler neue neuen neuer neues nicht niedrigschwellige noch nord oben offene offener offenes ost rote roter
    rotes sankt sie soziale sozialen sozialer st st. stellvertretende stellvertretender städtische städtischer
    städtisches süd unser unsere weiter west wir
    """.split()
)
# Endings of such first words; surnames end so as well (Neuhaus, Hartung, Oppenheim).
NOT_FIRST_ENDING = tuple("bund führer gasse haus heim heit keit pflege planung platz schaft stadt ung ungen".split())
# What a compound with such an ending begins with when it is no surname (Jugendhaus).
NOT_BEGINNING = tuple(
    "bildungs bürger familien gemeinde jugend kinder kranken kreis mehrgenerationen rat sozial stadt wohn".split()
)
