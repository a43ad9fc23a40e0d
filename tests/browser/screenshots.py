"""The pictures of docs/: the pages of the demo's database in Chromium, wide and narrow.  `make screenshots` runs it."""

import shutil
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "explore"))

from playwright.sync_api import sync_playwright
from servers import serving

from jsiq_scrape.demo.tour import tour

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu"]
PROJECT = "jsiq/project/nw-kreis-dueren--strassensozialarbeit-streetwork"
#: Name of the picture, and the page.
PAGES = {
    "start": "",
    "search": "jsiq/suche?suche=Beratung",
    "map": "jsiq/karte",
    "table": "jsiq/project_overview?removed_at__isnull=1",
    "question": "jsiq/bausteine_nach_land",
    "changes": "jsiq/aenderungen_jahr?jahr=2018",
    "profile": "jsiq/profile/nw-kreis-dueren",
    "row": PROJECT,
    "tables": "jsiq",
}
WIDTHS = {"": 1400, "-phone": 390}


def main(folder: Path, only: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as root, sync_playwright() as driver:
        tour(Path(root) / "demo", lambda line: None)
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with serving("--root", Path(root) / "demo") as running:
            for suffix, width in WIDTHS.items():
                page = browser.new_context(viewport={"width": width, "height": 900}, locale="de-DE").new_page()
                for name, path in PAGES.items():
                    if not only or name in only:
                        page.goto(running.address + path)
                        page.wait_for_load_state("networkidle")
                        take(page, folder / f"{name}{suffix}.png")
                if not only or "evidence" in only:
                    take(evidence(page, running.address), folder / f"evidence{suffix}.png")
        browser.close()


def take(page: Any, path: Path) -> None:
    """Write a picture of 64 colours, which is a fifth of the size and looks the same."""
    from PIL import Image  # brought by matplotlib, which `make test` does without

    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(64).save(path, optimize=True)


def evidence(page: Any, address: str, project: str = PROJECT) -> Any:
    """The stored page of a value, reached as a person reaches it."""
    page.goto(address + project)
    page.locator("a.source").first.click()
    page.wait_for_load_state("networkidle")
    return page


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
