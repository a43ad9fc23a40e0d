"""The small mutations that the tests are tried with: which a module can have, and the module that has one."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Mutation:
    """One change to one module: which node in the order of `ast.walk`, and which of the ways to change it."""

    path: str
    node: int
    way: int
    lines: tuple[int, int]  # first and last line of the statement, or of the head of a compound one
    said: str


def mutations(path: Path, name: str) -> Iterator[Mutation]:
    """Every mutation of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spared = _spared(tree)
    heads = _heads(tree)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in spared:
            continue
        for way, changed in enumerate(_ways(node)):
            said = f"{ast.unparse(node)[:60]!r} -> {ast.unparse(changed)[:60]!r}"
            yield Mutation(name, number, way, heads[id(node)], said)


def mutated(path: Path, mutation: Mutation) -> ast.Module:
    """The module with the mutation in it, its lines numbered as before."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node = list(ast.walk(tree))[mutation.node]
    changed = ast.copy_location(_ways(node)[mutation.way], node)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, changed)
            elif isinstance(value, list):
                value[:] = [changed if each is node else each for each in value]
    return ast.fix_missing_locations(tree)


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
        elif isinstance(node, ast.ClassDef):
            roots += node.decorator_list
        elif isinstance(node, ast.AnnAssign):
            roots.append(node.annotation)
        elif isinstance(node, ast.Raise) and node.exc is not None:
            roots.append(node.exc)
        elif isinstance(node, ast.ImportFrom | ast.Import | ast.JoinedStr | ast.Assert) or _for_types(node):
            roots.append(node)
    return {id(inner) for root in roots for inner in ast.walk(root)}


def _for_types(node: ast.AST) -> bool:
    """Whether only a type checker or a star import reads it."""
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) == "__all__" or ast.unparse(node.value).startswith("Literal[")
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _heads(tree: ast.AST) -> dict[int, tuple[int, int]]:
    """For each node the lines of its statement, those of what stands inside a compound statement left out."""
    heads: dict[int, tuple[int, int]] = {}

    def visit(node: ast.AST, lines: tuple[int, int]) -> None:
        if isinstance(node, ast.stmt):
            inner = [each.lineno for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)]
            lines = (node.lineno, max(node.lineno, min(inner) - 1) if inner else node.end_lineno or node.lineno)
        elif isinstance(node, ast.ExceptHandler):
            lines = (node.lineno, node.lineno)
        heads[id(node)] = lines
        for child in ast.iter_child_nodes(node):
            visit(child, lines)

    visit(tree, (0, 0))
    return heads
