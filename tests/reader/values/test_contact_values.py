"""Phones, mails and sites of a contact block."""

import subprocess
import sys
from urllib.parse import quote

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsiq_scrape.parse.values import Phone, emails, looks_like_mail, phones, website, websites

ONE_PHONE = [
    ("02421/22-1111", "+492421221111", None),
    ("Telefonnummer 02421/22-1111", "+492421221111", "phone"),
    ("Telefonnummer\u00a002421/22\u20111111", "+492421221111", "phone"),
    ("Tel.: 02421/22\u20131111", "+492421221111", "phone"),
    ("Tel.:02421/22-1111", "+492421221111", "phone"),
    ("Fon 0 24 21 / 22 - 11 11", "+492421221111", "phone"),
    ("T: 02421/22-1111", "+492421221111", "phone"),
    ("Telefon: 02421.22.1111", "+492421221111", "phone"),
    ("0221 / 4719569", "+492214719569", None),
    ("0421 / 898 439 -12", "+4942189843912", None),
    ("(0395) 56 60 79 24", "+4939556607924", None),
    ("(02 11) 855 - 3124", "+492118553124", None),
    ("+49 (0) 361 2223-0", "+4936122230", None),
    ("+49 (0)361 2223-0", "+4936122230", None),
    ("+49 361 22230", "+4936122230", None),
    ("0049 361 22230", "+4936122230", None),
    ("0371 488-5138", "+493714885138", None),
    ("03841/30405193", "+49384130405193", None),
    ("Telefax 0371 488-5138", "+493714885138", "fax"),
    ("Fax: 0371 488-5138", "+493714885138", "fax"),
    ("F: 0371 488-5138", "+493714885138", "fax"),
    ("0371 488-5138 (Fax)", "+493714885138", "fax"),
    ("Telefon 0371 488-5138 (Zentrale)", "+493714885138", "phone"),
    ("Mobil: 0176 04069012", "+4917604069012", "mobile"),
    ("Mobiltelefon 0176 04069012", "+4917604069012", "mobile"),
    ("Handy 0176 04069012", "+4917604069012", "mobile"),
    ("0176 04069012", "+4917604069012", "mobile"),
    ("Telefon 0176 04069012", "+4917604069012", "phone"),
    ("tel:+492421221111", "+492421221111", None),
    ("tel:%2B49-2421-221111", "+492421221111", None),
    ("tel:0176-04069012", "+4917604069012", "mobile"),
    ("fax:+492421221111", "+492421221111", "fax"),
    # numbers reserved for films and demo pages are valid ones
    ("030 23125-123", "+493023125123", None),
    ("0221 4710-123", "+492214710123", None),
    ("040 66969-123", "+494066969123", None),
    ("069 90009-123", "+496990009123", None),
    ("0171 3920012", "+491713920012", "mobile"),
    ("0152 28817386", "+4915228817386", "mobile"),
]
SEVERAL_PHONES = [
    ("02421/22-1111 oder 22-1112", ["+492421221111", "+492421221112"]),
    ("02421/22-1111, 22-1112", ["+492421221111", "+492421221112"]),
    ("02421/22-1111 oder -1112", ["+492421221111", "+492421221112"]),
    ("02421/22-1111/-1112", ["+492421221111", "+492421221112"]),
    ("02421/22-1111/1112", ["+492421221111", "+492421221112"]),
    ("0221 / 4719569, 0221/123456", ["+492214719569", "+49221123456"]),
    ("0221 4719569 / 0221 4719570", ["+492214719569", "+492214719570"]),
    ("0221 4719569/4719570", ["+492214719569", "+492214719570"]),
    ("0221 4719569 0221 4719570", ["+492214719569", "+492214719570"]),
    ("0221 4719569\n0221 4719570", ["+492214719569", "+492214719570"]),
    ("0221 4719569 und 0221 4719569", ["+492214719569"]),
    ("0176 04069012 oder 4069013", ["+4917604069012"]),  # no area code to share
    ("0221 4719569, 471", ["+492214719569"]),
]
KINDS = [
    ("Tel. 0221 4710-123, Fax 0221 4710-124", ["phone", "fax"]),
    ("Tel. 0221 4710-123 Fax 0221 4710-124 Mobil 0176 04069012", ["phone", "fax", "mobile"]),
    ("T 0221 4710-123 F 0221 4710-124", ["phone", "fax"]),
    ("Telefon/Fax 0221 4710-123 / 0221 4710-124", ["phone", "fax"]),
    ("Tel./Fax: 0221 4710-123", ["phone", "fax"]),
    ("0221 4710-123, 0221 4710-124 (Fax)", [None, "fax"]),
]
NO_PHONE = [
    "",
    "-",
    "Fax: -",
    "52351 Düren",
    "01067 Dresden",
    "01067",
    "D-01067",
    "01.01.2015",
    "02.04.2015",
    "01.01.2015 - 31.12.2018",
    "09/2008 - 06/2014",
    "02/2015",
    "2015 - 2018",
    "08.00 - 16.00 Uhr",
    "09:00-12:00 und 14:00-16:00 Uhr",
    "18.-März-Str. 50",
    "Amt 51",
    "110",
    "0221 4710-xxx",
    "0221 4710-XX",
    "02421/22-...",
    "0221 4719569/70",
    "0221 471 " * 20,
    "+49",
    "0800",
    "12 bis 26 Jahre",
    "ca. 260.000 Einwohner",
    "Bismarckstraße 16",
]


@pytest.mark.parametrize(("text", "number", "kind"), ONE_PHONE)
def test_a_number_is_read_with_what_the_text_calls_it(text: str, number: str, kind: str | None) -> None:
    assert phones(text) == [Phone(number, kind)]  # type: ignore[arg-type]


def test_the_label_names_the_kind_where_the_text_says_none() -> None:
    assert phones("0176 04069012", "phone") == [Phone("+4917604069012", "phone")]
    assert phones("0221 4710-123", "fax") == [Phone("+492214710123", "fax")]
    assert [phone.kind for phone in phones("0221 4710-123, Fax: 0221 4710-124", "phone")] == ["phone", "fax"]


@pytest.mark.parametrize(("text", "numbers"), SEVERAL_PHONES)
def test_several_numbers_are_divided_and_never_merged(text: str, numbers: list[str]) -> None:
    assert [phone.e164 for phone in phones(text)] == numbers


@pytest.mark.parametrize(("text", "kinds"), KINDS)
def test_each_number_has_its_own_kind(text: str, kinds: list[str | None]) -> None:
    assert [phone.kind for phone in phones(text)] == kinds


@pytest.mark.parametrize("text", NO_PHONE)
def test_what_is_no_certain_number_gives_none(text: str) -> None:
    assert phones(text) == []


def test_the_postal_code_behind_a_number_is_no_second_number() -> None:
    assert [phone.e164 for phone in phones("02421/22-1111, 52351 Düren")] == ["+492421221111"]
    assert [phone.e164 for phone in phones("02421/22-1111 in Raum 3 und 4567")] == ["+492421221111"]


ONE_MAIL = [
    ("amt51(at)kreis-dueren.de", "amt51@kreis-dueren.de"),
    ("amt51@kreis-dueren.de", "amt51@kreis-dueren.de"),
    ("jugend-staerken(at)nordwestmecklenburg.de", "jugend-staerken@nordwestmecklenburg.de"),
    ("a(at)b.example", "a@b.example"),
    ("a(AT)b.example", "a@b.example"),
    ("a[at]b.example", "a@b.example"),
    ("a{at}b.example", "a@b.example"),
    ("a(ät)b.example", "a@b.example"),
    ("a(a)b.example", "a@b.example"),
    ("a_at_b.example", "a@b.example"),
    ("a ( at ) b.example", "a@b.example"),
    ("a [at] b [dot] example", "a@b.example"),
    ("a (at) b (punkt) example", "a@b.example"),
    ("vor(dot)nach(at)b(dot)example", "vor.nach@b.example"),
    ("a@ b.example", "a@b.example"),
    ("a @b.example", "a@b.example"),
    ("a @ b.example", "a@b.example"),
    ("a@b.example.", "a@b.example"),
    ("(a@b.example)", "a@b.example"),
    ("<a@b.example>", "a@b.example"),
    ("E-Mail: a@b.example", "a@b.example"),
    ("E-Mail:a@b.example", "a@b.example"),
    ("Schreiben Sie an a@b.example, wir antworten.", "a@b.example"),
    ("E-Mail: info at kreis.example", "info@kreis.example"),
    ("jugend at kreis.example", "jugend@kreis.example"),
    ("jugend at kreis dot example", "jugend@kreis.example"),
    ("E-Mail: info-at-kreis.example", "info@kreis.example"),
    ("mailto:a@b.example", "a@b.example"),
    ("mailto:a@b.example?subject=Frage%20an%20c@d.example", "a@b.example"),
    ("mailto:a%40b.example", "a@b.example"),
    ("MAILTO:a(at)b.example", "a@b.example"),
    ("info@düren.example", "info@düren.example"),
    ("info@du\u0308ren.example", "info@düren.example"),
    ("info@xn--dren-0ra.example", "info@düren.example"),
    ("Amt51@Kreis-Dueren.DE", "Amt51@kreis-dueren.de"),
    ("vor.nach+jsiq@amt.kreis.example", "vor.nach+jsiq@amt.kreis.example"),
    ("a@b.test", "a@b.test"),
    ("a\u00adb@c.example", "ab@c.example"),
]
NO_MAIL = [
    "",
    "amt51 kreis-dueren.de",  # where the image of an @ stood
    "amt51(Bild)kreis-dueren.de",
    "@kreis-dueren.de",
    "amt51@",
    "a@b",
    "a@localhost",
    "a..b@c.example",
    "müller@c.example",
    "a@1.2.3.4",
    "Treff at home.example",
    "info-at-kreis.example",
    "www.kreis-dueren.de",
    "http://user:word@www.kreis.example",
    "https://social.example/@jugend",
    "Schüler(a)beit",
    "Angebot (at) home",
    "javascript:linkTo_UnCryptMailto('nothing at all')",
]


@pytest.mark.parametrize(("text", "address"), ONE_MAIL)
def test_a_mail_address_is_read_however_it_is_hidden(text: str, address: str) -> None:
    assert emails(text) == [address]


@pytest.mark.parametrize("text", NO_MAIL)
def test_what_is_no_certain_mail_address_gives_none(text: str) -> None:
    assert emails(text) == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("amt51 kreis-dueren.de", True),
        ("jugend beispielbach.example", True),
        ("amt51(Bild)kreis-dueren.de", True),
        ("E-Mail: amt51 kreis-dueren.de", True),
        ("amt51@kreis-dueren.de", False),
        ("amt51 [at] kreis-dueren.de", False),
        ("kreis-dueren.de", False),
        ("www.kreis-dueren.de", False),
        ("Internet: kreis-dueren.de", False),
        ("Homepage kreis-dueren.de", False),
        ("siehe www.kreis-dueren.de", False),
        ("mehr unter kreis-dueren.de", False),
        ("Kreis Düren", False),
        ("", False),
    ],
)
def test_a_mail_address_with_a_picture_for_its_sign_is_noticed(text: str, broken: bool) -> None:
    assert looks_like_mail(text) is broken
    assert emails(text) == [] or not broken


@pytest.mark.parametrize(
    "text",
    [
        "a@b.example, c@d.example",
        "a@b.example,c@d.example",
        "a@b.example/c@d.example",
        "a(at)b.example oder c[at]d.example",
        "a@b.example\nc@d.example\na@b.example",
        "mailto:a@b.example,c@d.example",
        "mailto:a@b.example Mail: c@d.example",
    ],
)
def test_several_mail_addresses_come_in_their_order(text: str) -> None:
    assert emails(text) == ["a@b.example", "c@d.example"]


@pytest.mark.parametrize("places", [-3, -2, 1, 2, 5, 13])
def test_the_mail_links_of_typo3_are_read_with_any_shift(places: int) -> None:
    ranges = ((0x2B, 0x3A), (0x40, 0x5A), (0x61, 0x7A))

    def moved(character: str) -> str:
        for first, last in ranges:
            if first <= ord(character) <= last:
                return chr(first + (ord(character) - first + places) % (last - first + 1))
        return character

    link = "".join(map(moved, "mailto:amt51@kreis-dueren.de"))
    assert emails(f"javascript:linkTo_UnCryptMailto('{link}');") == ["amt51@kreis-dueren.de"]
    assert emails(f"javascript:linkTo_UnCryptMailto(%27{quote(link)}%27);") == ["amt51@kreis-dueren.de"]


WEBSITES = [
    ("www.kreis-dueren.de", "http://www.kreis-dueren.de"),
    ("http://www.kreis-dueren.de", "http://www.kreis-dueren.de"),
    ("https://kreis-dueren.de/jugend/", "https://kreis-dueren.de/jugend/"),
    ("https:// www.kreis-dueren.de", "https://www.kreis-dueren.de"),
    ("//www.kreis-dueren.de", "http://www.kreis-dueren.de"),
    ("kreis-dueren.de", "http://kreis-dueren.de"),
    ("kreis-dueren.de/jugend", "http://kreis-dueren.de/jugend"),
    ("Internet: www.kreis-dueren.de", "http://www.kreis-dueren.de"),
    ("WWW: www.kreis-dueren.de", "http://www.kreis-dueren.de"),
    ("Homepage: kreis-dueren.de", "http://kreis-dueren.de"),
    ("www.kreis-dueren.de.", "http://www.kreis-dueren.de"),
    ("(www.kreis-dueren.de)", "http://www.kreis-dueren.de"),
    ("siehe www.kreis-dueren.de/jugend.", "http://www.kreis-dueren.de/jugend"),
    ("(siehe www.kreis-dueren.de/jugend)", "http://www.kreis-dueren.de/jugend"),
    ("www.kreis-dueren.de/a_(b)", "http://www.kreis-dueren.de/a_(b)"),
    ("WWW.Kreis-Dueren.DE/Jugend", "http://www.kreis-dueren.de/Jugend"),
    ("www.düren.de", "http://www.düren.de"),
    ("http://www.kreis.example:8080/a?b=c#d", "http://www.kreis.example:8080/a?b=c#d"),
    ("siehe www.kreis.example/jugend für mehr", "http://www.kreis.example/jugend"),
    ("www.kreis.example, www.kreis.example", "http://www.kreis.example"),
    ("www.kreis-dueren.de, amt51@kreis-dueren.de", "http://www.kreis-dueren.de"),
]


@pytest.mark.parametrize(("text", "address"), WEBSITES)
def test_a_site_is_read_with_http_where_the_page_gives_no_scheme(text: str, address: str) -> None:
    assert website(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "amt51@kreis-dueren.de",
        "mailto:a@www.kreis.example",
        "javascript:alert(1)",
        "ftp://kreis.example",
        "Kreis Düren",
        "z.B.",
        "e.V",
        "i.d.R",
        "http://",
        "www.",
        "01.01.2015",
        "mehr unter kreis-dueren.de",
    ],
)
def test_what_is_no_certain_site_gives_none(text: str) -> None:
    assert website(text) is None


def test_two_different_sites_are_not_one() -> None:
    assert website("www.a.example und www.b.example") is None
    assert websites("www.a.example und www.b.example") == ["http://www.a.example", "http://www.b.example"]


_PIECES = st.sampled_from(
    "0 02421 22 1111 +49 ( ) / - , oder und Tel. Fax: a @ (at) b . example www. http:// mailto: ? %40 at dot ä".split()
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES, max_size=12).map("".join), st.lists(_PIECES, max_size=12).map(" ".join))


@given(_TEXTS)
def test_every_phone_is_a_valid_number_in_e164(text: str) -> None:
    for phone in phones(text):
        number = phonenumbers.parse(phone.e164)
        assert phonenumbers.is_valid_number(number)
        assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == phone.e164


@given(_TEXTS)
def test_every_mail_address_has_its_form_and_reads_as_itself(text: str) -> None:
    for address in emails(text):
        assert address.count("@") == 1
        assert " " not in address
        assert emails(address) == [address]


@given(_TEXTS)
def test_every_site_has_a_scheme_and_reads_as_itself(text: str) -> None:
    for address in websites(text):
        assert address.startswith(("http://", "https://"))
        assert websites(address) == [address]


@given(st.integers(2000, 9999), st.integers(10, 99), st.integers(100, 9999))
def test_a_number_reads_the_same_in_every_spelling(area: int, trunk: int, extension: int) -> None:
    spellings = [
        f"0{area}/{trunk}-{extension}",
        f"0{area} {trunk} - {extension}",
        f"(0{area}) {trunk}{extension}",
        f"+49 {area} {trunk}-{extension}",
        f"+49 (0) {area} / {trunk}-{extension}",
        f"Telefon 0{area} {trunk}\u2013{extension}",
    ]
    assert len({tuple(phone.e164 for phone in phones(spelling)) for spelling in spellings}) == 1


def test_a_page_without_phone_and_mail_loads_neither_of_the_libraries() -> None:
    program = (
        "import sys\n"
        "from jsiq_scrape.parse.values import emails, phones\n"
        "assert phones('Kreis Düren') == [] and emails('Kreis Düren') == []\n"
        "print(sorted({'phonenumbers', 'email_validator', 'dns'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
