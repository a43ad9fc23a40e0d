"""The page around the content on the new site: HTML5 of a modular CMS with a consent banner before everything else."""

import json

from jsiq_scrape.demo.templates.navigation import INDEX, SITE, footer_links, menu, teasers
from jsiq_scrape.demo.templates.style import Style, text


def page(content: str, style: Style, *, title: str, path: str, charset: str, trail: str) -> str:
    linked_data = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": title,
        "dateModified": style.iso_stamp,
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Standorte", "item": SITE + INDEX}],
        },
    }
    settings = {"basePath": "/", "ajaxPageState": {"theme": "programm", "theme_token": style.session}}
    return f"""<!DOCTYPE html>
<html lang="de" dir="ltr" prefix="content: http://purl.org/rss/1.0/modules/content/ dc: http://purl.org/dc/terms/">
<head>
{style.tag("meta", charset=charset)}
{style.tag("meta", name="viewport", content="width=device-width, initial-scale=1")}
<title>{text(title)} | JUGEND STÄRKEN im Quartier</title>
{style.tag("link", rel="canonical", href=SITE + path)}
{style.tag("meta", property="og:title", content=title)}
{style.tag("meta", property="og:type", content="article")}
{style.tag("link", rel="stylesheet", href=f"/sites/default/files/css/css_{style.build}.css", media="all")}
<link rel="preload" href="/themes/programm/fonts/source-sans.woff2" as="font" type="font/woff2" crossorigin>
<script type="application/ld+json">{json.dumps(linked_data, ensure_ascii=False)}</script>
<script>window.dataLayer = window.dataLayer || []; document.documentElement.className += " js";</script>
</head>
{style.tag("body", class_="html not-front not-logged-in page-node", data_session=style.session)}
<div id="skip-link"><a href="#main-content" class="element-invisible element-focusable">Direkt zum Inhalt</a></div>
<div id="cookie-banner" role="dialog" aria-labelledby="cookie-title" aria-modal="true">
<h2 id="cookie-title">Wir achten auf Ihre Privatsphäre</h2>
<p>Diese Website setzt Cookies ein. Notwendige Cookies sorgen dafür, dass Sie sich auf den Seiten bewegen und Formulare
absenden können; sie werden gelöscht, sobald Sie den Browser schließen. Mit Ihrer Einwilligung zählen wir außerdem,
welche Seiten wie oft aufgerufen werden. Die Zahlen werden auf unseren eigenen Servern ausgewertet und nicht
weitergegeben. Sie können Ihre Einwilligung jederzeit in der Datenschutzerklärung widerrufen; der Besuch der Website
hängt nicht von ihr ab.</p>
<ul><li><label><input type="checkbox" checked disabled> Notwendig</label></li>
<li><label><input type="checkbox" name="statistik"> Statistik</label></li></ul>
<button type="button" data-consent="all">Alle akzeptieren</button>
<button type="button" data-consent="selected">Auswahl bestätigen</button>
<button type="button" data-consent="none">Nur notwendige</button>
</div>
<header id="navbar" role="banner">
<a class="logo" href="/" title="Startseite"><img src="/themes/programm/logo.svg" alt="Logo des Beispielprogramms"></a>
<nav role="navigation" aria-label="Hauptnavigation">{menu(style)}</nav>
<form action="/suche/" role="search"><label for="edit-search">Suchbegriff</label>
<input id="edit-search" type="search" name="q">
<input type="hidden" name="form_build_id" value="form-{style.session}"><button type="submit">Suchen</button></form>
</header>
<div class="main-container container">
<ol class="breadcrumb"><li><a href="/">Startseite</a></li><li><a href="{INDEX}">Standorte</a></li>
<li class="active">{text(trail)}</li></ol>
<div class="row">
<main id="main-content" role="main" tabindex="-1">
{content}
</main>
<aside class="region-sidebar-second" role="complementary">
<section class="block block-views"><h2>Meldungen</h2>
{teasers(style)}
</section>
<section class="block block-share"><h2>Seite teilen</h2>
<ul><li><a href="/service/weitersagen.html?u={path}&amp;t={style.session}">Per Mail</a></li></ul></section>
</aside>
</div>
</div>
<footer class="footer container" role="contentinfo">
<p><a href="{INDEX}">Zurück zur Übersicht</a> <a href="#navbar">Nach oben</a> <a href="{path}?print=1">Drucken</a></p>
<p>{footer_links(style)}</p>
<p>Letzte Änderung: <time datetime="{style.iso_stamp}">{style.stamp}</time></p>
</footer>
<script src="/sites/default/files/js/js_{style.build}.js"></script>
<script>jQuery.extend(Drupal.settings, {json.dumps(settings)});</script>
</body>
</html>
"""
