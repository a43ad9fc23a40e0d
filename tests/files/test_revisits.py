"""A revisit record is a capture of the content that it refers to, wherever that stands."""

import pytest
from made_warcs import DATE, URL, Taken, answer, packed, page, record, response, sha1

from jsiq_scrape.captures import ErrorKind

LATER = "2019-01-01T00:00:00Z"
SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
ORIGINAL_ID = "<urn:uuid:0f1c4d1e-0000-4000-8000-000000000001>"
ORIGINAL = response("a", WARC_Record_ID=ORIGINAL_ID, WARC_Payload_Digest=sha1(page("a")))


def revisit(block: bytes = b"", profile: str = SAME, url: str = URL.format("a"), **headers: str) -> bytes:
    return record("revisit", block, url, WARC_Date=LATER, WARC_Profile=profile, **headers)


REFERENCES = {
    "by record": {"WARC_Refers_To": ORIGINAL_ID},
    "by URL and time": {"WARC_Refers_To_Target_URI": URL.format("a"), "WARC_Refers_To_Date": DATE},
    "by its own URL and a time": {"WARC_Refers_To_Date": DATE},
    "by digest": {"WARC_Payload_Digest": sha1(page("a")).replace("sha1", "SHA1")},
}


@pytest.mark.parametrize("order", ["behind", "before", "in another file", "in an earlier collection"])
@pytest.mark.parametrize("reference", REFERENCES)
def test_it_confirms_what_it_refers_to(reference: str, order: str, taken: Taken) -> None:
    again = revisit(answer(b"", X_Later="yes"), **REFERENCES[reference])
    if order == "in an earlier collection":
        if "URL" not in reference:
            pytest.skip("the store knows captures by URL and time")
        taken.take(packed([ORIGINAL]))
        taken.take(packed([again]))
    elif order == "in another file":
        taken.take(packed([again]), packed([ORIGINAL]))
    else:
        taken.take(packed([ORIGINAL, again] if order == "behind" else [again, ORIGINAL]))
    first, second = taken.captures
    assert second.confirms == first.digest
    assert (second.status, dict(second.headers)) == (200, {"x-later": "yes"})


def test_a_revisit_without_headers_has_the_status_of_its_original(taken: Taken) -> None:
    taken.take(packed([ORIGINAL, revisit(Content_Type="text/plain", **REFERENCES["by record"])]))
    assert [capture.status for capture in taken.captures] == [200, 200]


def test_not_modified_is_a_capture_that_confirms(taken: Taken) -> None:
    taken.take(packed([ORIGINAL, revisit(answer(b"", "304 Not Modified"), NOT_MODIFIED, **REFERENCES["by record"])]))
    first, second = taken.captures
    assert (second.status, second.confirms) == (304, first.digest)


def test_the_original_may_be_a_page_that_is_not_taken(taken: Taken) -> None:
    other = record("response", answer(page("a")), "https://other.example/copy", WARC_Record_ID=ORIGINAL_ID)
    taken.take(packed([other, revisit(**REFERENCES["by record"])]))
    assert taken.bodies() == {URL.format("a"): page("a")}


def test_without_its_original_it_is_a_capture_with_an_error(taken: Taken) -> None:
    report = taken.take(packed([revisit(**REFERENCES["by record"])]))
    (capture,) = taken.captures
    assert (capture.error_kind, capture.content_digest) == (ErrorKind.UNAVAILABLE, None)
    assert [url for url, _ in report.incidents] == [URL.format("a")]
