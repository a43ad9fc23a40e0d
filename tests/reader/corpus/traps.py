"""One small profile that every hostile page is made of, and the things that stand around, in and instead of it."""

from collections.abc import Sequence

Pairs = Sequence[tuple[str, str]]

TOP = """<h1>Fachdienst Jugend</h1><h2>Kreis Beispielbach</h2>
<h3>Kontakt</h3><p>Kreis Beispielbach<br>Fachdienst Jugend<br>Lange Str. 27a<br>52351 Düren<br>Nordrhein-Westfalen</p>
<h3>Ansprechpartnerinnen und Ansprechpartner</h3>
<p>Frau Rosa Beispiel<br>jugend(at)kreis.example<br>Telefonnummer 02421/22-1111<br>www.kreis.example</p>"""

STADT = '<h3>Beteiligung am Städtebauförderungsprogramm "Soziale Stadt"</h3><p>ja</p>'

AREAS = f"""<h3>Fördergebiete</h3><p>Der Kreis hat zwei Gebiete gewählt.</p>
<h4>FG 1: "Nord"</h4><p>Viele Häuser.</p><h4>FG 2: "Süd"</h4><p>Wenig Häuser.</p>
{STADT}"""

PAIRS: Pairs = (
    ("Umsetzende Institution(en)", "Werkhof am Fluss GmbH"),
    ("Zeitraum", "01.01.2015 - 31.12.2018"),
    ("Zielgruppe", "Junge Menschen ohne Abschluss."),
    ("Angebote", "Beratung und Werkstatt."),
    ("Casemanagement", "ja"),
    ("Beratung/Clearing", "nein"),
    ("Aufsuchende Jugendsozialarbeit", "ja"),
)


def terms(pairs: Pairs) -> str:
    return "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in pairs) + "</dl>"


def rows(pairs: Pairs) -> str:
    return "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in pairs)


def strong(pairs: Pairs) -> str:
    return "".join(f"<p><strong>{label}</strong> {value}</p>" for label, value in pairs)


def colons(pairs: Pairs) -> str:
    return "".join(f"<p>{label}: {value}</p>" for label, value in pairs)


PROJECTS = f"""<h3>Projekte</h3><h4>Brücke ins Leben</h4>{terms(PAIRS)}
<h4>Lernort 2.0</h4>{terms([("Umsetzende Institution(en)", "Linde e.V."), *PAIRS[1:]])}"""

PROFILE = f"{TOP}\n{AREAS}\n{PROJECTS}"


def page(body: str, head: str = '<meta charset="utf-8"><title>Standort</title>') -> str:
    return f'<!DOCTYPE html>\n<html lang="de"><head>{head}</head>\n<body>{body}</body></html>'


def links(*texts: str) -> str:
    return "<ul>" + "".join(f'<li><a href="/{n}">{text}</a></li>' for n, text in enumerate(texts)) + "</ul>"


MENU = links("Kontakt", "Fördergebiete", "Projekte", "Zielgruppe", "Angebote", "Casemanagement", "Beratung/Clearing")
BANNER = "Diese Website nutzt Cookies, um Inhalte zu zeigen. Ihre Auswahl gilt für einen Zeitraum von zwölf Monaten. "

#: What may stand before a profile without changing what is read of it, and without a finding.
BEFORE = {
    "a long consent banner": f"<div><p>{BANNER * 14}</p><button>Alle akzeptieren</button></div>",
    "a table of cookies": """<div class="cookie"><table><tr><th>Name</th><td>consent</td></tr>
<tr><th>Laufzeit</th><td>1 Jahr</td></tr></table></div>""",
    "navigation of label words": f"<nav>{MENU}</nav>",
    "a menu of label words in a div": f'<div id="menu">{MENU}</div>',
    "a search form": "<form><label>Suche</label><input><select><option>Hessen<option>Sachsen</select></form>",
    "a logo and a path": '<img src="l.png" alt="Logo"><p>Sie sind hier: <a href="/">Start</a> &gt; Standorte</p>',
    "an unclosed paragraph in noscript": "<noscript><p>Bitte JavaScript einschalten</noscript>",
    "a processing instruction": "<?php echo 1 ?>",
    "labels written by script": "<script>document.write('<dt>Zeitraum</dt><dd>1999</dd>')</script>",
    "labels in a comment": "<!--[if IE]><p>Zeitraum: 1999</p><![endif]-->",
    "labels in hidden elements": """<div style="display:none"><p><b>Zeitraum:</b> 1999</p></div>
<div hidden>Angebote: x</div>""",
    "three thousand open elements": "<div>" * 3_000,
}

#: What may stand behind it.
BEHIND = {
    "a menu of label words": f'<div class="sidebar">{MENU}</div>',
    "teasers of other offices": f"""<div class="related"><h3>Weitere Standorte</h3>
{links("Landkreis Musterau", "Stadt Neuenmuster")}</div>""",
    "teasers of other projects": """<div class="related"><h3>Weitere Projekte</h3>
<div><h4><a>Vor Ort</a></h4><p>Zeitraum: 2016 bis 2018</p><p>Träger: AWO</p></div></div>""",
    "another project in an aside": "<aside><h3>Lesetipp</h3><h4>Vor Ort</h4><p>Umsetzende Institution: AWO</p></aside>",
    "the address of the ministry": """<footer><h4>Kontakt</h4><p>Servicestelle<br>Probeweg 1<br>14193 Berlin<br>
Tel.: 030/23125001<br>info@service.example</p></footer>""",
    "the same address in a div": """<div id="footer"><h4>Kontakt</h4><p>Servicestelle<br>Probeweg 1<br>14193 Berlin<br>
Tel.: 030/23125001<br>info@service.example</p></div>""",
    "ways out": "<p>Zurück</p><p>Drucken</p><p>Nach oben</p><p>© 2018 Bundesministerium</p><p>Impressum | Kontakt</p>",
    "buttons to share": '<ul class="share"><li>teilen</li><li>twittern</li><li>E-Mail</li></ul>',
}

#: Pages that are no profile, with the verdict that they must have.
NO_PROFILE = {
    "an overview that explains the blocks": (
        "other",
        """<h1>Das Programm</h1><h2>Casemanagement</h2><p>Menschen werden begleitet.</p><h2>Beratung/Clearing</h2>
<p>Hilft schnell.</p><h2>Mikroprojekte</h2><p>Mehr Wert im Quartier.</p>""",
    ),
    "the same as a list of terms": (
        "other",
        "<h1>Das Programm</h1>" + terms((("Casemanagement", "Begleitung."), ("Beratung/Clearing", "Hilfe."))),
    ),
    "the same as a list": (
        "other",
        "<h1>Das Programm</h1><ul><li>Casemanagement</li><li>Beratung/Clearing</li><li>Mikroprojekte</li></ul>",
    ),
    "numbers of the programme": (
        "other",
        "<h1>Zahlen</h1>" + terms((("Casemanagement", "3.412 Personen"), ("Beratung/Clearing", "1.200"))),
    ),
    "a project of another programme": (
        "other",
        "<h1>Kompetenzagentur</h1>"
        + terms(
            (("Träger", "AWO"), ("Zeitraum", "2011-2013"), ("Zielgruppe", "Jugendliche"), ("Angebote", "Beratung"))
        ),
    ),
    "a company with a service of that name": (
        "other",
        "<h1>Pflegedienst</h1><h2>Unsere Angebote</h2><h3>Case Management</h3><p>Wir beraten.</p>",
    ),
    "an article": ("other", "<h1>Neues Projekt</h1><p>Das Casemanagement startet. Zeitraum: 2015 bis 2018.</p>"),
    "results of a search": (
        "listing",
        "<h1>Suche</h1>"
        + "".join(
            f'<h3><a href="/standorte/{n}">Kreis {n}</a></h3>\n<p>Fördergebiete: Nord ... Casemanagement ja</p>'
            for n in range(10)
        ),
    ),
    "a list of all offices": ("listing", "<h1>Standorte</h1>" + links(*(f"Kreis {n}" for n in range(30)))),
    "a form to search by block": (
        "other",
        """<h1>Suche</h1><form><fieldset><legend>Bausteine</legend><input type=checkbox><label>Casemanagement</label>
<input type=checkbox><label>Beratung/Clearing</label></fieldset><button>Suchen</button></form>""",
    ),
    "not found, said with status 200": (
        "missing",
        "<h1>Seite nicht gefunden</h1><p>Die Seite existiert nicht mehr.</p>",
    ),
    "a parked domain": ("other", "<h1>jugend.example</h1><p>This domain is for sale.</p>" + links("Jugend", "Kredit")),
    "a login": ("other", "<h1>Anmeldung</h1><form><label>Passwort</label><input type=password></form>"),
    "a check for robots": ("challenge", "<h1>Just a moment...</h1><p>Checking your browser before accessing.</p>"),
    "a banner and nothing else": (
        "consent",
        "<h1>Cookies</h1><p>Wir verwenden Cookies.</p><button>Alle akzeptieren</button>",
    ),
    "a shell for scripts": ("other", '<div id="app"></div><script>var x = "Casemanagement: ja"</script>'),
    "an office that has left": ("other", "<h1>Kreis X</h1><p>Dieser Standort ist nicht mehr Teil des Programms.</p>"),
}
