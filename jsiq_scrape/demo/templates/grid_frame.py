"""The page around the content on the last relaunch: a component system, minified, menus also for small screens."""

from jsiq_scrape.demo.templates.look import Look, text
from jsiq_scrape.demo.templates.navigation import INDEX, SITE, footer_links, menu, teasers


def page(content: str, look: Look, *, title: str, path: str, charset: str, trail: str) -> str:
    lines = (
        "<!doctype html>",
        '<html class="no-js" lang="de"><head>',
        f'<meta charset="{charset}"><meta http-equiv="X-UA-Compatible" content="IE=edge">',
        f"<title>{text(trail)} - {text(title)}</title>",
        look.tag("meta", name="description", content=f"Standort im Programm JUGEND STÄRKEN im Quartier: {trail}"),
        look.tag("meta", name="csrf-token", content=look.session),
        look.tag("link", rel="canonical", href=SITE + path),
        f'<link rel="stylesheet" href="/assets/app-{look.build}.css">',
        "<style>.c-consent{position:fixed;inset:auto 0 0}.o-stage__kicker:before{content:'Kommune'}</style>",
        "<script>(function(d){d.documentElement.classList.remove('no-js')})(document)</script>",
        "</head>",
        look.tag("body", class_="t-standort", data_controller="page consent"),
        '<a class="c-skip" href="#inhalt">Zum Hauptinhalt</a>',
        '<template id="tpl-card"><div class="o-card"><h3>Zeitraum</h3><p>{{ zeitraum }}</p></div></template>',
        '<div class="c-topbar"><a href="/">JUGEND STÄRKEN</a>',
        '<a href="/service/leichte-sprache.html">Leichte Sprache</a>',
        '<a href="/service/gebaerdensprache.html">Gebärdensprache</a></div>',
        f'<nav class="c-nav" aria-label="Hauptmenü">{menu(look)}</nav>',
        f'<div class="c-nav-mobile" hidden><button aria-expanded="false">Menü</button>{menu(look)}</div>',
        f'<nav class="c-crumbs" aria-label="Brotkrumen"><a href="/">Start</a> › <a href="{INDEX}">Standorte</a> › ',
        f"<span>{text(trail)}</span></nav>",
        f'<main id="inhalt" class="o-main">{content}</main>',
        f'<aside class="o-aside"><h2>Neuigkeiten</h2>{teasers(look)}</aside>',
        '<div class="c-actions"><button onclick="window.print()">Drucken</button>',
        f'<a href="{INDEX}?sid={look.session}">Zurück</a></div>',
        f'<footer class="c-footer"><p>{footer_links(look)}</p><p>Seitenstand {look.stamp}</p></footer>',
        '<div class="c-consent" data-controller="consent"><p>Wir verwenden nur technisch notwendige Cookies.</p>',
        "<button>Verstanden</button></div>",
        f'<script type="module" src="/assets/app-{look.build}.js"></script>',
        f"<script>window.__STATE__={{page:{{id:'{look.session}',ts:'{look.iso_stamp}'}}}}</script>",
        "</body></html>",
    )
    return ("" if look.edition == 1 else "\n").join(lines)
