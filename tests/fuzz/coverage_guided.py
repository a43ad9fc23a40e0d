"""The same targets driven by atheris, which looks for inputs that reach new code; opt-in, as atheris is not locked.

python3.11 -m venv /tmp/fuzz
/tmp/fuzz/bin/pip install --no-deps -r tests/requirements.lock
/tmp/fuzz/bin/pip install atheris
PYTHONPATH=. /tmp/fuzz/bin/python tests/fuzz/coverage_guided.py TARGET -max_total_time=600

All further options are those of libFuzzer.  What fails is written to the current folder as crash-<digest>; copy it to
tests/fixtures/fuzz/TARGET/NAME.bin, and it is tried again by every test run.
"""

import sys
import tempfile
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "reader")]

with atheris.instrument_imports(include=["jsiq_scrape"]):
    from fuzzing import seeds
    from fuzzing.targets import TARGETS

STARTS = {
    "run_file": lambda: [seeds.run_file()],
    "run_line": seeds.unsealed_lines,
    "cdx": lambda: seeds.LISTINGS,
    "robots": lambda: seeds.ROBOTS,
    "sitemap": lambda: seeds.SITEMAPS,
    "warc": seeds.warcs,
    "toml": lambda: seeds.parser_files().values(),
    "urls_csv": lambda: [seeds.URLS_CSV.encode()],
    "url": lambda: [text.encode() for text in seeds.ADDRESSES_OF_PAGES],
    "period": lambda: [text.encode() for text in seeds.PERIODS],
    "phone": lambda: [text.encode() for text in seeds.PHONES],
    "address": lambda: [text.encode() for text in seeds.ADDRESSES],
    "mail": lambda: [text.encode() for text in seeds.MAILS],
    "person": lambda: [text.encode() for text in seeds.PERSONS],
}


def main() -> None:
    name = sys.argv.pop(1)
    with tempfile.TemporaryDirectory() as folder:
        for number, whole in enumerate(STARTS.get(name, seeds.pages)()):
            (Path(folder) / f"{number:03}").write_bytes(whole)
        atheris.Setup([*sys.argv, folder], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
