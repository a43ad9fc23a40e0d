"""What kind of answer a fetch got: computed from status, headers and reading, never stored as evidence."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from jsiq_scrape.captures import fails, refuses
from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, compact
from jsiq_scrape.records import Reading, Verdict

#: The headers that a verdict may rest on.
HEADERS = ("cf-mitigated",)

_SHORT = 2500  # characters of text; a block or error page says little
_NOTHING = 400  # characters beside the banner: a site's name and its footer
_FEW_LINKS = 3  # a listing links to at least so many pages


def judge(
    status: int | None,
    headers: Mapping[str, str],
    final_url: str,
    asked_url: str,
    reading: Reading | None,
    body: bytes | None,
) -> Verdict:
    """The verdict of one capture; header names in lower case. A body alone is judged with status 200."""
    if status is None or fails(status):
        return Verdict.CHALLENGE if status == 503 and "cf-mitigated" in headers else Verdict.ERROR
    if refuses(status):
        return Verdict.CHALLENGE
    if status == 410:
        return Verdict.GONE
    if status == 404:
        return Verdict.MISSING
    if status >= 400:
        return Verdict.ERROR
    if 300 <= status < 400 and status != 304:
        return Verdict.MOVED
    if reading is None:
        return Verdict.OTHER if body else Verdict.ERROR
    if reading.verdict in (Verdict.OTHER, Verdict.LISTING) and _elsewhere(asked_url, final_url):
        return Verdict.MOVED
    return reading.verdict


def _elsewhere(asked: str, final: str) -> bool:
    """Whether a redirect led to another page, not only to another host or scheme of the same one."""
    one, other = urlsplit(asked), urlsplit(final)
    return (one.path.rstrip("/"), one.query) != (other.path.rstrip("/"), other.query)


def judge_text(page: Document, vocabulary: Vocabulary) -> Verdict:
    """What a page that is no profile is, by its own words."""
    if not page.count:
        return Verdict.OTHER
    head = compact(
        " ".join([page.title or "", *(page.text_of(line) for line in range(page.count) if page.level(line) == 1)])
    )
    own = [line for line, node in enumerate(page.first_nodes) if not page.boilerplate(page.owners[node])]
    texts = [page.text_of(line) for line in own]
    whole = compact(" ".join(texts)) if sum(map(len, texts)) <= _SHORT else ""
    for verdict in (Verdict.CHALLENGE, Verdict.MISSING, Verdict.ERROR, Verdict.OTHER):
        phrases = vocabulary.phrases.get(verdict.value, ())
        if any(phrase in head or (whole and phrase in whole) for phrase in phrases):
            return verdict
    if _is_listing(page, own):
        return Verdict.LISTING
    if sum(map(len, texts)) <= _NOTHING:
        # A banner stands over every page of a site; only where nothing stands under it, it is what was answered.
        whole = compact(" ".join(page.text_of(line) for line in range(page.count)))
    elif not any(line.rstrip(".!").lower().startswith("cookie") for line in texts[:3]):
        whole = head
    if any(phrase in whole for phrase in vocabulary.phrases.get("consent", ())):
        return Verdict.CONSENT
    return Verdict.OTHER


def _is_listing(page: Document, own: list[int]) -> bool:
    """Whether a good part of what a page shows, navigation aside, are links to other pages."""
    targets = set()
    for line in own:
        target = page.target(page.owners[page.first_nodes[line]])
        if target and not target.startswith(("#", "mailto:", "javascript:", "tel:")):
            targets.add(urlsplit(target).path)
    return len(targets) >= _FEW_LINKS and len(targets) * 4 >= len(own)
