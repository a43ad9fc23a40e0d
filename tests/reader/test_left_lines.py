"""Lines inside a profile that no rule takes: what a visitor reads is reported, what a visitor operates is not."""

from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.parse.profile.reading import examine

PROFILE = """<!doctype html><meta charset=utf-8><body><main><h1>Jugendamt Musterkreis</h1><h2>Projekte</h2>
<dl><dt>Projekttitel:</dt><dd>Werkstatt</dd><dt>Umsetzende Institution(en):</dt><dd>Werk e. V.</dd></dl>
{between}
<dl><dt>Projekttitel:</dt><dd>Wegweiser</dd><dt>Umsetzende Institution(en):</dt><dd>Weg gGmbH</dd></dl></main></body>"""


def _unread(between: str, vocabulary: Vocabulary) -> list[str]:
    found = examine(PROFILE.format(between=between), vocabulary)
    return [found.document.text_of(line) for line, role in enumerate(found.roles) if role == "unread"]


def test_a_sentence_between_two_projects_is_unread(vocabulary: Vocabulary) -> None:
    sentence = "<section><p>Quittenbrot wird hier an jedem zweiten Freitag gebacken.</p></section>"
    assert _unread(sentence, vocabulary) == ["Quittenbrot wird hier an jedem zweiten Freitag gebacken."]


def test_a_button_between_two_projects_is_no_text_of_the_profile(vocabulary: Vocabulary) -> None:
    assert _unread("<form><button>Quittenbrot merken</button></form>", vocabulary) == []


def test_a_picture_between_two_projects_is_no_text_of_the_profile(vocabulary: Vocabulary) -> None:
    assert _unread('<section><img src="q.png" alt="Quittenbrot auf einem Teller"></section>', vocabulary) == []
