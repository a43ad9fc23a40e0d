"""Lock files: what they pin, and whether that is everything that is needed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import Distribution, distributions

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pin:
    """One entry of a lock file."""

    name: str
    version: str
    marker: Marker | None  # None: pinned for every environment
    hashes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}=={self.version}"

    def holds(self, environment: Environment) -> bool:
        """True if this environment gets the pin."""
        return self.marker is None or self.marker.evaluate(dict(environment))


def entries(lock: str) -> list[str]:
    """The entries of a lock file, each with its continuation lines, without comments."""
    lines = [line for line in lock.splitlines() if not line.lstrip().startswith("#")]
    return [entry for entry in re.split(r"\n(?=\S)", "\n".join(lines).strip()) if entry]


def pin_of(entry: str) -> Pin:
    """The pin that an entry makes; ValueError if it allows more than one version."""
    head, *hashes = re.split(r"\s*\\?\s*--hash=", entry)
    requirement = Requirement(head)
    (specifier,) = requirement.specifier
    if specifier.operator != "==" or requirement.extras or requirement.url:
        raise ValueError(f"not one version of one package: {head}")
    return Pin(canonicalize_name(requirement.name), specifier.version, requirement.marker, tuple(hashes))


def pins(lock: str) -> list[Pin]:
    """What a lock file pins."""
    return [pin_of(entry) for entry in entries(lock)]


class Installed:
    """The metadata of installed packages: of this Python, or of the folders named."""

    def __init__(self, path: Sequence[str] | None = None) -> None:
        self._path = path
        self.environment: Environment = {key: str(value) for key, value in default_environment().items()}

    @cached_property
    def by_name(self) -> dict[str, Distribution]:
        """Every distribution by its normalised name."""
        found = distributions() if self._path is None else distributions(path=list(self._path))
        return {canonicalize_name(one.metadata["Name"]): one for one in found}

    @cached_property
    def _requirements(self) -> dict[str, list[Requirement]]:
        return {name: [Requirement(text) for text in one.requires or ()] for name, one in self.by_name.items()}

    def requirements(self, pin: Pin) -> list[Requirement] | None:
        """What a pinned package requires, extras included; None if another version or none is installed."""
        if pin.name not in self.by_name or self.by_name[pin.name].version != pin.version:
            return None
        return self._requirements[pin.name]


def environments() -> Iterator[Environment]:
    """This environment, and each that a marker in our lock files tells from the others."""
    here = Installed().environment
    yield here
    for version in ("3.11.0", "3.11.9", "3.12.0", "3.13.0", "3.14.0"):
        python = {"python_version": version.rpartition(".")[0], "python_full_version": version}
        for platform, system, name, machine in (
            ("linux", "Linux", "posix", "x86_64"),
            ("linux", "Linux", "posix", "aarch64"),
            ("darwin", "Darwin", "posix", "arm64"),
            ("win32", "Windows", "nt", "AMD64"),
        ):
            place = {"sys_platform": platform, "platform_system": system, "os_name": name, "platform_machine": machine}
            yield here | python | place
    yield here | {"implementation_name": "pypy", "platform_python_implementation": "PyPy"}


def closure(
    roots: Iterable[Requirement], pinned: Iterable[Pin], installed: Installed, environment: Environment
) -> tuple[set[Pin], list[str]]:
    """The pins that the roots lead to in an environment, and what is missing on the way.

    A pin that is not for this machine has no metadata here: what it needs itself stays unknown.
    """
    by_name = {pin.name: pin for pin in pinned if pin.holds(environment)}
    reached: set[Pin] = set()
    missing: list[str] = []
    waiting = [("the project", requirement, frozenset[str]()) for requirement in roots]
    done: set[tuple[str, str, frozenset[str]]] = set()
    while waiting:
        parent, requirement, extras = waiting.pop()
        if (parent, str(requirement), extras) in done:
            continue
        done.add((parent, str(requirement), extras))
        marker = requirement.marker
        if marker and not any(marker.evaluate({**environment, "extra": extra}) for extra in extras or {""}):
            continue
        pin = by_name.get(canonicalize_name(requirement.name))
        if pin is None:
            missing.append(f"{parent} needs {requirement}, which is not pinned")
            continue
        if not requirement.specifier.contains(pin.version, prereleases=True):
            missing.append(f"{parent} needs {requirement}, but {pin} is pinned")
        reached.add(pin)
        needed = installed.requirements(pin)
        if needed is None:
            if pin.holds(installed.environment):
                missing.append(f"{pin} is not installed, so what it needs is unknown")
            continue
        asked = frozenset(canonicalize_name(extra) for extra in requirement.extras)
        waiting += [(str(pin), one, asked) for one in needed]
    return reached, missing
