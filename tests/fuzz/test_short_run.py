"""A short, always equal fuzz run of every target, and every input that once broke something."""

from pathlib import Path

import pytest
from fuzzing.inputs import of_target
from fuzzing.seeds import FIXTURES
from fuzzing.targets import TARGETS
from hypothesis import HealthCheck, Phase, given, settings

FOUND = sorted((FIXTURES / "fuzz").glob("*/*.bin"))

#: Whole pages are read several times by one check; all else costs a fraction of a millisecond.
COSTLY = {"read": 60, "label_values": 60, "growth": 15, "run_file": 60, "toml": 60}


@pytest.mark.sweep
@pytest.mark.parametrize("name", TARGETS)
def test_broken_inputs_are_answered_by_rule(name: str) -> None:
    @settings(
        max_examples=COSTLY.get(name, 120),
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(of_target(name))
    def every(data: bytes) -> None:
        TARGETS[name](data)

    every()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_once_answered_wrongly_is_answered_by_rule(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


def test_every_finding_says_where_it_came_from() -> None:
    told = (FIXTURES / "fuzz" / "README.md").read_text(encoding="utf-8")
    assert FOUND
    assert [path.name for path in FOUND if f"{path.parent.name}/{path.name}" not in told] == []
