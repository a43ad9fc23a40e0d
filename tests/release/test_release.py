"""A release explains itself and validates."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import pytest
import yaml


@pytest.mark.sweep
@pytest.mark.parametrize("name", ["free", "full"])
def test_the_data_package_validates_with_frictionless(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    script = (
        "import json, frictionless\n"
        "report = frictionless.Package('datapackage.json').validate()\n"
        "print(json.dumps([report.valid, len(report.tasks), report.flatten(['title', 'note'])[:5]]))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    valid, number, errors = json.loads(done.stdout)
    assert (valid, errors) == (True, [])
    assert number == len(list((folder / "csv").glob("*.csv")))


def test_frictionless_sees_a_broken_key(free: Path, tmp_path: Path) -> None:
    package = json.loads((free / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [
        one for one in package["resources"] if one["name"] in ("institution", "project_institution")
    ]
    (tmp_path / "csv").mkdir()
    for one in package["resources"]:
        one.pop("hash"), one.pop("bytes")
        keys = one["schema"].get("foreignKeys", [])
        one["schema"]["foreignKeys"] = [key for key in keys if key["reference"]["resource"] == "institution"]
        text = (free / one["path"]).read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        (tmp_path / one["path"]).write_text("".join(lines[:3]) if one["name"] == "institution" else text, "utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    script = "import frictionless; print(frictionless.Package('datapackage.json').validate().flatten(['type'])[0][0])"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "foreign-key"


def test_parquet_is_typed(full: Path) -> None:
    schema = pyarrow.parquet.read_schema(full / "parquet" / "project_version.parquet")
    types = {name: str(schema.field(name).type) for name in ("period_start", "outreach", "valid_from", "institutions")}
    assert types == {
        "period_start": "date32[day]",
        "outreach": "bool",
        "valid_from": "timestamp[ms, tz=UTC]",
        "institutions": "list<element: string>",
    }


def test_the_crate_is_one_graph_whose_files_are_there(full: Path) -> None:
    crate = json.loads((full / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    graph = {entity["@id"]: entity for entity in crate["@graph"]}
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    assert len(graph) == len(crate["@graph"])
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    root = graph["./"]
    assert root["@type"] == "Dataset"
    assert root["datePublished"] == "2026-02-03"
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    parts = {part["@id"] for part in root["hasPart"]}
    there = {path.relative_to(full).as_posix() for path in full.rglob("*") if path.is_file()}
    assert parts == there - {"ro-crate-metadata.json"}
    dangling = {reference for entity in crate["@graph"] for reference in _references(entity)} - graph.keys()
    assert dangling == {"https://w3id.org/ro/crate/1.1"}  # the standard itself


def _references(value: object) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_references, value)) if value else set()
    if isinstance(value, dict):
        if value.keys() == {"@id"}:
            return {value["@id"]}
        return set().union(*(_references(entry) for entry in value.values()))
    return set()


def test_each_run_is_an_action_that_made_the_evidence(full: Path) -> None:
    graph = json.loads((full / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    actions = [entity for entity in graph if entity["@type"] == "CreateAction"]
    runs = [action for action in actions if action["@id"].startswith("#run-")]
    assert [(run["startTime"], run["result"]["@id"]) for run in runs] == [
        ("2018-04-12T10:00:00+00:00", "snapshots.warc.gz"),
        ("2018-04-19T10:00:00+00:00", "snapshots.warc.gz"),
    ]
    assert [action["result"]["@id"] for action in actions if action not in runs] == ["jsiq.db"]


def test_the_citation_names_authors_version_and_licence_and_no_doi(free: Path) -> None:
    found = yaml.safe_load((free / "CITATION.cff").read_text(encoding="utf-8"))
    assert found["authors"] == [
        {"family-names": "Musterfrau", "given-names": "Erika", "orcid": "https://orcid.org/0000-0002-1825-0097"}
    ]
    assert (found["type"], found["version"], str(found["date-released"])) == ("dataset", "1.2.0", "2026-02-03")
    assert found["license"] == "CC-BY-4.0"
    assert "doi" not in found
    assert "doi" not in (free / "README.md").read_text(encoding="utf-8").lower()


def test_the_readme_states_coverage_bias_and_rights(free: Path) -> None:
    readme = (free / "README.md").read_text(encoding="utf-8")
    assert "| 1 | 2015-01-01 | 2018-12-31 | 178 |" in readme
    assert "2 of 16 profiles were seen once only" in readme
    assert "| 2018 | 31 | 16 | 16 |" in readme
    assert "the rights in them are not cleared" in readme
    assert "that licence covers nothing else" in readme


def test_the_codebook_states_how_full_each_column_is(free: Path) -> None:
    with (free / "codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    assert (rows["project", "title"]["rows"], rows["project", "title"]["filled"]) == ("32", "32")
    line = next(line for line in (free / "codebook.md").read_text("utf-8").splitlines() if "| `removed_at` |" in line)
    assert line.endswith("1 of 16 |")


def test_demo_data_are_marked_and_name_no_real_source(free: Path) -> None:
    marked = ("README.md", "CITATION.cff", "datapackage.json", "ro-crate-metadata.json")
    texts = {name: (free / name).read_text(encoding="utf-8") for name in marked}
    assert [name for name, text in texts.items() if "Beispieldaten" not in text] == []
    assert [name for name, text in texts.items() if "jugend-staerken.de" in text] == []
    assert json.loads(texts["datapackage.json"])["sources"] == [{"title": "jsiq_scrape demo"}]


def test_the_sums_are_those_of_sha256sum(free: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=free, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
