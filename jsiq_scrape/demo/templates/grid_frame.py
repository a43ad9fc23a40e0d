"""The page around the content on the last relaunch: a component system, minified, menus also for small screens."""

from jsiq_scrape.demo.templates.navigation import INDEX, SITE, footer_links, menu, teasers
from jsiq_scrape.demo.templates.style import Style, text


def page(content: str, style: Style, *, title: str, path: str, charset: str, trail: str) -> str:
    lines = (
        "<!doctype html>",
        '<html class="no-js" lang="de"><head>',
        f'<meta charset="{charset}"><meta http-equiv="X-UA-Compatible" content="IE=edge">',
        f"<title>{text(trail)} - {text(title)}</title>",
        style.tag("meta", name="description", content=f"Standort im Programm JUGEND STÄRKEN im Quartier: {trail}"),
        style.tag("meta", name="csrf-token", content=style.session),
        style.tag("link", rel="canonical", href=SITE + path),
        f'<link rel="stylesheet" href="/assets/app-{style.build}.css">',
        "<style>.c-consent{position:fixed;inset:auto 0 0}.o-stage__kicker:before{content:'Kommune'}</style>",
        "<script>(function(d){d.documentElement.classList.remove('no-js')})(document)</script>",
        "</head>",
        style.tag("body", class_="t-standort", data_controller="page consent"),
        '<a class="c-skip" href="#inhalt">Zum Hauptinhalt</a>',
        '<template id="tpl-card"><div class="o-card"><h3>Zeitraum</h3><p>{{ zeitraum }}</p></div></template>',
        '<div class="c-topbar"><a href="/">JUGEND STÄRKEN</a>',
        '<a href="/service/leichte-sprache.html">Leichte Sprache</a>',
        '<a href="/service/gebaerdensprache.html">Gebärdensprache</a></div>',
        f'<nav class="c-nav" aria-label="Hauptmenü">{menu(style)}</nav>',
        f'<div class="c-nav-mobile" hidden><button aria-expanded="false">Menü</button>{menu(style)}</div>',
        f'<nav class="c-crumbs" aria-label="Brotkrumen"><a href="/">Start</a> › <a href="{INDEX}">Standorte</a> › ',
        f"<span>{text(trail)}</span></nav>",
        f'<main id="inhalt" class="o-main">{content}</main>',
        f'<aside class="o-aside"><h2>Neuigkeiten</h2>{teasers(style)}</aside>',
        '<div class="c-actions"><button onclick="window.print()">Drucken</button>',
        f'<a href="{INDEX}?sid={style.session}">Zurück</a></div>',
        f'<footer class="c-footer"><p>{footer_links(style)}</p><p>Seitenstand {style.stamp}</p></footer>',
        '<div class="c-consent" data-controller="consent"><p>Wir verwenden nur technisch notwendige Cookies.</p>',
        "<button>Verstanden</button></div>",
        f'<script type="module" src="/assets/app-{style.build}.js"></script>',
        f"<script>window.__STATE__={{page:{{id:'{style.session}',ts:'{style.iso_stamp}'}}}}</script>",
        "</body></html>",
    )
    return ("" if style.edition == 1 else "\n").join(lines)
