"""What the tests of WARC files share; the values stand in made_warcs.py."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # import mode "importlib" leaves it out

from made_warcs import Taken


@pytest.fixture
def taken(tmp_path: Path) -> Taken:
    """An empty workspace."""
    return Taken(tmp_path)
