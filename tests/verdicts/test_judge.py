"""What is no profile is never read as one: each answer gets the verdict that its file is named by."""

from pathlib import Path

import pytest

from jsiq_scrape.parse import read
from jsiq_scrape.parse.judge import judge
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Verdict
from jsiq_scrape.workspace import Workspace

PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "verdicts").glob("*.html"))
URL = "https://www.programm.example/standorte/details/a.html"
HOME = "https://www.programm.example/"
PROFILE = Path(__file__).parents[1] / "fixtures" / "pages" / "nordwestmecklenburg" / "page.html"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return vocabulary.load_vocabulary(Workspace(tmp_path_factory.mktemp("root")).resource("office_page.toml"))


def judged(body: bytes, words: Vocabulary, status: int | None = 200, final_url: str = URL) -> Verdict:
    reading = read(body, words, content_type="text/html; charset=utf-8")
    return judge(status, {"content-type": "text/html; charset=utf-8"}, final_url, URL, reading, body)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_an_answer_with_status_200_gets_the_verdict_it_is_named_by(page: Path, words: Vocabulary) -> None:
    assert judged(page.read_bytes(), words) is Verdict(page.stem.partition("-")[0])


def test_each_verdict_that_words_decide_has_pages(words: Vocabulary) -> None:
    named = [page.stem.partition("-")[0] for page in PAGES]
    assert all(named.count(verdict) >= 2 for verdict in ("missing", "challenge", "consent", "error", "other"))


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_redirect_that_ends_elsewhere_never_counts_as_a_capture_of_the_profile(page: Path, words: Vocabulary) -> None:
    verdict = judged(page.read_bytes(), words, final_url=HOME)
    named = page.stem.partition("-")[0]
    assert verdict is (Verdict.MOVED if named in ("other", "listing") else Verdict(named))


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
@pytest.mark.parametrize(
    ("status", "verdict"),
    [(404, Verdict.MISSING), (410, Verdict.GONE), (401, Verdict.CHALLENGE), (403, Verdict.CHALLENGE),
     (407, Verdict.CHALLENGE), (451, Verdict.CHALLENGE), (408, Verdict.ERROR), (425, Verdict.ERROR),
     (429, Verdict.ERROR), (500, Verdict.ERROR), (503, Verdict.ERROR), (301, Verdict.MOVED)],
)  # fmt: skip
def test_a_status_that_says_something_is_believed(page: Path, status: int, verdict: Verdict, words: Vocabulary) -> None:
    assert judged(page.read_bytes(), words, status) is verdict


@pytest.mark.parametrize("banner", ["Wir verwenden Cookies. Alle akzeptieren", "Diese Website verwendet Cookies."])
def test_a_banner_over_a_profile_leaves_it_a_profile(banner: str, words: Vocabulary) -> None:
    body = PROFILE.read_bytes().replace(b"<article>", f"<div>{banner}</div><article>".encode())
    assert judged(body, words) is Verdict.PROFILE


@pytest.mark.parametrize("title", ["Just a moment", "Wartungsarbeiten", "Seite nicht gefunden"])
def test_words_of_a_block_page_in_a_text_leave_a_profile_a_profile(title: str, words: Vocabulary) -> None:
    body = PROFILE.read_bytes().replace(b"Besuche, Beratung", f"{title}, Besuche, Beratung".encode())
    assert judged(body, words) is Verdict.PROFILE


def test_a_profile_at_another_address_is_a_profile(words: Vocabulary) -> None:
    moved = "https://www.programm.example/just/programme/jugend-staerken-im-quartier/wismar-139420"
    assert judged(PROFILE.read_bytes(), words, final_url=moved) is Verdict.PROFILE
