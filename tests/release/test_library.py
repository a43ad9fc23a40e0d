"""The library's front door: cheap to open, complete, and as docs/library.md says."""

import contextlib
import io
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import jsiq_scrape
from jsiq_scrape.workspace import Workspace


def test_the_examples_print_what_is_printed(
    documented: ModuleType, repository: Path, demo: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demo.root, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    found = documented.examples(repository / "docs" / "library.md")
    assert len(found) > 5
    for example in found:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(example.code, f"docs/library.md:{example.line}", "exec"), names)
        assert out.getvalue() == (example.printed or ""), f"docs/library.md:{example.line}"


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
        "reveal_type(jsiq_scrape.read(b'', v).projects[0].period_end)\n"
        "reveal_type(jsiq_scrape.build(jsiq_scrape.Workspace(Path('.'))).counts)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", "use.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert 'Revealed type is "datetime.date | None"' in done.stdout, done.stdout + done.stderr
    assert 'Revealed type is "dict[' in done.stdout
