"""The options of the commands that publish changes: which of them, whether with contacts, and where their rows are."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

with_contacts_option = click.option(
    "--with-contacts",
    is_flag=True,
    help="Publish contact data too: changes of contacts, and mail addresses, numbers and names in texts.",
)


def _web_address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise click.BadParameter("takes a web address (https://...)")
    return value


base_url_option = click.option(
    "--base-url",
    metavar="URL",
    callback=_web_address,
    help="Where a Datasette shows the database: each change then links to its row there.",
)


def filter_options(prefix: str = "") -> Callable[[Decorated], Decorated]:
    """The options --field, --record and --land, which narrow the changes down."""

    def add(function: Decorated) -> Decorated:
        for name, metavar, text in (
            ("land", "LAND", "Only changes in this Land (nw, by ...); may be repeated."),
            ("record", "TYPE", "Only changes of this type of record (profile, project ...); may be repeated."),
            ("field", "FIELD", "Only changes of this field (services, phone ...); may be repeated."),
        ):
            function = click.option(f"--{prefix}{name}", f"{name}s", multiple=True, metavar=metavar, help=text)(
                function
            )
        return function

    return add
