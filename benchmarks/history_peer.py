"""The history job as one builds it of known tools: selectolax for this one markup, JSON in git, git-history.

python benchmarks/history_peer.py PAGES REPOSITORY DATABASE GIT_HISTORY

PAGES holds a folder for each capture with the pages of that day.  A page that was parsed before is not parsed again.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

FIELDS = (
    "title", "institutions", "period", "target_group", "services", "case_management", "counselling", "outreach",
)  # fmt: skip


@cache
def record_of(body: bytes) -> dict[str, str]:
    """What the page of an office says, without its id."""
    page = LexborHTMLParser(body)
    lines = dict(line.text().split(": ", 1) for line in page.css("#content > p")[:3])
    contact, phone, _ = page.css_first("h3 + p").text(separator="\n", strip=True).split("\n", 2)
    found = {
        "office": page.css_first("h1").text(),
        "municipality": lines["Kommune"],
        "street": lines["Straße"],
        "city": lines["PLZ, Ort"],
        "contact": contact,
        "phone": phone.removeprefix("Telefon: "),
        "email": page.css_first("h3 + p a").text(),
    }
    for position, block in enumerate(page.css("dl")):
        for name, value in zip(FIELDS, block.css("dd"), strict=True):
            found[f"project_{position}_{name}"] = value.text()
    return found


def main() -> None:
    """Parse, commit and make the history."""
    pages, repository, database, tool = map(Path, sys.argv[1:])
    git = ["git", "-C", str(repository), "-c", "user.name=Benchmark", "-c", "user.email=benchmark@programm.invalid"]
    repository.mkdir()
    subprocess.run([*git, "init", "--quiet", "--initial-branch=main"], check=True)
    for folder in sorted(pages.iterdir()):
        records = [{"id": page.stem} | record_of(page.read_bytes()) for page in sorted(folder.iterdir())]
        (repository / "profiles.json").write_text(json.dumps(records, indent=1, ensure_ascii=False), encoding="utf-8")
        dated = {**os.environ, "GIT_AUTHOR_DATE": folder.name, "GIT_COMMITTER_DATE": folder.name}
        subprocess.run([*git, "add", "profiles.json"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", folder.name], check=True, env=dated)
    command = [tool, "file", database, "profiles.json", "--repo", repository, "--branch", "main", "--id", "id"]
    subprocess.run([*command, "--wal", "--silent"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
