"""Writes what is made of the tables into db/: `python -m jsiq_scrape.database.generate [--check] [FOLDER]`."""

import argparse
import sys
from pathlib import Path

from jsiq_scrape.database.codebook import markdown
from jsiq_scrape.database.metadata import datasette_yaml, metadata_yaml
from jsiq_scrape.database.schema import schema
from jsiq_scrape.workspace import PACKAGE


def generated() -> dict[str, str]:
    """The files of db/ that are committed, by name."""
    return {
        "schema.sql": schema(),
        "metadata.yaml": metadata_yaml(),
        "datasette.yaml": datasette_yaml(),
        "codebook.md": markdown(),
    }


def stale(folder: Path) -> list[str]:
    """The names of the files that differ from what the tables say now."""
    return [
        name
        for name, text in generated().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which are stale; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m jsiq_scrape.database.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, say which files are stale")
    parser.add_argument("folder", nargs="?", type=Path, default=PACKAGE.parent / "db")
    asked = parser.parse_args(arguments)
    folder: Path = asked.folder
    old = stale(folder)
    if asked.check:
        for name in old:
            sys.stderr.write(f"{folder.name}/{name} is not what jsiq_scrape/tables says: make generate\n")
        return 1 if old else 0
    folder.mkdir(exist_ok=True)
    for name in old:
        (folder / name).write_text(generated()[name], encoding="utf-8")
        sys.stdout.write(f"wrote {folder.name}/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
