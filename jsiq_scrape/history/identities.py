"""parsers/identities.toml: what a person decided about which pages and projects are the same."""

from pathlib import Path

from pydantic import Field

from jsiq_scrape import toml_files
from jsiq_scrape.history.entry_matching import Overrides, folded_name
from jsiq_scrape.toml_files import TomlTable


class OneProfile(TomlTable):
    """These URLs show one office; `id` fixes its key.

    With `municipality` only the captures that name it: an address may have shown other offices before or since.
    """

    urls: tuple[str, ...] = Field(min_length=1)
    municipality: str | None = Field(default=None, min_length=1)
    id: str | None = Field(default=None, pattern=r"^[a-z0-9]+(-+[a-z0-9]+)*$")


class Apart(TomlTable):
    """These URLs never show the same office."""

    urls: tuple[str, ...] = Field(min_length=2)


class OneProject(TomlTable):
    """These titles name one project of the profile; `id` fixes its key."""

    profile: str
    titles: tuple[str, ...] = Field(min_length=1)
    id: str | None = Field(default=None, pattern=r"^[a-z0-9]+(-+[a-z0-9]+)*$")


class ProjectsApart(TomlTable):
    """These titles name different projects of the profile, however alike they are."""

    profile: str
    titles: tuple[str, ...] = Field(min_length=2)


class Identities(TomlTable):
    """All decisions; empty unless a person wrote some."""

    profile: tuple[OneProfile, ...] = ()
    apart: tuple[Apart, ...] = ()
    project: tuple[OneProject, ...] = ()
    projects_apart: tuple[ProjectsApart, ...] = ()

    def projects_of(self, profile: str) -> Overrides:
        """What is decided about the projects of one profile."""
        return Overrides(
            frozenset(frozenset(map(folded_name, one.titles)) for one in self.project if one.profile == profile),
            frozenset(frozenset(map(folded_name, two.titles)) for two in self.projects_apart if two.profile == profile),
        )

    def project_id(self, profile: str, titles: set[str]) -> str | None:
        """The key fixed for the project of that profile that has one of these folded titles."""
        for one in self.project:
            if one.id and one.profile == profile and titles & set(map(folded_name, one.titles)):
                return one.id
        return None


def load_identities(path: Path) -> Identities:
    """Read the file.  Raises ConfigurationError, which names file and key."""
    return toml_files.load_toml(path, Identities)
