"""`jsiq-scrape read --explain`: the page's lines beside what was made of them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from jsiq_scrape.commands.read import command

PAGE = """Kontakt
Stadt Musterau
Jugendamt
Musterweg 1
01067 Dresden

Projekte

Anlaufstelle

Umsetzende Institution(en) Werkhof Musterau
Zeitraum Sommer 2015
Plakate hängen im ganzen Viertel.
Casemanagement ja
"""


AREA = """Fördergebiete

FG 1: "Nord"

Das Gebiet liegt im Norden.

FG 2: "Süd"

"""


def explained(tmp_path: Path, page: str, columns: int = 160) -> list[str]:
    file = tmp_path / "page.txt"
    file.write_text(page, encoding="utf-8")
    result = CliRunner().invoke(command, ["--explain", str(file)], env={"COLUMNS": str(columns)})
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def line_with(lines: list[str], text: str) -> list[str]:
    (found,) = [line.split() for line in lines if text in line and line.split()[0].isdigit()]
    return found


def test_each_line_stands_there_with_its_role_and_its_field(tmp_path: Path) -> None:
    lines = explained(tmp_path, PAGE)
    assert line_with(lines, "Musterweg 1") == ["4", "value", "Musterweg", "1", "profile.street"]
    assert line_with(lines, "Anlaufstelle")[:3] == ["7", "#", "heading"]


def test_an_unread_line_and_a_value_not_understood_stand_out_without_colours(tmp_path: Path) -> None:
    lines = explained(tmp_path, PAGE)
    assert line_with(lines, "Plakate")[1:3] == ["!", "unread"]
    assert "(NOT UNDERSTOOD)" in " ".join(line_with(lines, "Sommer 2015"))
    assert "11 lines: 10 read, 0 boilerplate, 1 unread" in lines


def test_markup_of_a_page_is_shown_as_text(tmp_path: Path) -> None:
    lines = explained(tmp_path, PAGE.replace("Anlaufstelle", "[red]Anlaufstelle[/red] \x1b[31m"))
    assert any("[red]Anlaufstelle[/red]" in line for line in lines)
    assert not any("\x1b" in line for line in lines)


def test_a_page_that_is_no_profile_is_explained_too(tmp_path: Path) -> None:
    assert explained(tmp_path, "Guten Tag\n")[0].endswith("other")


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_no_field_name_is_broken_and_what_follows_it_may_be(columns: int, tmp_path: Path) -> None:
    page = PAGE.replace("Projekte\n", AREA + "Projekte\n").replace(
        "Plakate", "Zielgruppe Alle\ndie noch da sind\nPlakate"
    )
    lines = explained(tmp_path, page, columns)
    assert max(map(len, lines)) <= columns
    words = {word for line in lines for word in line.split()}
    assert words >= {"funding_areas[0].description", "projects[0].institutions", "projects[0].target_group"}
    assert any(line.rstrip().endswith("(NOT UNDERSTOOD)") for line in lines)
