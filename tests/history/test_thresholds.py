"""The thresholds of the matching: fitted on one half of the cases, stated for the other.

Fitted on seed 1, measured on seed 2, 50 cases of each kind:
projects (600 and 600 cases)         precision 0.9965, recall 1.000 of all pairs
contacts (650 and 650 cases)         precision 1.000, recall 1.000
funding areas (450 and 450 cases)    precision 1.000, recall 1.000
"""

from collections import Counter

import pytest
from matching_cases import ALL, Case, cases

from jsiq_scrape.history.entry_matching import THRESHOLDS, Entity, match
from jsiq_scrape.readings.comparable import state_of
from jsiq_scrape.records import Profile, Reading, Verdict

FITTED, STATED = 1, 2
LISTS = {"project": ("projects", "projects"), "contact": ("contacts", "contacts"),
         "funding_area": ("funding_areas", "areas")}  # fmt: skip
#: Thresholds that the cases have to tell from the right one.
BAD = {"project": (0.3, 0.95), "contact": (0.4, 0.99), "funding_area": (0.3, 0.7)}


def outcome(entity: Entity, case: Case) -> set[tuple[int, int]]:
    """The pairs that the matching finds."""
    printed, parts = LISTS[entity]
    old, new = (
        getattr(
            state_of(Reading.model_validate({"verdict": Verdict.PROFILE, "profile": Profile(), printed: entries})),
            parts,
        )
        for entries in (case.old, case.new)
    )
    return {(pair.old, pair.new) for pair in match(entity, old, new).pairs}


def measure(entity: Entity, seed: int) -> tuple[float, float, Counter[str]]:
    """Precision and recall of all pairs, and the kinds of case that were not wholly right."""
    right = found = true = 0
    wrong: Counter[str] = Counter()
    for case in cases(seed, 50, entity):
        pairs = outcome(entity, case)
        right += len(pairs & case.truth)
        found += len(pairs)
        true += len(case.truth)
        wrong[case.kind] += pairs != case.truth
    return right / found, right / true, +wrong


@pytest.mark.parametrize("seed", [FITTED, STATED])
@pytest.mark.parametrize("entity", ALL)
def test_entries_are_found_again_and_replaced_ones_are_not(entity: Entity, seed: int) -> None:
    precision, recall, wrong = measure(entity, seed)
    assert precision >= 0.995, wrong
    assert recall >= 0.995, wrong


@pytest.mark.parametrize("entity", ALL)
def test_the_cases_show_a_bad_threshold(entity: Entity, monkeypatch: pytest.MonkeyPatch) -> None:
    for bad in BAD[entity]:
        monkeypatch.setitem(THRESHOLDS, entity, bad)
        precision, recall, _ = measure(entity, FITTED)
        assert min(precision, recall) < 0.995, bad


@pytest.mark.parametrize("entity", ALL)
def test_every_kind_of_case_is_measured(entity: Entity) -> None:
    assert [case.kind for case in cases(STATED, 1, entity)] == list(ALL[entity])
