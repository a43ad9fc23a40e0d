"""Label/value pages of other sites: data sheets, services, recipes, events, staff; all written by us.

`pairs` are what stands on the page, in its order; `by_structure` says whether the page shows them without knowing its
labels, by markup, colons or repetition.
"""

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ForeignPage:
    name: str
    body: str
    pairs: Pairs
    by_structure: bool = True

    @property
    def labels(self) -> list[str]:
        return list(dict.fromkeys(label for label, _ in self.pairs))


NAVIGATION = '<nav><ul><li><a href="/">Start</a></li><li><a href="/k">Kontakt</a></li></ul></nav>'
FOOTER = '<footer><p><a href="/impressum">Impressum</a></p><p>Alle Preise mit Steuer.</p></footer>'


def _page(body: str, title: str = "Seite") -> str:
    return f"""<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title></head><body>
{NAVIGATION}
<main>
{body}
</main>
{FOOTER}
</body></html>"""


FOREIGN = (
    ForeignPage(
        "drill_data_sheet",
        _page("""<h1>Akkuschrauber AS 18</h1>
<p>Ein handlicher Schrauber für Werkstatt und Haushalt, der auch in engen Ecken arbeitet.</p>
<h2>Technische Daten</h2>
<table><tbody>
<tr><th>Gewicht</th><td>1,2 kg</td></tr>
<tr><th>Spannung</th><td>18 V</td></tr>
<tr><th>Drehmoment</th><td>35 Nm</td></tr>
<tr><th>Lieferumfang</th><td>Koffer<br>2 Akkus<br>Ladegerät</td></tr>
</tbody></table>"""),
        (
            ("Gewicht", "1,2 kg"),
            ("Spannung", "18 V"),
            ("Drehmoment", "35 Nm"),
            ("Lieferumfang", "Koffer\n2 Akkus\nLadegerät"),
        ),
    ),
    ForeignPage(
        "bicycle_definition_list",
        _page("""<h1>Stadtrad Linie 7</h1>
<dl><dt>Rahmen</dt><dd>Aluminium</dd><dt>Schaltung</dt><dd>Nabe, 7 Gänge</dd>
<dt>Farben</dt><dd>Blau</dd><dd>Grün</dd><dt>Gewicht</dt><dd>14,8 kg</dd></dl>"""),
        (("Rahmen", "Aluminium"), ("Schaltung", "Nabe, 7 Gänge"), ("Farben", "Blau\nGrün"), ("Gewicht", "14,8 kg")),
    ),
    ForeignPage(
        "soup_recipe",
        _page("""<h1>Linsensuppe</h1>
<ul class="facts">
<li><strong>Zubereitungszeit:</strong> 40 Minuten</li>
<li><strong>Portionen:</strong> 4</li>
<li><strong>Schwierigkeit:</strong> leicht</li>
</ul>
<p>Die Linsen waschen und mit dem Gemüse kochen, bis sie weich sind. Zum Schluss mit Essig abschmecken.</p>"""),
        (("Zubereitungszeit", "40 Minuten"), ("Portionen", "4"), ("Schwierigkeit", "leicht")),
    ),
    ForeignPage(
        "concert_event",
        _page("""<h1>Sommerkonzert im Hof</h1>
<p><b>Ort:</b> Alte Mühle, Saal 2</p>
<p><b>Beginn:</b> 19:30 Uhr</p>
<p><b>Eintritt:</b> frei, Spenden erbeten</p>
<p>Bei Regen wird im Saal gespielt; die Türen öffnen eine halbe Stunde vorher.</p>"""),
        (("Ort", "Alte Mühle, Saal 2"), ("Beginn", "19:30 Uhr"), ("Eintritt", "frei, Spenden erbeten")),
    ),
    ForeignPage(
        "staff_directory",
        _page("""<h1>Team</h1>
<div class="person"><h2>Ada Entwurf</h2>
<div class="row"><span class="k">Funktion</span><span class="v">Leitung</span></div>
<div class="row"><span class="k">Zimmer</span><span class="v">2.14</span></div>
<div class="row"><span class="k">Durchwahl</span><span class="v">-100</span></div></div>
<div class="person"><h2>Bo Vorlage</h2>
<div class="row"><span class="k">Funktion</span><span class="v">Kasse</span></div>
<div class="row"><span class="k">Zimmer</span><span class="v">2.15</span></div>
<div class="row"><span class="k">Durchwahl</span><span class="v">-101</span></div></div>"""),
        (
            ("Funktion", "Leitung"),
            ("Zimmer", "2.14"),
            ("Durchwahl", "-100"),
            ("Funktion", "Kasse"),
            ("Zimmer", "2.15"),
            ("Durchwahl", "-101"),
        ),
    ),
    ForeignPage(
        "parking_permit_service",
        _page("""<h1>Bewohnerparkausweis beantragen</h1>
<h2>Voraussetzungen</h2><p>Sie wohnen in der Zone.</p><p>Das Fahrzeug ist auf Sie zugelassen.</p>
<h2>Gebühren</h2><p>30 Euro im Jahr</p>
<h2>Bearbeitungsdauer</h2><p>etwa eine Woche</p>
<h2>Zuständige Stelle</h2><p>Bürgeramt Mitte<br>Rathausplatz 1</p>"""),
        (
            ("Voraussetzungen", "Sie wohnen in der Zone.\nDas Fahrzeug ist auf Sie zugelassen."),
            ("Gebühren", "30 Euro im Jahr"),
            ("Bearbeitungsdauer", "etwa eine Woche"),
            ("Zuständige Stelle", "Bürgeramt Mitte\nRathausplatz 1"),
        ),
        by_structure=False,
    ),
    ForeignPage(
        "plain_text_receipt",
        "Leihschein der Bücherei\n\nTitel: Der lange Weg\nSignatur: R 12 / Weg\nLeihfrist: 28.02.2020\nGebühr: keine\n",
        (("Titel", "Der lange Weg"), ("Signatur", "R 12 / Weg"), ("Leihfrist", "28.02.2020"), ("Gebühr", "keine")),
    ),
    ForeignPage(
        "plain_text_with_angle_brackets",
        "Messbericht\n\nMenge: < 5 mg\nGrenzwert: > 10 mg\nErgebnis: a<b\n",
        (("Menge", "< 5 mg"), ("Grenzwert", "> 10 mg"), ("Ergebnis", "a<b")),
    ),
    ForeignPage(
        "laptop_grid",
        _page("""<h1>Laptop 14</h1>
<div class="row"><div class="col-4">Bildschirm</div><div class="col-8">14 Zoll, matt</div></div>
<div class="row"><div class="col-4">Speicher</div><div class="col-8">16 GB</div></div>
<div class="row"><div class="col-4">Anschlüsse</div>
<div class="col-8"><ul><li>2 x USB-C</li><li>HDMI</li></ul></div></div>
<div class="row"><div class="col-4">Akku</div><div class="col-8">bis zu 9 Stunden</div></div>"""),
        (
            ("Bildschirm", "14 Zoll, matt"),
            ("Speicher", "16 GB"),
            ("Anschlüsse", "2 x USB-C\nHDMI"),
            ("Akku", "bis zu 9 Stunden"),
        ),
    ),
    ForeignPage(
        "opening_hours",
        _page("""<h1>Wertstoffhof Süd</h1>
<table class="zeiten"><tr><td>Montag</td><td>geschlossen</td></tr><tr><td>Dienstag</td><td>8–12 Uhr</td></tr>
<tr><td>Mittwoch</td><td>13–18 Uhr</td></tr><tr><td>Donnerstag</td><td>8–12 Uhr</td></tr></table>"""),
        (("Montag", "geschlossen"), ("Dienstag", "8–12 Uhr"), ("Mittwoch", "13–18 Uhr"), ("Donnerstag", "8–12 Uhr")),
    ),
    ForeignPage(
        "river_infobox",
        _page("""<h1>Musterbach</h1>
<table class="infobox"><caption>Steckbrief</caption>
<tr><th scope="row">Länge</th><td>42,5 km</td></tr>
<tr><th scope="row">Quelle</th><td>am Hohen Stein, 512 m</td></tr>
<tr><th scope="row">Mündung</th><td>in die <a href="/probe">Probe</a></td></tr></table>
<p>Der Musterbach fließt durch drei Täler. Im Frühjahr tritt er über die Ufer.</p>"""),
        (("Länge", "42,5 km"), ("Quelle", "am Hohen Stein, 512 m"), ("Mündung", "in die Probe")),
    ),
    ForeignPage(
        "flat_two_pairs_a_row",
        _page("""<h1>Drei Zimmer am Park</h1>
<table>
<tr><td class="l">Miete</td><td class="w">820 Euro</td><td class="l">Fläche</td><td class="w">74 qm</td></tr>
<tr><td class="l">Etage</td><td class="w">2. von 4</td><td class="l">Heizung</td><td class="w">Fernwärme</td></tr>
<tr><td class="l">Balkon</td><td class="w">ja</td><td class="l">Keller</td><td class="w"></td></tr>
</table>"""),
        (
            ("Miete", "820 Euro"),
            ("Fläche", "74 qm"),
            ("Etage", "2. von 4"),
            ("Heizung", "Fernwärme"),
            ("Balkon", "ja"),
            ("Keller", ""),
        ),
    ),
    ForeignPage(
        "english_spans_without_space",
        _page("""<h1>Hiking boot Trail</h1>
<div class="spec"><span class="spec-name">Material</span><span class="spec-value">Leather</span></div>
<div class="spec"><span class="spec-name">Weight</span><span class="spec-value">540 g each</span></div>
<div class="spec"><span class="spec-name">Sizes</span><span class="spec-value">36 to 47</span></div>"""),
        (("Material", "Leather"), ("Weight", "540 g each"), ("Sizes", "36 to 47")),
    ),
    ForeignPage(
        "course_with_breaks",
        _page("""<h1>Nähkurs für Anfänger</h1>
<p><strong>Leitung</strong><br>Cem Probe</p>
<p><strong>Dauer</strong><br>6 Abende</p>
<p><strong>Mitbringen</strong><br>Stoff<br>Schere</p>"""),
        (("Leitung", "Cem Probe"), ("Dauer", "6 Abende"), ("Mitbringen", "Stoff\nSchere")),
    ),
    ForeignPage(
        "animal_shelter_grouped_list",
        _page("""<h1>Kater Momo</h1>
<dl class="facts"><div><dt>Alter:</dt><dd>3 Jahre</dd></div><div><dt>Geschlecht:</dt><dd>männlich, kastriert</dd></div>
<div><dt>Verträglich mit:</dt><dd>Katzen, Kindern</dd></div></dl>"""),
        (("Alter", "3 Jahre"), ("Geschlecht", "männlich, kastriert"), ("Verträglich mit", "Katzen, Kindern")),
    ),
    ForeignPage(
        "form_for_reading",
        _page("""<h1>Ihr Antrag</h1>
<fieldset><legend>Antragsnummer</legend><p>A-2020-17</p></fieldset>
<fieldset><legend>Eingang</legend><p>3. März 2020</p></fieldset>
<fieldset><legend>Stand</legend><p>in Prüfung</p></fieldset>"""),
        (("Antragsnummer", "A-2020-17"), ("Eingang", "3. März 2020"), ("Stand", "in Prüfung")),
    ),
    ForeignPage(
        "one_run_of_text",
        _page("<h1>Tasse Nord</h1><p>Preis: 12 Euro Farbe: Weiß mit Rand Inhalt: 0,3 Liter</p>"),
        (("Preis", "12 Euro"), ("Farbe", "Weiß mit Rand"), ("Inhalt", "0,3 Liter")),
        by_structure=False,
    ),
    ForeignPage(
        "header_row_over_value_row",
        _page("""<h1>Zug 4711</h1><table><tr><th>Abfahrt</th><th>Gleis</th><th>Ziel</th></tr>
<tr><td>10:05</td><td>7</td><td>Probenau Hbf</td></tr></table>"""),
        (("Abfahrt", "10:05"), ("Gleis", "7"), ("Ziel", "Probenau Hbf")),
    ),
    ForeignPage(
        "job_advert_with_unfilled_value",
        _page("""<h1>Stellenausschreibung</h1>
<p><strong>Arbeitsort:</strong> Neuenmuster</p><p><strong>Vergütung:</strong></p>
<p><strong>Umfang:</strong> 30 Stunden</p>"""),
        (("Arbeitsort", "Neuenmuster"), ("Vergütung", ""), ("Umfang", "30 Stunden")),
    ),
)

#: Pages on which nothing is a label.
PROSE = (
    _page("""<h1>Über uns</h1>
<p>Seit vielen Jahren reparieren wir in unserem Dorf alte Fahrräder und geben sie weiter. Wer helfen möchte, kommt
einfach vorbei; eine Anmeldung braucht es nicht, und Werkzeug liegt bereit.</p>
<p>Im letzten Jahr fanden 240 Räder ein neues Zuhause, und an jedem zweiten Samstag gab es Kuchen.</p>"""),
    "Gestern war das Wetter mild.\n\nWir gingen am Fluss entlang und sahen um 10:30 Uhr zwei Reiher.\n",
)
