"""The fuzzer as a package that the tests import, with the reader's generated corpus as what it starts from."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "fuzz"), str(TESTS / "reader")]
