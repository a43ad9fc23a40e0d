"""A list of URLs in a file, each fetched once."""

from collections.abc import Callable
from pathlib import Path

from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.fetch import live
from jsiq_scrape.fetch.addresses import canonical, host_and_port
from jsiq_scrape.fetch.sources import Source, Sources
from jsiq_scrape.workspace import Workspace

#: The source of URLs that are on no host of sources.toml.
SOURCE = "urls"


def load_urls(path: Path) -> list[str]:
    """The URLs in the file, one a line, each once; blank lines and lines with # in front say nothing.

    Raises MissingFile, and UsageError, which names the line that is no URL.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise MissingFile(f"{path}: no such file") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start})") from error
    found: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        url = None if any(character.isspace() for character in text) else canonical(text)
        if url is None:
            raise UsageError(f"{path} line {number}: {text[:80]} is no http or https URL")
        found[url] = None
    if not found:
        raise UsageError(f"{path} names no URL")
    return list(found)


def collect(
    workspace: Workspace,
    file: Path,
    sources: Sources,
    clock: Clock,
    *,
    contact: str | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[tuple[str, live.CollectReport]]:
    """Fetch each URL of the file, as the source asks on whose host it is; gives a report for each source.

    A URL on another host is asked for as well: who writes it into the file means it.  All that holds for live sources
    holds here: robots.txt, one request a second to a host, no addresses that are not public.
    """
    wanted = load_urls(file)
    settings = sources.client.with_contact(contact)
    reports = []
    for source in (*sources.source, _elsewhere(wanted, sources)):
        if source is None:
            continue
        own = [source.canonical(url) or url for url in wanted if _source_of(url, sources) in (source, None)]
        own = [url for url in dict.fromkeys(own) if source.allows(url)]
        if own:
            named = [(url, file.name) for url in own]
            report = live.collect(workspace, source, clock, settings=settings, urls=named, progress=progress)
            reports.append((source.name, report))
    return reports


def _source_of(url: str, sources: Sources) -> Source | None:
    return next((source for source in sources.source if source.allows(url)), None)


def _elsewhere(urls: list[str], sources: Sources) -> Source | None:
    """A source for the URLs that no other has; a host with and without www. is one."""
    hosts: dict[str, None] = {}
    for url in urls:
        if _source_of(url, sources) is None:
            host, port = host_and_port(url)
            suffix = "" if port in (80, 443) else f":{port}"
            bare = host.removeprefix("www.")
            hosts |= {f"{name}{suffix}": None for name in (host, bare, f"www.{bare}") if not name.startswith("www.[")}
    return Source(name=SOURCE, kind="live", hosts=tuple(hosts)) if hosts else None
