"""The vocabulary of the pages, and the generated corpus as a package that the reader's tests import."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from jsiq_scrape.parse.labels.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="session")
def vocabulary(repository: Path) -> Vocabulary:
    return load_vocabulary(repository / "parsers" / "office_page.toml")
