"""TOML files that persons write, held to the model of what they may say."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from jsiq_scrape.errors import ConfigurationError, naming

_Model = TypeVar("_Model", bound=BaseModel)


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
