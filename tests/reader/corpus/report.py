"""The examination as a table: F1 of every family, and each miss with the page it stands on.

python tests/reader/corpus/report.py [--each N] [--family NAME] [--held-out] [--misses N] [--show SEED]
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[3])]

from corpus import scoring  # noqa: E402
from corpus.families import FAMILIES, Family  # noqa: E402
from corpus.generate import Page, pages  # noqa: E402
from corpus.scoring import Miss  # noqa: E402

from jsiq_scrape.parse import read  # noqa: E402
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, load_vocabulary  # noqa: E402

Misses = list[tuple[Page, Miss]]


def examine(families: list[Family], each: int, vocabulary: Vocabulary) -> dict[str, tuple[int, Misses]]:
    """For every family the number of values that agree, and the misses."""
    found: defaultdict[str, tuple[int, Misses]] = defaultdict(lambda: (0, []))
    for page in pages(families, each):
        got = read(page.body, vocabulary).model_dump(mode="json")
        agreed, misses = scoring.compare(page.shown.expected, got)
        before, known = found[page.family]
        found[page.family] = (before + agreed, known + [(page, miss) for miss in misses])
    return dict(found)


def total(results: dict[str, tuple[int, Misses]]) -> float:
    misses = [miss for _, found in results.values() for _, miss in found]
    return scoring.f1(sum(agreed for agreed, _ in results.values()), misses)


def table(results: dict[str, tuple[int, Misses]], misses_shown: int = 5) -> str:
    lines = []
    for name, (agreed, misses) in sorted(results.items(), key=lambda item: -len(item[1][1])):
        score = scoring.f1(agreed, (miss for _, miss in misses))
        lines.append(f"{score:.4f}  {agreed:5} agree {len(misses):4} miss  {name}")
        for page, miss in misses[:misses_shown]:
            lines.append(f"          seed {page.seed:3} {miss.path}: expected {miss.expected!r}, got {miss.got!r}")
    return "\n".join([*lines, f"{total(results):.4f}  all {len(results)} families"])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--each", type=int, default=12)
    arguments.add_argument("--family", action="append", default=[])
    arguments.add_argument("--held-out", action="store_true")
    arguments.add_argument("--misses", type=int, default=5)
    arguments.add_argument("--show", type=int)
    chosen = arguments.parse_args()
    families = FAMILIES
    if chosen.held_out:
        from corpus.held_out import HELD_OUT
        from corpus.held_out_late import HELD_OUT_LATE

        families = HELD_OUT + HELD_OUT_LATE
    families = [family for family in families if not chosen.family or family.name in chosen.family]
    if chosen.show is not None:
        print("\n".join(page.text for page in pages(families, chosen.show + 1) if page.seed == chosen.show))  # noqa: T201
        return
    vocabulary = load_vocabulary(Path(__file__).resolve().parents[3] / "parsers" / "office_page.toml")
    print(table(examine(families, chosen.each, vocabulary), chosen.misses))  # noqa: T201


if __name__ == "__main__":
    main()
