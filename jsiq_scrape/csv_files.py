"""CSV files that persons keep, as spreadsheets write them: with commas, semicolons or tabs between the cells."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from jsiq_scrape.errors import ConfigurationError, MissingFile


def rows_of(path: Path, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Where each line that is not blank stands, and its cells by column; the first line names at least the `needed`.

    Raises MissingFile, and ConfigurationError, which names file and line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise MissingFile(f"{path}: no such file") from error
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if not set(needed) <= set(names) or len(set(names)) < len(names):
            raise ConfigurationError(f"{path}: the first line names the columns, each once: {', '.join(needed)} ...")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                place = f"{path} line {reader.line_num}"
                if len(cells) > len(names):
                    raise ConfigurationError(f"{place}: more cells than columns")
                yield place, {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
    except csv.Error as error:
        raise ConfigurationError(f"{path} line {reader.line_num}: {error}") from error
