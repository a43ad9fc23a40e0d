"""Where a value is known without asking a library, the library would say the same."""

import re

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from jsiq_scrape.parse.mails import emails
from jsiq_scrape.parse.phones import phones


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


def test_an_area_code_before_a_slash_is_a_part_of_the_number_behind_it() -> None:
    assert [phone.e164 for phone in phones("Tel.: 040/66969-230")] == ["+494066969230"]
    assert [phone.e164 for phone in phones("(0221) 4719569")] == ["+492214719569"]
