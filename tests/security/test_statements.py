"""SQL takes values by parameters only; what stands in a statement's text is written there, or a name of our own.

Seen failing: with a value of the command line put into the WHERE of monitor/change_log.py by an f-string.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

#: The methods through which statements reach SQLite.
RUN = {"execute", "executemany", "executescript"}
#: What may stand in the text of a statement, by module: names of tables and columns of our own, from jsiq_scrape/tables
#: or from constants; `quoted` is for files that others may have made.
OURS = {
    "readings/cache.py": {"_FORMAT"},
    "database/codebook.py": {"counted", "one.name"},
    "database/correction.py": {"entity", "position"},
    "database/file.py": {
        "name", "columns", "pragma", "one.name", "_at_once(create_tables())",
        "_at_once(create_indexes() + create_views())",
    },
    "database/gates.py": {"name", "side", "counted", "old", "new"},
    "database/schema.py": {
        "APPLICATION_ID", "USER_VERSION", "one.name", "one.english", "'_'.join(columns)", "_names(columns)",
    },
    "database/search.py": {"name", "kind", "what", "tokenizer", "listed", "marks", "', '.join(columns)"},
    "release/error_rates.py": {"name", "entity"},
    "release/formats/release_texts.py": {"_SHOWING"},
    "explore/value_evidence.py": {"described.name", "entity", "label"},
    "privacy/leak_check.py": {"quoted(name)"},
    "explore/web/page.py": {"column", "described.name", "other.name", "_where(described)", "_where(other)"},
    "explore/web/overview.py": {"expression", "self.table", "name", "len(value)", "' AND '.join(conditions) or '1'"},
    "database/sql.py": {"name"},
    "explore/page_diff.py": {"first.captured_at", "last.captured_at"},  # a message that says FROM
    "explore/web/germany.py": {"question"},
    "explore/web/related.py": {"statement(question)"},
    "explore/web/passages.py": {"table", "marks", "search"},
    "explore/web/questions.py": {"label", "name", "selected", "query.sql", "tail", "_BARS"},
    "release/formats/static_site.py": {"entity"},
    "release/formats/table_files.py": {"listed", "order", "one.name"},
    "monitor/change_log.py": {"_ALL"},
    "release/differences.py": {"listed", "order", "table.name"},
    "release/release_diff.py": {"name"},
}  # fmt: skip
WORDS = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "PRAGMA ", "CREATE ", "ATTACH ", "DROP ", "FROM ", "WHERE ")


def inserted(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What is put into texts that are statements of SQL, by f-string, format, % or +, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if any(word in text for word in WORDS):
                for part in node.values:
                    if isinstance(part, ast.FormattedValue):
                        yield node.lineno, ast.unparse(part.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and is_statement(node.left):
            yield node.lineno, f"% {ast.unparse(node.right)}"


def is_statement(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and any(word in node.value for word in WORDS)


def given(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """The first argument of each call that runs a statement, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUN and node.args:
            yield node.lineno, node.args[0]


def is_fixed(node: ast.expr, arguments: set[str]) -> bool:
    """Whether a statement is written down: a text, a constant of the module, such texts joined, or what a function
    of our own that takes nothing from outside gives."""
    if isinstance(node, ast.Constant | ast.JoinedStr):  # the parts of f-strings are looked at by `inserted`
        return True
    if isinstance(node, ast.Name):
        return node.id.isupper() or node.id.startswith("_") or node.id in arguments
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_fixed(node.left, arguments) and is_fixed(node.right, arguments)
    if isinstance(node, ast.IfExp):
        return is_fixed(node.body, arguments) and is_fixed(node.orelse, arguments)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("create_")


#: Functions of ours that pass a statement on to SQLite; who calls them is held to the same rule.
PASSED_ON = {"statement", "query"}


@pytest.fixture(scope="module")
def trees(repository: Path) -> dict[str, ast.Module]:
    """Every module of the package, parsed."""
    package = repository / "jsiq_scrape"
    return {
        path.relative_to(package).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(package.rglob("*.py"))
    }


def test_nothing_but_names_of_our_own_stands_in_a_statement(trees: dict[str, ast.Module]) -> None:
    foreign = [
        f"{name}:{line} {what}"
        for name, tree in trees.items()
        for line, what in inserted(tree)
        if what not in OURS.get(name, set())
    ]
    assert foreign == []


def test_every_statement_that_is_run_is_written_down(trees: dict[str, ast.Module]) -> None:
    found = [(name, line, node) for name, tree in trees.items() for line, node in given(tree)]
    assert len(found) > 50
    made = [
        f"{name}:{line} {ast.unparse(node)}"
        for name, line, node in found
        if not is_fixed(node, PASSED_ON) and ast.unparse(node) not in OURS.get(name, set())
    ]
    assert made == []


@pytest.mark.parametrize(
    "code",
    [
        "connection.execute(f\"SELECT 1 FROM page WHERE url = '{url}'\")",
        "connection.execute('SELECT 1 FROM page WHERE url = %s' % url)",
        "connection.execute('SELECT 1 FROM page WHERE url = ' + url)",
        "connection.execute('SELECT {}'.format(url))",
        "connection.executescript(text)",
    ],
)
def test_the_rule_can_fail(code: str) -> None:
    tree = ast.parse(code)
    assert list(inserted(tree)) or not all(is_fixed(node, PASSED_ON) for _, node in given(tree))
