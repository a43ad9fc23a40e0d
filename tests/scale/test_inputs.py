"""Which WARC files a command line means."""

import gzip
from pathlib import Path

import pytest
from made_warcs import packed, response

from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.scale.inputs import Input, inputs_of, written_to


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two WARC files and something else."""
    for name in ("b.warc.gz", "a.warc", "notes.txt", "odd name"):
        (tmp_path / name).write_bytes(packed([response("a")]) if name != "a.warc" else response("a"))
    return tmp_path


def addresses(*named: str | Path, base: str | None = None) -> list[str]:
    return [one.address for one in inputs_of([str(name) for name in named], base)]


def test_a_folder_stands_for_the_warc_files_in_it(folder: Path) -> None:
    assert addresses(folder) == [str(folder / "a.warc"), str(folder / "b.warc.gz")]


def test_a_file_is_known_by_its_content_whatever_its_name(folder: Path) -> None:
    assert addresses(folder / "odd name", folder / "notes.txt") == [str(folder / "odd name"), str(folder / "notes.txt")]


@pytest.mark.parametrize("packing", [bytes, gzip.compress])
def test_a_list_names_files_beside_it_and_anywhere(packing: object, folder: Path) -> None:
    lines = f"# a comment\nb.warc.gz\n\n/elsewhere/x.warc\ns3://bucket/crawl-data/y.warc.gz\nfile://{folder}/a.warc\n"
    (folder / "warc.paths").write_bytes(packing(lines.encode()))  # type: ignore[operator]
    assert addresses(folder / "warc.paths") == [
        str(folder / "b.warc.gz"),
        "/elsewhere/x.warc",
        "s3://bucket/crawl-data/y.warc.gz",
        str(folder / "a.warc"),
    ]


def test_relative_names_of_a_list_begin_at_the_base_that_is_given(folder: Path) -> None:
    (folder / "list").write_text("crawl-data/y.warc.gz\n")
    assert addresses(folder / "list", base="s3://bucket") == ["s3://bucket/crawl-data/y.warc.gz"]
    assert addresses(folder / "list", base="/data/") == ["/data/crawl-data/y.warc.gz"]


def test_a_file_that_is_named_twice_is_one(folder: Path) -> None:
    assert addresses(folder / "a.warc", folder, f"file://{folder}/a.warc") == addresses(folder)


def test_what_is_not_there_and_what_is_no_list_is_said(folder: Path) -> None:
    with pytest.raises(MissingFile, match="none: no such file"):
        addresses(folder / "none")
    (folder / "picture").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(UsageError, match="is no WARC file, and no list of them"):
        addresses(folder / "picture")
    (folder / "empty").write_bytes(b"# nothing\n")
    with pytest.raises(UsageError, match="no WARC file is named"):
        addresses(folder / "empty")


def test_files_of_one_name_have_parts_of_their_own() -> None:
    one, other = Input("/a/x.warc.gz"), Input("/b/x.warc.gz")
    assert one.part != other.part
    assert one.part.startswith("x.warc.gz-")
    assert len(Input(f"/a/{'x' * 300}.warc.gz").part) < 255


def test_a_file_elsewhere_is_copied_here_while_it_is_read(folder: Path) -> None:
    with Input(f"file://{folder}/a.warc").opened() as file:
        assert file.path == folder / "a.warc"
    for name in ("a.warc", "b.warc.gz"):  # which pyarrow would unpack
        with Input(f"local://{folder}/{name}").opened() as file:
            assert file.path != folder / name
            assert file.path.read_bytes() == (folder / name).read_bytes()
            assert (file.name, file.place) == (name, f"local://{folder}/{name}")
        assert not file.path.exists()
    with pytest.raises(OSError, match="is no address that pyarrow can open"), Input("gopher://a/b").opened():
        pass


def test_what_spark_writes_to_this_machine_is_told_to_be_here(tmp_path: Path) -> None:
    assert written_to(str(tmp_path / "out")) == f"file://{tmp_path}/out"
    assert written_to("s3a://bucket/out/") == "s3a://bucket/out"
