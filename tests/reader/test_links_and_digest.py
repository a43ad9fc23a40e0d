"""Where a page leads to, and the digest of all that decides how it is read."""

import importlib.util
import shutil
from collections.abc import Callable
from importlib.metadata import requires
from pathlib import Path

import pytest

import jsiq_scrape
from jsiq_scrape.parse import links, reader_digest, version

AT = "https://www.programm.example/standorte/liste.html"


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ('<a href="a.html">x</a>', "https://www.programm.example/standorte/a.html"),
        ('<a href="/a.html#oben">x</a>', "https://www.programm.example/a.html"),
        ('<a href="//b.example/a?x=1">x</a>', "https://b.example/a?x=1"),
        ('<a href=" a\n.ht\tml ">x</a>', "https://www.programm.example/standorte/a.html"),
        ('<a href="/a\x01\x7f.html">x</a>', "https://www.programm.example/a.html"),
        ('<map><area href="a.html"></map>', "https://www.programm.example/standorte/a.html"),
        ('<link rel="next" href="?seite=2">', "https://www.programm.example/standorte/liste.html?seite=2"),
        ('<link rel="prev" href="?seite=1">', "https://www.programm.example/standorte/liste.html?seite=1"),
        ('<base href="http://b.example/c/"><a href="a.html">x</a>', "http://b.example/c/a.html"),
        ('<base href="/c/"><a href="a.html">x</a>', "https://www.programm.example/c/a.html"),
        ('<base href=""><a href="a.html">x</a>', "https://www.programm.example/standorte/a.html"),
        ('<base href="http://["><a href="a.html">x</a>', "https://www.programm.example/standorte/a.html"),
        ('<base target="_top"><a href="a.html">x</a>', "https://www.programm.example/standorte/a.html"),
    ],
)
def test_a_link_is_followed_from_where_the_page_says(markup: str, target: str) -> None:
    assert links(markup, AT) == links(markup.encode(), AT) == [target]


def test_each_target_comes_once_and_in_the_order_of_the_page() -> None:
    markup = '<a href="b">x</a><a href="a">x</a><a href="b#c">x</a><a>x</a>'
    assert links(markup, "https://a.example/") == ["https://a.example/b", "https://a.example/a"]


@pytest.mark.parametrize(
    "reference", ["mailto:a@b.example", "tel:+49221", "javascript:x()", "ftp://a.example/", "http://"]
)
def test_what_is_no_page_of_the_web_is_no_link(reference: str) -> None:
    assert links(f'<a href="{reference}">x</a>', AT) == []


def test_links_are_read_in_the_charset_of_the_page() -> None:
    page = '<meta charset="iso-8859-1"><a href="/düren">x</a>'.encode("iso-8859-1")
    assert links(page, AT) == ["https://www.programm.example/düren"]


@pytest.fixture
def digest(tmp_path: Path, repository: Path) -> Callable[..., str]:
    """The digest of a copy of the reader, with one of its files changed."""
    package = Path(jsiq_scrape.__file__).parent

    def changed(name: str = "records.py", change: Callable[[bytes], bytes] = bytes) -> str:
        copied = tmp_path / "package"
        shutil.rmtree(copied, ignore_errors=True)
        for folder in ("parse", "places"):
            shutil.copytree(package / folder, copied / folder, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(package / "records.py", copied)
        vocabulary = copied / "office_page.toml"
        shutil.copy(repository / "parsers" / "office_page.toml", vocabulary)
        (copied / name).write_bytes(change((copied / name).read_bytes()))
        spec = importlib.util.spec_from_file_location("copied_version", copied / "parse" / "version.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return str(module.reader_digest(vocabulary))

    return changed


@pytest.mark.parametrize(
    "name", ["office_page.toml", "records.py", "parse/values/dates.py", "places/naming.py", "places/aliases.csv"]
)
def test_another_byte_in_what_decides_a_reading_is_another_digest(name: str, digest: Callable[..., str]) -> None:
    assert digest(name, lambda content: content + b"\n") != digest(name)


@pytest.mark.parametrize("name", ["records.py", "parse/values/dates.py", "places/naming.py"])
def test_line_ends_of_the_code_decide_nothing(name: str, digest: Callable[..., str]) -> None:
    assert digest(name, lambda content: content.replace(b"\n", b"\r\n")) == digest(name)


def test_line_ends_of_the_data_are_data(digest: Callable[..., str]) -> None:
    name = "places/aliases.csv"
    assert digest(name, lambda content: content.replace(b"\n", b"\r\n")) != digest(name)


def test_the_digest_is_that_of_the_reader_which_is_installed(digest: Callable[..., str], repository: Path) -> None:
    assert digest() == reader_digest(repository / "parsers" / "office_page.toml")


def test_each_library_of_the_digest_is_one_that_the_package_needs() -> None:
    needed = " ".join(requires("jsiq-scrape") or [])
    assert len(version._LIBRARIES) == 5
    assert [name for name in version._LIBRARIES if name not in needed] == []
