"""What a person can be recognised by, spelling by spelling; and the hashes, which must stay what they are."""

import pytest

from jsiq_scrape.privacy.identifiers import MARK, Identifiers
from jsiq_scrape.privacy.suppressions import hashed, normalised

PERSON = Identifiers(names=["Dr. Jörg Bäßler-Ünal"], salt="salt")


def test_hashes_stay_what_they_are() -> None:
    """Files that people wrote hold them: another cost or another form would find nobody again."""
    known = "391616e652b539054204536d24cf680963b54703643e0a6c543bec1e35827ef2"
    assert hashed("0123456789abcdef" * 2, "name", "erika musterfrau") == known
    assert normalised("name", "Frau Dr. Erika Musterfrau") == "erika musterfrau"


@pytest.mark.parametrize(
    "printed",
    [
        "Jörg Bäßler-Ünal",
        "Joerg Baessler-Uenal",
        "JÖRG BÄSSLER-ÜNAL",
        "Herrn Dr. Jörg Bäßler Ünal",
        "Frau Bäßler-Ünal",
        "Herr Bässlerünals",
        "J. Bäßler-Ünal",
        "Bäßler-Ünal, Jörg",
        "Bäßler-Ünal Dr. Jörg",
    ],
)
def test_a_name_is_found_in_a_text_in_every_spelling(printed: str) -> None:
    assert PERSON.text(f"Fragen Sie {printed} im Büro.") == f"Fragen Sie {MARK} im Büro."
    assert PERSON.lines(["Anfang", *f"Fragen Sie {printed}".split(" ", 1), "Ende"]) == {3}


@pytest.mark.parametrize("printed", ["Bäßler", "Jörg", "Jörg Bäßler-Ünalers", "Vorjörg Bäßler-Ünal", "J. Bäßler"])
def test_what_is_part_of_a_name_or_holds_it_is_not_the_name(printed: str) -> None:
    assert PERSON.text(printed) == printed


@pytest.mark.parametrize(
    "slug",
    [
        "jörg-bäßler-ünal",
        "joerg-baessler-uenal",
        "jorg-bassler-unal",
        "joerg_baessler.uenal",
        "uenal-joerg-baessler",
        "baessler-uenal-joerg",
        "uenal-baessler-joerg",
        "J%C3%B6rg_B%C3%A4%C3%9Fler-%C3%9Cnal",
        "j%c3%b6rg-b%c3%a4%c3%9fler-%c3%bcnal",
        "J%F6rg%20B%E4%DFler-%DCnal",
    ],
)
def test_a_name_is_found_in_keys_and_addresses_in_every_order_and_encoding(slug: str) -> None:
    key = PERSON.key(f"http://www.programm.invalid/{slug}.html")
    assert key.startswith("http://www.programm.invalid/x")
    assert key.endswith(".html")
    assert len(key) == len("http://www.programm.invalid/x.html") + 8
    assert key != PERSON.key(f"http://www.programm.invalid/anders/{slug}.html"), "different ones stay different"
    assert PERSON.found(slug)


@pytest.mark.parametrize("first", ["Ä", "Ö", "Ü", "É"])
def test_a_name_may_begin_with_an_umlaut(first: str) -> None:
    identifiers = Identifiers(names=[f"Anna {first}zcan"])
    for encoding in ("utf-8", "latin-1"):
        encoded = "".join(f"%{byte:02X}" for byte in first.encode(encoding))
        assert identifiers.key(f"anna-{encoded}zcan") != f"anna-{encoded}zcan"


def test_a_slug_that_holds_more_than_the_name_is_another() -> None:
    assert PERSON.key("joerg-baesslerei-uenal") == "joerg-baesslerei-uenal"
    assert PERSON.key("majoerg-baessler-uenal") == "majoerg-baessler-uenal"


def test_a_number_alone_or_a_family_name_alone_takes_no_key_along() -> None:
    numbers = Identifiers(phones=["+492421221117"])
    assert numbers.key("kurs-24") == "kurs-24"
    assert numbers.text("Telefon (0 24 21) 22-11 17 oder 00492421/221117 oder 02421 2211178") == (
        f"Telefon ({MARK} oder {MARK} oder 02421 2211178"
    )
    assert Identifiers(names=["Bäßler"]).key("baessler") == "baessler"


def test_what_nobody_understood_is_found_as_it_stands_unless_it_is_too_short() -> None:
    raw = Identifiers(raw=["gs [Bild]  x.example", "22 1"])
    assert raw.text("An gs [Bild] x.example, Zimmer 22 1") == f"An {MARK}, Zimmer 22 1"


def test_nobody_is_found_where_nobody_is_asked_for() -> None:
    nobody = Identifiers()
    assert not nobody
    assert (nobody.text("Anna"), nobody.key("anna"), nobody.found("anna"), nobody.lines(["Anna"])) == (
        "Anna",
        "anna",
        False,
        set(),
    )
    assert PERSON
