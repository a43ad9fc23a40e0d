"""`jsiq-scrape read`: what one saved page says."""

import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import JsiqError, MissingFile, UsageError

if TYPE_CHECKING:
    from jsiq_scrape.files.mhtml import SavedPage
    from jsiq_scrape.parse.labels.vocabulary import Vocabulary
    from jsiq_scrape.privacy.suppressions import Suppressions

#: A page has some 40 kB; what is a thousand times as large is no page, and a device such as /dev/zero never ends.
LARGEST_PAGE = 64 * 1024 * 1024


@click.command(name="read", short_help="Read saved pages and print what they say.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--explain", is_flag=True, help="Show each line of the page with what became of it, and each label.")
@options.as_json
@options.root
def command(files: tuple[str, ...], explain: bool, as_json: bool) -> int:
    """Read saved pages (HTML, MHTML or plain text) and print what they say.

    FILE may be - for standard input.  With --json, one object a line.  A page that is no profile of a coordination
    office is read too: its verdict says what it is.  Nothing is stored.  --explain shows the lines of the page beside
    the fields made of them: what to look at when a label changed its spelling.  Below, it lists the labels, each with
    its form, the weight of that form on this page, and the other places of the label that lost to it.
    """
    if explain and as_json:
        raise UsageError("--explain is for a person, --json for a program: choose one")
    from jsiq_scrape.parse.labels import vocabulary
    from jsiq_scrape.privacy import suppressions

    words = vocabulary.load_vocabulary(options.workspace().resource("office_page.toml"))
    suppressed = suppressions.load_suppressions(options.workspace().resource(suppressions.FILE))
    code = 0
    for file in files:
        try:
            explain_page(file, words, suppressed) if explain else show(file, words, suppressed, as_json)
        except JsiqError as error:  # the other files are still read
            sys.stdout.flush()
            click.echo(f"jsiq-scrape: {error}", err=True)
            code = max(code, error.exit_code)
    return code


def show(file: str, words: "Vocabulary", suppressed: "Suppressions", as_json: bool) -> None:
    from jsiq_scrape.explore import record_text
    from jsiq_scrape.parse import read

    page = page_of(file)
    reading = read(page.body, words, content_type=page.content_type)
    if suppressed:
        from jsiq_scrape.privacy.redaction import redacted

        reading, _ = redacted(reading, suppressed)
    if as_json:
        click.echo(record_text.as_json(file, reading))
        if page.damage:
            click.echo(f"{file}: {page.damage}", err=True)
    else:
        click.echo(record_text.as_text(file, reading, page.damage))


def explain_page(file: str, words: "Vocabulary", suppressed: "Suppressions") -> None:
    from rich.console import Console

    from jsiq_scrape.explore.explanation import print_explanation
    from jsiq_scrape.parse.profile.reading import examine

    console = Console(file=sys.stdout, highlight=False, markup=False, soft_wrap=False)
    given = page_of(file)
    examined = examine(given.body, words, content_type=given.content_type)
    hidden: set[int] = set()
    if suppressed:
        from jsiq_scrape.privacy.redaction import redacted

        reading, hidden = redacted(examined.reading, suppressed, examined.document)
        examined = replace(examined, reading=reading)
    print_explanation(console, file, examined, hidden, given.damage)


def page_of(file: str) -> "SavedPage":
    """The page in a file: the root part of an MHTML file, else the whole, with a note where that is no page."""
    from jsiq_scrape.files import file_kinds, mhtml

    content = body_of(file)
    if not mhtml.is_mhtml(content):
        kind = file_kinds.by_content(content, file)
        return mhtml.SavedPage(content, damage=str(kind) if kind else None)
    try:
        return mhtml.read(content)
    except mhtml.NoPage as reason:
        return mhtml.SavedPage(content, damage=str(reason))


def body_of(file: str) -> bytes:
    """The bytes of a file or of standard input.  Raises MissingFile or UsageError with the name that was given."""
    try:
        if file == "-":
            body = sys.stdin.buffer.read(LARGEST_PAGE + 1)
        else:
            path = Path(file)
            if stat.S_ISDIR(path.stat().st_mode):
                raise UsageError(f"{file} is a folder; read takes the files in it")
            with path.open("rb") as opened:
                body = opened.read(LARGEST_PAGE + 1)
    except FileNotFoundError:
        raise MissingFile(f"{file}: no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL byte
        raise UsageError(f"{file}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if len(body) > LARGEST_PAGE:
        raise UsageError(f"{file}: larger than {LARGEST_PAGE // 1024 // 1024} MB, so it is no page")
    return body
