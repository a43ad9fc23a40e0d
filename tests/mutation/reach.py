"""What each test reaches of the package, and how long it takes: one run of all tests under coverage."""

import functools
import json
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage, CoverageData
from hypothesis import Phase, settings
from mutations import Mutation

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "jsiq_scrape"


@dataclass
class Reach:
    """What the tests reach, and what they take."""

    seconds: dict[str, float] = field(default_factory=dict)
    fixtures: dict[str, list[str]] = field(default_factory=dict)  # of each test those that serve several tests
    contexts: dict[str, dict[int, list[str]]] = field(default_factory=dict)  # path -> line -> tests, fixtures, ""

    def at_import(self, mutation: Mutation) -> bool:
        """Whether the line runs while modules are imported and tests collected."""
        return "" in self._contexts(mutation.path, mutation.lines)

    def tests(self, mutation: Mutation) -> list[str]:
        """The tests that can notice, the cheap ones first."""
        lines = (0, sys.maxsize) if self.at_import(mutation) else mutation.lines
        reaching = self._contexts(mutation.path, lines)
        through = [test for test, names in self.fixtures.items() if not reaching.isdisjoint(names)]
        found = reaching.union(through).intersection(self.seconds)
        return sorted(found, key=lambda test: (self.seconds[test], test))

    def _contexts(self, path: str, lines: tuple[int, int]) -> set[str]:
        of_module = self.contexts.get(path, {})
        return {each for line, found in of_module.items() if lines[0] <= line <= lines[1] for each in found}


class Watched:
    """A run of all tests that notes what each reaches."""

    def __init__(self, coverage: Coverage, reach: Reach) -> None:
        self.coverage, self.reach = coverage, reach
        self.context = ""
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        empty_caches()
        self._switch(item.nodeid)
        began = time.process_time()
        told = yield
        self.reach.seconds[item.nodeid] = time.process_time() - began
        self.reach.fixtures[item.nodeid] = [
            _named(each)
            for defined in item._fixtureinfo.name2fixturedefs.values()  # type: ignore[attr-defined]
            for each in defined
            if each.scope != "function"
        ]
        return told

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, object, object]:
        outside = self.context
        if fixturedef.scope != "function":
            self._switch(_named(fixturedef))
        try:
            return (yield)
        finally:
            self._switch(outside)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    def _switch(self, context: str) -> None:
        if context != self.context:
            self.context = context
            self.coverage.switch_context(context)


def _named(fixturedef: Any) -> str:
    return f"{fixturedef.baseid}::{fixturedef.argname}"


def watch(tests: list[str], memory: Path) -> None:
    """Run all tests once and keep in the folder what they reach."""
    memory.mkdir(parents=True, exist_ok=True)
    coverage = Coverage(data_file=str(memory / "coverage"), source=[PACKAGE])
    coverage.start()
    reach = Reach()
    watched = Watched(coverage, reach)
    pytest.main(pytest_arguments(tests), plugins=[watched, Quiet()])
    coverage.stop()
    coverage.save()
    for test in watched.failed:  # it fails where nothing is broken, and so tells nothing
        reach.seconds.pop(test, None)
        reach.fixtures.pop(test, None)
    told = {"seconds": reach.seconds, "fixtures": reach.fixtures, "failed": sorted(watched.failed)}
    (memory / "tests.json").write_text(json.dumps(told), encoding="utf-8")


def remembered(memory: Path, paths: list[str]) -> Reach:
    """What `watch` kept of these modules."""
    told = json.loads((memory / "tests.json").read_text(encoding="utf-8"))
    data = CoverageData(str(memory / "coverage"))
    data.read()
    contexts = {path: data.contexts_by_lineno(str(ROOT / path)) for path in paths}
    return Reach(told["seconds"], told["fixtures"], contexts)


class Quiet:
    """Random examples that are neither kept nor made smaller."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        phases = [Phase.explicit, Phase.generate]
        settings.register_profile("mutation", settings.get_profile("house"), database=None, phases=phases)
        settings.load_profile("mutation")


def pytest_arguments(tests: list[str]) -> list[str]:
    plugins = ["-p", "no:cacheprovider", "-p", "no:pytest_cov"]
    imported_here = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # hypothesis, of which nothing is asserted
    return ["-q", *plugins, *imported_here, "--hypothesis-seed=1", *tests]


def empty_caches() -> None:
    """Forget what functions of the package remember."""
    for name, module in list(sys.modules.items()):
        if name.startswith(PACKAGE):
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
