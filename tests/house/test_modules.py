"""Imports point one way and are declared; every module says what it is."""

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

#: The floors of the house, from the top. A module may import from floors below and from its own package, nothing else.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("demo", "scale"),
    ("monitor",),
    ("release",),
    ("explore", "archives"),
    ("files",),
    ("fetch", "database"),
    ("privacy",),
    ("history",),
    ("readings",),
    ("evidence", "parse"),
    ("places", "tables"),
    ("programme",),
    ("captures", "records", "workspace", "toml_files", "csv_files", "templates"),
    ("disk",),
    ("errors", "clock", "moments"),
)


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file of the repository, parsed."""

    path: Path
    name: str  # relative to the repository, with slashes
    tree: ast.Module

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""


@pytest.fixture(scope="module")
def python_modules(repository: Path, repository_files: list[Path]) -> list[Module]:
    """Every Python file of the repository."""
    modules = []
    for path in repository_files:
        if path.suffix == ".py":
            tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
            modules.append(Module(path, path.relative_to(repository).as_posix(), tree))
    return modules


@pytest.fixture(scope="module")
def package_modules(python_modules: list[Module]) -> list[Module]:
    """Every module of the package."""
    return [module for module in python_modules if module.name.startswith("jsiq_scrape/")]


def test_every_module_has_a_docstring(python_modules: list[Module]) -> None:
    assert [module.name for module in python_modules if not module.docstring] == []


def test_the_first_line_of_a_docstring_is_one_sentence(package_modules: list[Module]) -> None:
    unfinished = [
        module.name
        for module in package_modules
        if module.docstring and not module.docstring.partition("\n\n")[0].rstrip().endswith((".", "?", ":"))
    ]
    assert unfinished == []


def test_no_name_hides_what_it_does(package_modules: list[Module]) -> None:
    empty_words = ("manager", "helper", "util", "handler", "misc")
    named = {module.name: Path(module.name).stem.lower() for module in package_modules}
    empty = [name for name, stem in named.items() if stem == "common" or any(word in stem for word in empty_words)]
    assert empty == []


def test_no_module_has_a_twin_of_its_name(package_modules: list[Module]) -> None:
    names = Counter(Path(module.name).name for module in package_modules)
    assert [name for name, times in names.items() if times > 1 and name != "__init__.py"] == []


def floor(part: str) -> int:
    """The floor of a part of the package, counted from the top."""
    for number, parts in enumerate(FLOORS):
        if part in parts:
            return number
    pytest.fail(f"jsiq_scrape/{part} stands on no floor: give it a place in FLOORS of {Path(__file__).name}")


def part_of(module: Module) -> str:
    """The part of the package a module belongs to: the folder or file below jsiq_scrape/."""
    return module.name.split("/")[1].removesuffix(".py")


def imported_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every absolute dotted name that a module imports, anywhere in it, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def test_imports_point_down(package_modules: list[Module]) -> None:
    parts = {part_of(module) for module in package_modules}
    upward = []
    for module in package_modules:
        own = part_of(module)
        if own == "__init__":
            continue  # the front door: gives what library users import, when they ask for it
        for name, line in imported_names(module.tree):
            package, _, rest = name.partition(".")
            target = rest.split(".")[0]
            if package == "jsiq_scrape" and target in parts and target != own and floor(target) <= floor(own):
                upward.append(f"{module.name}:{line} imports {name}")
    assert upward == []


def test_every_part_has_a_floor(package_modules: list[Module]) -> None:
    for module in package_modules:
        if part_of(module) != "__init__":
            floor(part_of(module))


def test_only_the_client_and_its_transport_import_httpx(package_modules: list[Module]) -> None:
    importers = {module.name for module in package_modules if "httpx" in tops(module)}
    assert importers == {"jsiq_scrape/fetch/client.py", "jsiq_scrape/fetch/transport.py"}


def test_importing_the_package_imports_nothing_else(package_modules: list[Module]) -> None:
    (front,) = [module for module in package_modules if module.name == "jsiq_scrape/__init__.py"]
    eager = [
        ast.unparse(node)
        for node in front.tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) and ast.unparse(node) != "from typing import TYPE_CHECKING"
    ]
    assert eager == []


def tops(module: Module) -> set[str]:
    """The top-level names of the libraries that a module imports."""
    return {name.split(".")[0] for name, _ in imported_names(module.tree)}


def distribution(requirement: str) -> str:
    """The normalised name of the distribution that a requirement asks for."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


@pytest.fixture(scope="module")
def project(repository: Path) -> Mapping[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def libraries(modules: list[Module]) -> dict[str, set[str]]:
    """Which modules import which distribution, the standard library left out."""
    provided = packages_distributions()
    users: dict[str, set[str]] = {}
    for module in modules:
        for top in tops(module) - set(sys.stdlib_module_names) - {"jsiq_scrape"}:
            for name in provided.get(top, [top]):
                users.setdefault(distribution(name), set()).add(module.name)
    return users


def test_every_imported_library_is_a_declared_dependency(
    package_modules: list[Module], project: Mapping[str, Any]
) -> None:
    core = {distribution(requirement) for requirement in project["dependencies"]}
    optional = {
        distribution(requirement)
        for extra in ("datasette", "parquet", "notify", "spark", "xlsx")
        for requirement in project["optional-dependencies"][extra]
    }
    undeclared = {name: users for name, users in libraries(package_modules).items() if name not in core | optional}
    assert undeclared == {}


def test_optional_libraries_are_imported_inside_functions_only(
    package_modules: list[Module], project: Mapping[str, Any]
) -> None:
    optional = {"apprise", "datasette", "pandas", "pyarrow", "pyspark", "re2", "xlsxwriter"}
    # Datasette loads what its plugin shows; nobody imports scale/ but commands that have looked for its libraries.
    within = ("jsiq_scrape/explore/web/", "jsiq_scrape/scale/")
    at_the_top = [
        f"{module.name}:{node.lineno}"
        for module in package_modules
        if not module.name.startswith(within)
        for node in module.tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and optional & {name.split(".")[0] for name, _ in imported_names(ast.Module([node], []))}
    ]
    assert at_the_top == []


def test_every_dependency_is_imported_somewhere(package_modules: list[Module], project: Mapping[str, Any]) -> None:
    core = {distribution(requirement) for requirement in project["dependencies"]}
    assert core - set(libraries(package_modules)) == set()
