"""TOML files that persons write: read with the model of what they may say, and appended to."""

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from jsiq_scrape.disk import replacing
from jsiq_scrape.errors import ConfigurationError, MissingFile

_Model = TypeVar("_Model", bound=BaseModel)


class TomlTable(BaseModel):
    """A table of such a file: it has the keys that its model knows, and no other."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def load_toml(path: Path, model: type[_Model]) -> _Model:
    """What the file says.  Raises ConfigurationError, which names file and key; what stands there is not repeated.

    Raises MissingFile when there is no such file.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise MissingFile(f"no file {path}") from error
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    return parse_toml(content, str(path), model)


def parse_toml(content: bytes, name: str, model: type[_Model]) -> _Model:
    """What the content of a file of that name says.  Raises ConfigurationError as `load_toml` does."""
    try:
        return model.model_validate(tomllib.loads(content.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{name} is no TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        said = "is not a key of this file" if first["type"] == "extra_forbidden" else first["msg"]
        raise ConfigurationError(f"{name}: {key}: {said}") from error


def append_lines(path: Path, present: str, lines: Sequence[str], check: Callable[[Path], object]) -> None:
    """Write a file as its present text with lines behind it: comments stay.

    `check` reads the new file before it is put in place, and raises when it says what it may not.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write("\n".join([present.rstrip("\n"), *lines, ""]).encode())
        file.flush()
        check(Path(file.name))
