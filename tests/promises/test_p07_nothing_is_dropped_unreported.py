"""P7: no text of a profile is dropped unreported."""

import re
from collections.abc import Iterator

import pytest

from jsiq_scrape.demo.facts import Office, offices
from jsiq_scrape.demo.site import pages
from jsiq_scrape.parse import read
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Reading
from jsiq_scrape.workspace import PACKAGE, Workspace

FOREIGN = b" Zusatzwort "
#: Every third place is enough: neighbours are of the same kind.
STEP = 3
ONE_OF_EACH_MARKUP = {office.template: office for office in reversed(offices())}


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary.load_vocabulary(Workspace(PACKAGE.parent).resource("office_page.toml"))


def with_a_foreign_word(office: Office, body: bytes) -> Iterator[bytes]:
    """The page with a word that nobody expects, at one place of the profile after the other."""
    # A text between two cells of a table is moved before the table by every browser, so there it goes into the cells.
    ends = (
        rb"</(?:td|p|li)>|<br>" if office.template == "table" else rb"</(?:p|dd|li|td|div|span|strong|ul|tr)>|<br ?/?>"
    )
    for number, match in enumerate(re.finditer(ends, body)):
        if number % STEP == 0:
            place = match.start() if office.template == "table" else match.end()
            yield body[:place] + FOREIGN + body[place:]


@pytest.mark.parametrize("office", ONE_OF_EACH_MARKUP.values(), ids=ONE_OF_EACH_MARKUP)
def test_a_word_that_nobody_expects_is_kept_or_reported_wherever_it_stands(office: Office, words: Vocabulary) -> None:
    """From the first value of the profile to the last: what stands before and after them is the page around it.

    Seen failing when lines without a role inside the profile were counted as boilerplate.
    """
    answer = pages(1)[office.path]
    content_type = dict(answer.headers)["Content-Type"]
    tried = 0
    for body in with_a_foreign_word(office, answer.body):
        reading = read(body, words, content_type=content_type)
        lines = parse_document(body, content_type=content_type).lines()
        line = next((line for line in lines if "Zusatzwort" in line.text), None)
        if line is None:  # nobody sees it: it stands in a template or another hidden element
            continue
        claimed = [claim.lines for claim in reading.claims if "place" not in claim.field]
        if min(claimed)[0] < line.number < max(last for _, last in claimed):
            tried += 1
            assert "Zusatzwort" in reading.model_dump_json(), f"line {line.number}: {line.text} @ {line.path}"
    assert tried >= 5


@pytest.mark.parametrize("edition", [1, 2])
def test_every_line_has_one_role_and_every_unread_one_a_finding(edition: int, words: Vocabulary) -> None:
    for path, answer in pages(edition).items():  # type: ignore[arg-type]
        reading: Reading = read(answer.body, words, content_type=dict(answer.headers).get("Content-Type"))
        lines = reading.lines
        assert lines.total == lines.read + lines.boilerplate + lines.unread, path
        told = [finding for finding in reading.findings if finding.kind is FindingKind.UNREAD]
        assert bool(lines.unread) == bool(told), path
