"""The one real page, as text: every fact of it, no unread line, no finding that is not true."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import load_vocabulary
from jsiq_scrape.records import Reading
from jsiq_scrape.workspace import PACKAGE, Workspace

INSTITUTION = "Sozialwerk Dürener Christen"
PERIOD = {"period_start": "2015-01-01", "period_end": "2018-12-31", "period_precision": "day"}


@pytest.fixture(scope="module")
def reading(request: pytest.FixtureRequest) -> Reading:
    page = os.environ.get("JSIQ_REFERENCE_PAGE")
    if not page or not Path(page).is_file():
        pytest.skip("JSIQ_REFERENCE_PAGE names no file: set it to the text of the Kreis Düren page to run this test")
    return read(Path(page).read_bytes(), load_vocabulary(Workspace(PACKAGE.parent).resource("office_page.toml")))


def test_the_office_and_its_address(reading: Reading) -> None:
    assert reading.verdict == "profile"
    assert reading.profile is not None
    assert reading.profile.model_dump(exclude={"areas_text"}) == {
        "office": "Koordinierungsstelle JUGEND STÄRKEN im Quartier",
        "municipality": "Kreis Düren",
        "street": "Bismarckstraße 16",
        "postal_code": "52351",
        "city": "Düren",
        "state": "Nordrhein-Westfalen",
        "soziale_stadt": False,
    }


def test_one_contact_and_nobody_named(reading: Reading) -> None:
    assert [contact.model_dump() for contact in reading.contacts] == [
        {
            "name": None,
            "email": "amt51@kreis-dueren.de",
            "phone": "+492421221111",
            "fax": None,
            "mobile": None,
            "website": "http://www.kreis-dueren.de",
        }
    ]


def test_three_funding_areas_and_the_text_before_them(reading: Reading) -> None:
    names = [(area.number, area.name) for area in reading.funding_areas]
    assert names == [(1, "Nordkreis"), (2, "Mitte"), (3, "Südkreis")]
    assert all(area.description and "\n" not in area.description for area in reading.funding_areas)
    assert reading.profile is not None
    assert (reading.profile.areas_text or "").count("\n") == 2


def test_two_projects(reading: Reading) -> None:
    found = [json.loads(project.model_dump_json(exclude={"target_group", "services"})) for project in reading.projects]
    assert found == [
        {
            "title": "KuL (Kontakt- und Lotsenstelle)",
            "institutions": [INSTITUTION],
            **PERIOD,
            "case_management": True,
            "counselling": True,
            "outreach": False,
            "extras": [],
        },
        {
            "title": "Straßensozialarbeit/Streetwork",
            "institutions": ["Kreis Düren", INSTITUTION],
            **PERIOD,
            "case_management": False,
            "counselling": False,
            "outreach": True,
            "extras": [],
        },
    ]
    assert all(project.target_group and project.services for project in reading.projects)


def test_the_place(reading: Reading) -> None:
    assert reading.place is not None
    assert (reading.place.ags, reading.place.matched_by) == ("05358", "kreis_name")


def test_every_line_is_read_and_nothing_is_odd(reading: Reading) -> None:
    assert reading.lines.unread == 0
    assert reading.lines.total == reading.lines.read + reading.lines.boilerplate == 43
    assert reading.lines.boilerplate == 2  # the logo's text and the way back
    assert [finding.kind for finding in reading.findings] == []


def test_every_value_names_the_lines_it_stands_on(reading: Reading, reference_page: Path) -> None:
    lines = [" ".join(line.split()) for line in reference_page.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert reading.claims
    for claim in reading.claims:
        first, last = claim.lines
        shown = "\n".join(lines[first - 1 : last])
        assert all(part in shown for part in claim.text.split("\n")), claim


def test_every_value_has_a_claim(reading: Reading) -> None:
    claimed = {claim.field for claim in reading.claims}
    told = reading.model_dump(include={"profile", "contacts", "funding_areas", "projects"})
    groups = {"profile": [("profile", told["profile"])]}
    for name in ("contacts", "funding_areas", "projects"):
        groups[name] = [(f"{name}[{number}]", record) for number, record in enumerate(told[name])]
    for records in groups.values():
        for base, record in records:
            stated = {key for key, value in record.items() if value not in (None, (), [])} - {"period_precision"}
            assert {f"{base}.{key}" for key in stated} <= claimed


def test_the_command_prints_one_object_a_line(reading: Reading, reference_page: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "jsiq_scrape", "read", str(reference_page), "--json"], capture_output=True, check=True
    )
    (line,) = run.stdout.decode("utf-8").splitlines()
    printed = json.loads(line)
    assert printed["source"] == str(reference_page)
    assert printed["projects"][1]["institutions"] == ["Kreis Düren", INSTITUTION]
    assert printed["lines"] == {"total": 43, "read": 41, "boilerplate": 2, "unread": 0}
