"""Where a value is known without asking a library, the library would say the same."""

import re

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from jsiq_scrape.parse.values import yes_no
from jsiq_scrape.parse.values.mails import emails
from jsiq_scrape.parse.values.phones import phones


@given(
    st.from_regex(re.compile(r"[ab1A_+-]{1,6}(\.[ab1-]{1,4})?", re.A), fullmatch=True),
    st.from_regex(re.compile(r"[ab1B-]{1,6}(\.[ab1-]{1,4})?", re.A), fullmatch=True),
    st.sampled_from(["de", "DE", "com", "org", "net", "info", "eu", "example", "xde", "d-e"]),
)
@example("amt51", "kreis-beispiel", "DE")
@example("a", "xn--b", "de")
@example("a" * 64, "b" * 64, "de")
def test_an_address_is_what_the_library_makes_of_it(local: str, domain: str, ending: str) -> None:
    written = f"{local}@{domain}.{ending}"
    try:
        known = validate_email(written, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError:
        assert written.lower() not in [found.lower() for found in emails(written)]
    else:
        found = emails(written)
        # What stands beside an address ("-", "+") may be no part of it; one that is read whole is read alike.
        assert known.normalized in found or written.lower() not in [each.lower() for each in found]


@pytest.mark.parametrize("digits", ["02", "030", "040", "0221", "000", "0000", "0999"])
def test_an_area_code_alone_is_no_number_for_the_library_either(digits: str) -> None:
    assert phones(digits, "phone") == []
    try:
        number = phonenumbers.parse(digits, "DE")
    except phonenumbers.NumberParseException:
        return
    assert not phonenumbers.is_valid_number(number)


@given(st.from_regex(r"0[1-9](?:[ /-]?[0-9]){5,14}", fullmatch=True))
def test_a_number_as_germans_write_it_is_what_the_library_makes_of_it(written: str) -> None:
    number = phonenumbers.parse(written, "DE")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for phone in phones(written, "phone"):
        if re.sub(r"\D", "", written)[1:] == phone.e164.removeprefix("+49"):
            assert phonenumbers.is_valid_number(number)
            assert phone.e164 == e164


def test_an_area_code_before_a_slash_is_a_part_of_the_number_behind_it() -> None:
    assert [phone.e164 for phone in phones("Tel.: 040/66969-230")] == ["+494066969230"]
    assert [phone.e164 for phone in phones("(0221) 4719569")] == ["+492214719569"]


@pytest.mark.parametrize(
    ("written", "answer"), [("ja", True), ("Nein", False), ("JA", True), ("ja!", True), ("jaa", None)]
)
def test_a_plain_answer_is_read_like_any_other(written: str, answer: bool | None) -> None:
    assert yes_no(written) is answer
