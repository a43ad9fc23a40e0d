"""Menus read at one go give the same lines, and the same share of the site, as menus walked node by node."""

import pytest
from corpus.families import FAMILIES
from corpus.generate import pages

from jsiq_scrape.parse.menus import forget, without_known
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.walk import read_page

MENUS = {
    "links in a list": "<ul><li class='l'><a>Menüpunkt 1</a></li>\n<li><a>Zwei\n Worte</a></li></ul>",
    "entities": "<ul><li>Rat &amp; Tat</li><li>&nbsp;</li><li>a &lt; b &gt; c</li><li>so&shy;zial</li></ul>",
    "markup in a title": "<ul><li><a title='<b>x</b> > y'>Eins</a></li><li><a title='a > b < c'>Zwei</a></li></ul>",
    "text before the first element": "Menü<ul><li>Eins</li></ul>und mehr",
    "two texts on a line": "<p>Sie sind hier: <a>Start</a> &gt; <a>Standorte</a></p><p>Ende</p>",
    "a text beside an inline element": "<p><b>Eins</b> zwei</p>",
    "a break": "<p>Eins<br>zwei</p>",
    "an element that is hidden": "<ul><li hidden>Eins</li><li>Zwei</li></ul>",
    "an element hidden by its style": "<ul><li style='display: none'>Eins</li><li>Zwei</li></ul>",
    "a text that is only spoken": "<ul><li aria-label='Eins'><b>x</b></li></ul>",
    "a picture": "<ul><li><img alt='Eins'></li><li>Zwei</li></ul>",
    "a comment": "<ul><!-- <li>Eins</li> --><li>Zwei</li></ul>",
    "a script": "<ul><li>Eins</li></ul><script>var a = '<li>Zwei</li>';</script>",
    "a heading": "<h2>Menü</h2><ul><li>Eins</li></ul>",
    "an element of somebody's own": "<x-menu>Eins</x-menu><x-menu>Zwei</x-menu>",
    "lines of a pre": "<pre>Eins\nZwei</pre>",
    "letters put together": "<ul><li>Menu\u0308</li></ul>",
    "nothing": "<ul><li> </li></ul>",
}
BOXES = {
    "by tag": "<nav>{}</nav>",
    "by role": "<div role='navigation'>{}</div>",
    "by class": "<div class='nav'>{}</div>",
    "by id": "<ul id='breadcrumb'>{}</ul>",
    "an inline element": "<span class='nav'>{}</span>",
}
PAGE = "<body>Vor<h1>Amt</h1><p>Eins</p><p>Zwei</p><p>Drei</p><p>Vier</p>davor{}danach<p>Fünf</p></body>"


def shown(page: Page) -> list[tuple[str, int, bool, int]]:
    """What both ways must agree on: the lines, their levels, what is of the site, and how their atoms are divided."""
    return [
        (page.text_of(line), page.level(line), bool(page.of_site[page.first_atoms[line]]), len(page.atoms_of(line)))
        for line in range(page.count)
    ]


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES.keys())
@pytest.mark.parametrize("menu", MENUS.values(), ids=MENUS.keys())
def test_a_menu_read_at_one_go_has_the_lines_of_one_that_is_walked(menu: str, box: str) -> None:
    body = PAGE.format(box.format(menu))
    assert shown(read_page(body, menus=False)) == shown(read_page(body))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_pages_have_the_same_lines_whether_menus_are_walked_or_not(family: object) -> None:
    for page in pages([family], 2):
        assert shown(read_page(page.body, menus=False)) == shown(read_page(page.body))


def test_elements_inside_a_menu_are_left_out_and_those_of_the_page_are_not() -> None:
    body = PAGE.format("<nav><ul><li><a href='/'>Start</a></li></ul></nav>")
    page = read_page(body, menus=False)
    assert page.tags == ["html", "body", "h1", "p", "p", "p", "p", "nav", "p"]
    assert read_page(body).tags[7:11] == ["nav", "ul", "li", "a"]


def test_what_is_named_like_a_menu_and_holds_most_of_the_page_is_walked() -> None:
    entries = "".join(f"<li><a href='/{number}'>Eintrag {number}</a></li>" for number in range(30))
    page = read_page(PAGE.format(f"<ul class='nav'>{entries}</ul>"), menus=False)
    assert page.tags.count("a") == 30
    assert not any(page.of_site)


def test_a_menu_inside_one_that_had_to_be_walked_is_read_all_the_same() -> None:
    inner = "<div class='menu'><ul><li><a>Eins</a></li></ul></div>"
    body = PAGE.format(f"<nav><img alt='Bild'>{inner}</nav>{inner}")
    assert shown(read_page(body, menus=False)) == shown(read_page(body))


def test_a_text_without_visible_letters_joins_no_lines() -> None:
    page = read_page("<body>Eins<dd><textarea>\u200b</textarea></dd>Zwei<p>Drei</p></body>")
    assert [page.text_of(line) for line in range(page.count)] == ["Eins", "Zwei", "Drei"]


LONG = (
    "<ul>"
    + "".join(f"<li><a href='/{number}'>Punkt {number}</a></li>" for number in range(50)).replace("'", '"')
    + "</ul>"
)
# What may stand around the menu of a later page, with the markup of the menu itself for {}.
AROUND = {
    "the same box": "<nav>{}</nav>",
    "another box": "<div class='menu'>{}</div>",
    "a list": "<ul class='nav'><li>Eins</li>{}</ul>",
    "more in the same box": "<nav><b>Menü</b>{}<p>Ende</p></nav>",
    "a menu around it": "<div class='navi'><p>Menü</p><nav>{}</nav></div>",
    "no menu": "<section>{}</section>",
    "nothing": "{}",
    "a link that is not closed": "<p><a href='x'>Link<nav>{}</nav></p>",
    "a link around it": "<a href='x'><nav>{}</nav></a>",
    "bold text that is not closed": "<p><b>Fett<nav>{}</nav>danach</p>",
    "an item of a list": "<ul><li>Eins<nav>{}</nav></li></ul>",
    "a cell": "<table><tr><td><nav>{}</nav></td></tr></table>",
    "a table": "<table><nav>{}</nav><tr><td>Zelle</td></tr></table>",
    "a comment": "<!-- <nav>{}</nav> -->",
    "a script": "<script>var menu = '<nav>{}</nav>';</script>",
    "a text field": "<textarea><nav>{}</nav></textarea>",
    "a hidden box": "<div hidden><nav>{}</nav></div>",
    "a drawing": "<svg><nav>{}</nav></svg>",
    "a choice": "<select><nav>{}</nav></select>",
    "twice": "<nav>{0}</nav><p>Mitte</p><nav>{0}</nav>",
    "the sign of a cut": "<nav>&#1;0&#1;</nav><nav>{}</nav>",
    "the sign of a cut, and no menu": "<nav>&#x01;0&#X1</nav><section>{}</section>",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
def test_a_menu_that_another_page_had_reads_as_if_nobody_had_seen_it(around: str) -> None:
    forget()
    body = PAGE.format(around.format(LONG))
    alone = everything(read_page(body, menus=False))
    forget()
    read_page(PAGE.format(f"<nav>{LONG}</nav>"), menus=False)
    assert everything(read_page(body, menus=False)) == alone


def everything(page: Page) -> list[object]:
    return [shown(page), page.tags, page.parents, page.attributes, page.starts, page.stops, page.holders, page.glued]


def test_a_menu_of_another_page_is_not_parsed_again() -> None:
    forget()
    body = PAGE.format(f"<nav>{LONG}</nav>")
    read_page(body, menus=False)
    assert len(without_known(body)[0]) < len(body) - len(LONG) + 10
    read_page(PAGE.format(f"<!-- {LONG} -->"), menus=False)
    assert without_known(body) == (body, {}), "one that was cut out in vain is cut out no more"
    read_page(body, menus=False)
    assert without_known(body) == (body, {})


@pytest.mark.parametrize(
    "menu",
    [LONG[:900], LONG.replace("</li>", ""), LONG.replace('"', "'"), LONG.replace("<ul>", "<ul><!-- x -->")],
    ids=["short", "not closed", "quoted otherwise", "a comment in it"],
)
def test_only_long_menus_that_the_page_wrote_as_the_parser_does_are_known_again(menu: str) -> None:
    forget()
    body = PAGE.format(f"<nav>{menu}</nav>")
    read_page(body, menus=False)
    assert without_known(body) == (body, {})
