"""What dataset.toml says of a release: title, authors, version, licence."""

from datetime import date
from pathlib import Path

from pydantic import Field

from jsiq_scrape import toml_files
from jsiq_scrape.database.demo_data import NOTE
from jsiq_scrape.toml_files import TomlTable
from jsiq_scrape.workspace import Workspace


class Author(TomlTable):
    """One who compiled the data."""

    name: str = Field(min_length=1, description="Family name, given name; or the name of an institution")
    orcid: str | None = Field(None, pattern=r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")
    affiliation: str | None = None

    @property
    def person(self) -> tuple[str, str] | None:
        """Family and given names; None for an institution."""
        family, comma, given = self.name.partition(",")
        return (family.strip(), given.strip()) if comma and given.strip() else None


class Licence(TomlTable):
    """Under which terms the compilers give away what they added."""

    name: str = Field(min_length=1)
    url: str = Field(pattern=r"^https?://\S+$")
    spdx: str | None = Field(None, pattern=r"^[A-Za-z0-9.+-]+$", description="Its short name in the list of SPDX")


class Dataset(TomlTable):
    """The description of the dataset, as its compilers give it."""

    title: str = Field(min_length=1)
    description: str = Field(min_length=1)
    version: str = Field(pattern=r"^\d+\.\d+\.\d+[\w.+-]*$")
    released: date | None = None
    identifier: str | None = Field(None, pattern=r"^https?://\S+$")
    keywords: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    licence: Licence | None = None


def marked_as_demo(dataset: Dataset) -> Dataset:
    """The description of invented data, which says so."""
    marks = {"title": f"Beispieldaten: {dataset.title}", "description": f"{NOTE} | {dataset.description}"}
    return dataset.model_copy(update=marks)


def file_of(workspace: Workspace) -> Path:
    """The dataset.toml of a workspace: its own, else the one that came with the program."""
    own = workspace.root / "dataset.toml"
    return own if own.is_file() else workspace.resource("dataset.toml")


def load_dataset(path: Path) -> Dataset:
    """What the file says.  Raises ConfigurationError, which names the key."""
    return toml_files.load_toml(path, Dataset)
