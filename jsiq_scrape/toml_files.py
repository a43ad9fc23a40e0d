"""TOML files that persons write: read with the model of what they may say, and appended to."""

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from jsiq_scrape.errors import ConfigurationError, naming

_Model = TypeVar("_Model", bound=BaseModel)


class TomlTable(BaseModel):
    """A table of such a file: it has the keys that its model knows, and no other."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def load(path: Path, model: type[_Model]) -> _Model:
    """What the file says.  Raises ConfigurationError, which names file and key; what stands there is not repeated."""
    try:
        with naming(path):
            text = path.read_text(encoding="utf-8")
        return model.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{path}: {where}: {first['msg']}") from error


def append(path: Path, present: str, lines: Sequence[str], check: Callable[[Path], object]) -> None:
    """Write a file as its present text with lines behind it: comments stay, and readers see the old or the new file.

    `check` reads the new file before it is put in place, and raises when it says what it may not.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    try:
        with naming(path):
            new.write_text("\n".join([present.rstrip("\n"), *lines, ""]), encoding="utf-8")
        check(new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
