"""The page around the content on the old site: XHTML of a CMS of the 2000s, three columns, session ids in its links."""

from jsiq_scrape.demo.templates.navigation import INDEX, SITE, footer_links, menu, teasers
from jsiq_scrape.demo.templates.style import Style, text


def page(content: str, style: Style, *, title: str, path: str, charset: str, trail: str) -> str:
    return f"""<?xml version="1.0" encoding="{charset}"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="de" lang="de">
<head>
<!-- This website is powered by a content management system. Page generated: {style.stamp} 06:1{style.edition} -->
<meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<title>{text(title)}: JUGEND STÄRKEN im Quartier</title>
<meta name="generator" content="CMS 4.7" />
<meta name="robots" content="INDEX,FOLLOW" />
{style.tag("meta", name="date", content=f"{style.iso_stamp}T06:10:00+02:00")}
<base href="{SITE}/" />
<link rel="stylesheet" type="text/css" href="/typo3temp/stylesheet_{style.build}.css" media="all" />
<link rel="shortcut icon" href="/fileadmin/favicon.ico" />
<style type="text/css">
/*<![CDATA[*/
<!--
.csc-header h1 {{ color: #00438a; }} div.teaser {{ border-left: 3px solid #e2001a; padding: 0 0 0 8px; }}
#breadcrumb {{ font-size: 0.85em; }} .logo {{ float: right; }}
-->
/*]]>*/
</style>
<script type="text/javascript" src="/typo3temp/javascript_{style.build}.js"></script>
<script type="text/javascript">
/*<![CDATA[*/
var browserName = navigator.appName; var sid = "{style.session}";
function decryptCharcode(n, start, end, offset) {{ n = n + offset; return String.fromCharCode(n > end ? start : n); }}
function linkTo_UnCryptMailto(s) {{ location.href = "mailto:" + s; }}
/*]]>*/
</script>
</head>
<body>
<a name="top" id="top"></a>
<ul class="skiplinks"><li><a href="#content">Zum Inhalt springen</a></li><li><a href="#nav">Zur Navigation</a></li></ul>
<div id="wrapper">
<div id="header">
<a href="/?sid={style.session}"><img src="/fileadmin/images/kopf.jpg" alt="Startseite des Programms" width="960" /></a>
<form action="/suche/" method="get"><p><label for="q">Suche</label><input type="text" name="q" id="q" value="" />
<input type="hidden" name="sid" value="{style.session}" /><input type="submit" value="Suchen" /></p></form>
</div>
<div id="nav">{menu(style)}</div>
<div id="breadcrumb">Sie sind hier: <a href="/?sid={style.session}">Startseite</a> &gt;
<a href="{INDEX}">Standorte</a> &gt; {text(trail)}</div>
<div id="col3">
<h3>Aktuelles</h3>
{teasers(style)}
</div>
{style.tag("div", id="content", class_="col2")}
<!--TYPO3SEARCH_begin-->
{content}
<!--TYPO3SEARCH_end-->
<p class="back"><a href="{INDEX}">Zurück</a></p>
</div>
<div id="footer">
<p><a href="{path}?print=1&amp;sid={style.session}">Seite drucken</a> | <a href="{path}#top">Nach oben</a></p>
<p>{footer_links(style)}</p>
<p>Stand: {style.stamp}</p>
<p>© 2018 Regiestelle des Beispielprogramms</p>
</div>
</div>
<noscript><p><img src="/stat/piwik.php?idsite=3&amp;rec={style.build}" style="border:0" alt="" /></p></noscript>
<script type="text/javascript">
/*<![CDATA[*/
var pkBaseURL = "/stat/"; document.write(unescape("%3Cscript src='" + pkBaseURL + "piwik.js'%3E%3C/script%3E"));
/*]]>*/
</script>
</body>
</html>
<!-- Cached page generated {style.stamp}. Expires never. Parsetime: {style.edition}7{style.edition}ms -->
"""
