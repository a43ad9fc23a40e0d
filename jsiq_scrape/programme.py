"""The facts about the programme: its name, its phases, and what does not matter in the addresses of its pages."""

from datetime import date
from functools import cache

from pydantic import Field

from jsiq_scrape import toml_files
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.toml_files import TomlTable
from jsiq_scrape.workspace import packaged

FILE = "programme.toml"


class Phase(TomlTable):
    """One funding period of the programme."""

    number: int
    begins: date
    ends: date
    municipalities: int = Field(description="How many took part, as the programme published it")


class Addresses(TomlTable):
    """What does not matter in an address of a page."""

    session_parameters: tuple[str, ...]
    other_parameters: tuple[str, ...]
    ignored_segments: tuple[str, ...]
    page_number_digits: tuple[int, int] = Field(description="Fewest and most digits")


class Programme(TomlTable):
    """The content of programme.toml."""

    name: str
    key: str
    site: str
    phases: tuple[Phase, ...] = Field(min_length=1)
    addresses: Addresses

    @property
    def host(self) -> str:
        """The site without scheme and "www.", as a source is cited."""
        return self.site.partition("://")[2].removeprefix("www.").rstrip("/")

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of the programme."""
        return self.phases[0].begins.year, self.phases[-1].ends.year


@cache
def programme() -> Programme:
    """The facts that came with the program.  Raises ConfigurationError when the file is missing or wrong."""
    path = packaged(FILE)
    if path is None:
        raise ConfigurationError(f"no {FILE} came with the program: install it anew")
    return toml_files.load_toml(path, Programme)
