"""The WARC files in a WACZ: a zip file that Browsertrix and Webrecorder write, described by its datapackage.json.

https://specs.webrecorder.net/wacz/1.1.1/ says what is in one.  Its indexes and lists of pages are not needed here.
"""

import hashlib
import json
import tempfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ValidationError

_ZIP = b"PK\x03\x04"
_ENDINGS = (".warc", ".warc.gz")
_PACKAGE = "datapackage.json"
_PIECE = 64 * 1024  # of which the last one is lost where a member breaks off
_LARGEST_PACKAGE = 16 * 1024 * 1024
#: How much larger than the zip file its members may be in all.  WARC files are compressed already, and stored as they
#: are; plain ones, which repeat the frame of a site, shrink to a tenth.  What unpacks to more is made to fill a disk.
MOST_UNPACKED = 50


class _Resource(BaseModel):
    path: str = ""
    hash: str = ""


class _Package(BaseModel):
    resources: list[_Resource] = []


@dataclass(frozen=True, slots=True)
class WarcFile:
    """A file of records, and what it is called; for one inside a WACZ that is the WACZ and its name in there."""

    path: Path
    name: str  # in the evidence
    place: str  # in messages


def warc_files(file: WarcFile, damages: list[tuple[str, str]]) -> Iterator[WarcFile]:
    """The file itself, or the WARC files in a WACZ; what is wrong with a WACZ goes to `damages`."""
    package = _opened(file.path)
    if package is None:
        yield file
        return
    found: list[tuple[str, str]] = []
    with package:
        for name, path in _members(package, found):
            yield WarcFile(path, f"{file.name}/{name}", f"{file.place}/{name}")
    damages += [(f"{file.place}/{name}" if name else file.place, what) for name, what in found]


def _opened(path: Path) -> ZipFile | None:
    """A zip file that is whole enough to have its table of contents; None for any other file."""
    try:
        with path.open("rb") as file:
            return ZipFile(path) if file.read(len(_ZIP)) == _ZIP else None
    except (OSError, BadZipFile, NotImplementedError, ValueError):
        return None  # what is wrong is reported when its records are read


def _members(package: ZipFile, damages: list[tuple[str, str]]) -> Iterator[tuple[str, Path]]:
    """Each WARC file of a WACZ with its name in there, unpacked to a temporary file that lives until the next is asked.

    What is wrong goes to `damages` with the name of the member, "" for the whole.  A damaged member is given as far as
    it unpacks.
    """
    members = [member for member in package.infolist() if _is_warc(member)]
    hashes = _hashes(package, damages)
    missing = set(filter(_named_warc, hashes)) - {member.filename for member in members}
    damages += [(name, f"is named in {_PACKAGE} and is not there") for name in sorted(missing)]
    if not members and not missing:
        damages.append(("", "the zip file holds no WARC file"))
    left = MOST_UNPACKED * Path(package.filename or "").stat().st_size
    for member in members:
        left -= member.file_size
        if left < 0:
            damages.append(
                (member.filename, f"unpacks to {member.file_size} bytes, too many for the size of the zip file")
            )
            return
        with tempfile.TemporaryDirectory(prefix="jsiq-scrape-") as folder:
            unpacked = Path(folder, "member.warc")
            digest, broken = _unpack(package, member, unpacked)
            said = hashes.get(member.filename, "")
            if broken:
                damages.append((member.filename, broken))
            elif said.startswith("sha256:") and said != f"sha256:{digest}":
                damages.append((member.filename, f"is not what {_PACKAGE} says: its hash is another"))
            if unpacked.is_file():
                yield member.filename, unpacked


def _is_warc(member: ZipInfo) -> bool:
    return not member.is_dir() and _named_warc(member.filename)


def _named_warc(name: str) -> bool:
    """True for a WARC file by its name, and not for what macOS puts beside each file."""
    return name.lower().endswith(_ENDINGS) and not name.rpartition("/")[2].startswith(".")


def _hashes(package: ZipFile, damages: list[tuple[str, str]]) -> dict[str, str]:
    """What datapackage.json says of each member."""
    try:
        member = package.getinfo(_PACKAGE)
        if member.file_size > _LARGEST_PACKAGE:
            raise ValueError("it is too large")
        found = _Package.model_validate(json.loads(package.read(member)))
    except KeyError:
        pass  # the first WACZ files had none, and a zip file of WARC files that somebody made has none either
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValidationError, ValueError) as error:
        damages.append((_PACKAGE, f"cannot be read: {str(error).splitlines()[0]}"))
    else:
        return {resource.path: resource.hash.lower() for resource in found.resources}
    return {}


def _unpack(package: ZipFile, member: ZipInfo, target: Path) -> tuple[str, str | None]:
    """Unpack a member as far as it goes; gives the digest of what came, and what is wrong."""
    digest, checksum = hashlib.sha256(), 0
    unchecked = copy(member)
    del unchecked.CRC  # zipfile withholds the end of a member whose checksum is wrong; it is compared below
    try:
        with package.open(unchecked) as source, target.open("wb") as unpacked:
            while piece := source.read(_PIECE):
                digest.update(piece)
                checksum = zlib.crc32(piece, checksum)
                unpacked.write(piece)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        # RuntimeError: it is encrypted.  NotImplementedError: packed in a way that this Python does not know.
        return "", f"cannot be unpacked as a whole: {error}"
    damaged = "is damaged: the zip file names another checksum"
    return digest.hexdigest(), None if checksum == member.CRC else damaged
