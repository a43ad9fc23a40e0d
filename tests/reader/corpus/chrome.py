"""What stands around a profile: head, consent banner, navigation, breadcrumb, teaser, footer."""

import re
from random import Random

from corpus.shown import Shown

BANNER = """<div id="cookie-consent" class="consent" role="dialog">
<p>Diese Website verwendet Cookies. Einige sind technisch notwendig, andere helfen uns, das Angebot zu verbessern.</p>
<p>Sie können Ihre Auswahl jederzeit ändern. Mehr dazu steht in der Datenschutzerklärung.</p>
<button type="button">Alle akzeptieren</button> <button type="button">Nur notwendige</button>
</div>"""

SKIP = """<ul class="skip"><li><a href="#nav">Zur Navigation</a></li><li><a href="#content">Zum Inhalt</a></li></ul>"""

NAVIGATION = """<nav id="nav" aria-label="Hauptnavigation">
<ul>
<li><a href="/">Startseite</a></li>
<li><a href="/programm/">Das Programm</a></li>
<li><a href="/standorte/">Standorte</a>
<ul><li><a href="/standorte/karte/">Karte</a></li><li><a href="/standorte/liste/">Liste</a></li></ul></li>
<li><a href="/projekte/">Projekte</a></li>
<li><a href="/kontakt/">Kontakt</a></li>
</ul>
</nav>"""

CRUMBS = """<nav class="breadcrumb" aria-label="Brotkrumen"><a href="/">Start</a> &gt;
<a href="/standorte/">Standorte</a> &gt;
<span>Details</span></nav>"""

TEASER = """<aside class="teaser">
<h2>Aktuelles</h2>
<p><a href="/aktuelles/7/">Fachtag der Standorte: die Anmeldung ist offen</a></p>
<p><a href="/aktuelles/8/">Neue Broschüre zum Herunterladen</a></p>
</aside>"""

FOOTER = """<footer>
<p><a href="/kontakt/">Kontakt</a> | <a href="/impressum/">Impressum</a> | <a href="/datenschutz/">Datenschutz</a></p>
<p>Gefördert vom Bund und vom Europäischen Sozialfonds</p>
</footer>"""

BACK = """<p class="back"><a href="javascript:history.back()">Zurück</a></p>
<p class="tools"><a href="#top">Nach oben</a></p>"""

SCRIPT = """<script>window.dataLayer = window.dataLayer || []; var Zeitraum = "nie";</script>
<style>.label { font-weight: bold }</style>
<noscript><img src="/count.gif" alt=""></noscript>"""


def bare(shown: Shown, body: str) -> str:
    """The profile alone."""
    return f"""<!DOCTYPE html>
<html lang="de">
<head><meta charset="utf-8"><title>{shown.office}</title></head>
<body>
{body}
</body>
</html>"""


def around(shown: Shown, body: str, rng: Random) -> str:
    """The profile inside the page of a CMS."""
    before = [piece for piece in (SCRIPT, SKIP, BANNER) if rng.random() < 0.6]
    crumbs = [CRUMBS] if rng.random() < 0.6 else []
    after = [piece for piece in (BACK, TEASER) if rng.random() < 0.6]
    opening, closing = rng.choice(
        (
            ('<main id="content">', "</main>"),
            ('<div id="page"><div id="content" role="main">', "</div></div>"),
            ('<div class="wrap">\n<div class="col2">', "</div>\n</div>"),
        )
    )
    inside, outside = ([BACK], [p for p in after if p != BACK]) if BACK in after and rng.random() < 0.5 else ([], after)
    top, bottom = "\n".join((*before, NAVIGATION, *crumbs)), "\n".join((*outside, FOOTER))
    middle = "\n".join((opening, body, *inside, closing))
    return f"""<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<title>{shown.office} | JUGEND STÄRKEN im Quartier</title>
<link rel="stylesheet" href="/style.css">
</head>
<body class="standort">
{top}
{middle}
{bottom}
</body>
</html>"""


def minify(markup: str) -> str:
    """The page without the line breaks between its tags."""
    return re.sub(r">\s*\n\s*<", "><", markup)
