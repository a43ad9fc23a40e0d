"""How much broken code the tests notice: a random sample of small mutations, each tried by the tests that reach it.

python -m pytest tests/reader tests/load tests/watch tests/snapshots --cov=jsiq_scrape --cov-branch --cov-context=test
python tests/mutation/sample.py COPY --coverage .coverage --seed 1 --sample 100 --tests tests/reader jsiq_scrape/parse

COPY is a checkout made for this, which the mutations are written into.  A mutation is one of: a comparison turned or
moved by one, `and` for `or`, a `not` taken away, a condition that always or never holds, a number one more, a text
changed, True for False, `+` for `-`, a returned value that is None, a statement left out.  It is killed when one of
the tests that reach its line fails, or takes ten times as long as it may; a line that no test reaches lets it survive.
Not drawn from: docstrings, annotations, names of modules, messages of errors (their wording is free).
"""

import argparse
import ast
import copy
import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from coverage import CoverageData

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_MOST_TESTS = 40  # of those that reach a line; a test reached by chance is no worse than another


@dataclass(frozen=True)
class Mutation:
    """One change to one module: which node in the order of `ast.walk`, and which of the ways to change it."""

    path: str
    node: int
    way: int
    line: int
    said: str


def mutations(path: Path, name: str) -> Iterator[Mutation]:
    """Every mutation of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spared = _spared(tree)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in spared:
            continue
        for way in range(len(_ways(node))):
            said = f"{ast.unparse(node)[:60]!r} -> {_told(node, way)!r}"
            yield Mutation(name, number, way, getattr(node, "lineno", 0), said)


def _told(node: ast.AST, way: int) -> str:
    changed = _ways(copy.deepcopy(node))[way]
    return ast.unparse(changed)[:60]


def _ways(node: ast.AST) -> list[ast.AST]:
    """What a node can be changed into."""
    found: list[ast.AST] = []
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARED:
        found.append(ast.Compare(node.left, [_COMPARED[type(node.ops[0])]()], node.comparators))
    elif isinstance(node, ast.BoolOp):
        found.append(ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        found.append(node.operand)
    elif isinstance(node, ast.BinOp) and type(node.op) in _COUNTED:
        found.append(ast.BinOp(node.left, _COUNTED[type(node.op)](), node.right))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        found.append(ast.Constant(not node.value))
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        found.append(ast.Constant(node.value + 1))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        found.append(ast.Constant(f"XX{node.value}XX"))
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        for value in (True, False):
            if not (value and isinstance(node, ast.While)):
                changed = copy.copy(node)
                changed.test = ast.Constant(value)
                found.append(changed)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        found.append(ast.Return(ast.Constant(None)))
    elif isinstance(node, ast.Expr | ast.AugAssign | ast.Continue | ast.Break):
        found.append(ast.Pass())
    return found


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _spared(tree: ast.AST) -> set[int]:
    """The nodes that are not mutated."""
    roots: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.Yield | ast.YieldFrom):
            roots.append(node.value)
            if isinstance(node.value, ast.Constant):
                roots.append(node)
        elif isinstance(node, ast.FunctionDef):
            roots += [each.annotation for each in ast.walk(node.args) if isinstance(each, ast.arg) and each.annotation]
            roots += [node.returns] if node.returns else []
            roots += node.decorator_list
        elif isinstance(node, ast.AnnAssign):
            roots.append(node.annotation)
        elif isinstance(node, ast.Raise) and node.exc is not None:
            roots.append(node.exc)
        elif isinstance(node, ast.ImportFrom | ast.Import | ast.JoinedStr | ast.Assert) or _for_types(node):
            roots.append(node)
    return {id(inner) for root in roots for inner in ast.walk(root)}


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def mutated(path: Path, mutation: Mutation) -> str:
    """The module with the mutation in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node = list(ast.walk(tree))[mutation.node]
    changed = _ways(node)[mutation.way]
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, changed)
            elif isinstance(value, list):
                value[:] = [changed if each is node else each for each in value]
    return ast.unparse(ast.fix_missing_locations(tree))


def reaching(data: CoverageData, name: str, line: int, rng: Random) -> list[str] | None:
    """The tests that reach a line, at most so many; None for a line that runs at import."""
    file = next((each for each in data.measured_files() if each.endswith(name)), None)
    contexts = data.contexts_by_lineno(file) if file else {}
    found = sorted({each.partition("|")[0] for each in contexts.get(line, []) if each})
    if not found and contexts.get(line):
        return None
    return found if len(found) <= _MOST_TESTS else sorted(rng.sample(found, _MOST_TESTS))


def run(folder: Path, tests: list[str], limit: float) -> str:
    """ "survived", "too slow", or the test that killed it."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-rfE", "-p", "no:cacheprovider", "--no-header", *tests]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "too slow"
        said.seek(0)
        failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", said.read().decode("utf-8", "replace"), re.MULTILINE)
    return "survived" if code == 0 else f"killed by {failed[0] if failed else 'the import'}"


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - half, middle + half


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("copy", type=Path)
    arguments.add_argument("modules", nargs="+", help="files or folders of the package, relative to COPY")
    arguments.add_argument("--coverage", type=Path, required=True)
    arguments.add_argument("--tests", nargs="+", required=True, help="for lines that run at import")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--sample", type=int, default=100)
    arguments.add_argument("--minutes", type=float, default=60, help="begin no further mutation after so many")
    arguments.add_argument("--limit", type=float, default=240, help="seconds for the tests of one mutation")
    asked = arguments.parse_args()
    files: list[str] = []
    for name in asked.modules:
        path = asked.copy / name
        inside = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        files += [each.relative_to(asked.copy).as_posix() for each in inside]
    every = [one for name in files for one in mutations(asked.copy / name, name)]
    rng = Random(asked.seed)
    data = CoverageData(str(asked.coverage))
    data.read()
    counts: dict[str, int] = {}
    sound: dict[str, bool] = {}  # whether a test passes where nothing is broken
    began = time.monotonic()
    for one in rng.sample(every, min(asked.sample, len(every))):
        if time.monotonic() - began > asked.minutes * 60:
            break
        tests = reaching(data, one.path, one.line, rng)
        if tests:
            tests = [test for test in tests if sound.get(test, True)]
        if tests is None:
            tests = asked.tests
        path = asked.copy / one.path
        whole = path.read_text(encoding="utf-8")
        try:
            path.write_text(mutated(path, one), encoding="utf-8")
            outcome = run(asked.copy, tests, asked.limit) if tests else "not reached"
        finally:
            path.write_text(whole, encoding="utf-8")
        killer = outcome.removeprefix("killed by ")
        if killer != outcome and killer not in sound and killer.startswith("tests/"):
            sound[killer] = run(asked.copy, [killer], asked.limit) == "survived"
            if not sound[killer]:  # it fails anyway: the mutation is not judged by it
                continue
        kind = "killed" if killer != outcome else outcome
        counts[kind] = counts.get(kind, 0) + 1
        told = {"outcome": outcome, "place": f"{one.path}:{one.line}", "change": one.said, "tests": len(tests)}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    tried = sum(counts.values())
    noticed = counts.get("killed", 0) + counts.get("too slow", 0)
    low, high = interval(noticed, tried)
    summary = (
        f"{noticed} of {tried} noticed: {noticed / tried:.1%} (95 %: {low:.1%} to {high:.1%}); of {len(every)} possible"
    )
    sys.stdout.write(summary + f"; seed {asked.seed}; {counts}\n")


if __name__ == "__main__":
    main()
