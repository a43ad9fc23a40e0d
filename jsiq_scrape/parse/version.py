"""What decides a reading: the digest under which readings are cached and that each database names."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from jsiq_scrape.errors import naming

_LIBRARIES = ("selectolax", "markdown-it-py", "pydantic", "phonenumberslite", "email-validator")


def reader_digest(vocabulary_path: Path) -> str:
    """SHA-256 over vocabulary, the code of the reader and its records, place data and the libraries' versions."""
    with naming(vocabulary_path):
        return hashlib.sha256(_code() + hashlib.sha256(vocabulary_path.read_bytes()).digest()).hexdigest()


@cache
def _code() -> bytes:
    package = Path(__file__).resolve().parent.parent
    files = [
        package / "records.py",
        *package.glob("parse/**/*.py"),
        *(file for file in package.glob("places/*") if file.is_file()),
    ]
    whole = hashlib.sha256()
    for file in sorted(files, key=lambda path: path.relative_to(package).as_posix()):
        whole.update(file.relative_to(package).as_posix().encode())
        # Line ends differ between checkouts, what the code does does not.
        content = file.read_bytes()
        whole.update(hashlib.sha256(content.replace(b"\r\n", b"\n") if file.suffix == ".py" else content).digest())
    for library in _LIBRARIES:
        try:
            whole.update(f"{library}={version(library)}\n".encode())
        except PackageNotFoundError:
            whole.update(f"{library}=none\n".encode())
    return whole.digest()
