"""Cases of a test with the ones that the reader is known to get wrong."""

from collections.abc import Mapping

import pytest


def with_defects(cases: Mapping[str, object], defects: Mapping[str, str]) -> list[object]:
    """One parameter a case, named by its key; cases among `defects` must fail, for the kind of mistake given there."""
    assert defects.keys() <= cases.keys()
    return [pytest.param(case, id=name, marks=_marks(defects.get(name))) for name, case in cases.items()]


def _marks(kind: str | None) -> tuple[pytest.MarkDecorator, ...]:
    return () if kind is None else (pytest.mark.xfail(strict=True, reason=kind),)
