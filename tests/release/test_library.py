"""The library's front door: cheap to open, complete, and as docs/library.md says."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from documented import examples

import jsiq_scrape
from jsiq_scrape.workspace import Workspace

_MARK = "---- the next example ----"


@pytest.mark.sweep
def test_the_examples_run_as_written_in_an_empty_folder(repository: Path, script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    text = (repository / "docs" / "library.md").read_text(encoding="utf-8")
    found = examples(repository / "docs" / "library.md")
    assert len(found) > 5
    assert len(found) == len(re.findall(r"^```(?!text)\w+", text, re.MULTILINE)), "a block of code is no example"
    # One Python session, as a reader has it, in which the commands of a terminal are run where they stand.
    lines = ["import subprocess"]
    for example in found:
        lines.append(f"print({_MARK!r}, flush=True)")
        if example.language == "python":
            lines.append(example.code)
        for command in example.code.splitlines() if example.language == "console" else ():
            assert command.startswith("$ "), command
            lines.append(f"subprocess.run({command.removeprefix('$ ')!r}, shell=True, check=True)")
    (tmp_path / "session.py").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, tmp_path / "session.py"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for example, printed in zip(found, done.stdout.split(f"{_MARK}\n")[1:], strict=True):
        if example.language == "python" or example.printed is not None:
            assert printed == (example.printed or ""), f"docs/library.md:{example.line}"


def test_without_a_vocabulary_the_packaged_one_is_used(repository: Path) -> None:
    page = "<h1>Stadt Musterau</h1><dl><dt>Umsetzende Institution(en)</dt><dd>Werkhof</dd></dl>"
    named = jsiq_scrape.load_vocabulary(repository / "parsers" / "office_page.toml")
    assert jsiq_scrape.read(page).projects[0].institutions == ("Werkhof",)
    assert jsiq_scrape.read(page) == jsiq_scrape.read(page, named)
    assert jsiq_scrape.load_vocabulary().digest == named.digest


def test_a_path_may_be_a_text(repository: Path, demo: Workspace, tmp_path: Path) -> None:
    workspace = jsiq_scrape.Workspace(str(demo.root))
    assert workspace == demo
    found = list(jsiq_scrape.Snapshots(f"{demo.root}/snapshots").captures())
    assert len(found) > 30
    assert jsiq_scrape.load_vocabulary(f"{repository}/parsers/office_page.toml").terms
    report = jsiq_scrape.build(workspace, f"{tmp_path}/copy.db")
    assert report.path == tmp_path / "copy.db"
    assert report.path.is_file()


@pytest.mark.parametrize(
    ("body", "named"),
    [(Path("page.html"), r"PosixPath; read the file first: path\.read_bytes\(\)$"), (None, "NoneType$"), (7, "int$")],
)
@pytest.mark.parametrize("reader", [jsiq_scrape.read, jsiq_scrape.label_values])
def test_a_body_that_is_no_page_is_refused_with_what_is_expected(
    reader: Callable[[object], object], body: object, named: str
) -> None:
    with pytest.raises(TypeError, match=f"^the body of a page is expected as bytes or str, not as {named}"):
        reader(body)


def test_a_text_is_a_page_that_is_decoded_already() -> None:
    page = '<meta charset="iso-8859-1"><h1>Köln</h1><dl><dt>Umsetzende Institution</dt><dd>Brücke €</dd></dl>'
    reading = jsiq_scrape.read(page)
    assert reading.projects[0].institutions == ("Brücke €",)
    assert reading.charset is None
    assert "charset" not in {str(finding.kind) for finding in reading.findings}
    assert jsiq_scrape.read("\ufeff" + page) == reading
    assert jsiq_scrape.read("docs/library.md").lines.total == 1, "a text is never taken for the name of a file"
    assert jsiq_scrape.read("a lone surrogate: \udcff").lines.total == 1


def test_labels_in_one_text_are_refused() -> None:
    with pytest.raises(TypeError, match=r"as a list of texts, not as one text: \['Ort'\]"):
        jsiq_scrape.label_values("<p><b>Ort:</b> Köln", "Ort")


def test_every_name_is_there_and_documented(repository: Path) -> None:
    text = (repository / "docs" / "library.md").read_text(encoding="utf-8")
    for name in jsiq_scrape.__all__:
        assert getattr(jsiq_scrape, name) is not None
        if name not in ("__version__", "LabelValue"):
            assert f"`{name}" in text, name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scrape'"):
        jsiq_scrape.scrape  # noqa: B018


def test_importing_it_imports_no_library() -> None:
    script = "import sys; before = set(sys.modules); import jsiq_scrape; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['jsiq_scrape']"


@pytest.mark.sweep
def test_type_checkers_see_every_name(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(
        "from pathlib import Path\nimport jsiq_scrape\n"
        "v = jsiq_scrape.load_vocabulary(Path('x'))\n"
        "jsiq_scrape.Snapshots('x'), jsiq_scrape.load_vocabulary('x'), jsiq_scrape.Workspace('x')\n"
        "reveal_type(jsiq_scrape.read(b'').charset)\n"
        "reveal_type(jsiq_scrape.read(b'', v).projects[0].period_end)\n"
        "reveal_type(jsiq_scrape.build(jsiq_scrape.Workspace(Path('.'))).counts)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", "use.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'Revealed type is "datetime.date | None"' in done.stdout, done.stdout + done.stderr
    assert 'Revealed type is "dict[' in done.stdout
