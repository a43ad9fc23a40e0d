"""Menus read at one go give the same lines, and the same share of the site, as menus walked node by node."""

import pytest
from corpus.families import FAMILIES
from corpus.generate import pages

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
