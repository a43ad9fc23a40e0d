"""Days and moments as they are written: by persons, in ISO 8601 or in German order, by web archives, and in headers."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_DIGITS = re.compile(r"\A(\d{8})(\d{6})\Z", re.ASCII)
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", re.ASCII)
_GERMAN_DAY = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})(?!\d)", re.ASCII)


def written_moment(text: str) -> datetime:
    """The moment in UTC; a day is its first second, and a time without a zone is UTC.

    Raises ValueError.  Its message says whether the text is no date at all, or a day that no calendar has.
    """
    text = text.strip()
    if found := _ISO_DAY.match(text) or _GERMAN_DAY.match(text):
        iso = f"{_day(found).isoformat()}{text[found.end() :]}"
    else:
        iso = _DIGITS.sub(r"\1T\2", text)
    try:
        moment = datetime.fromisoformat(iso)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):  # OverflowError: a time zone that leads out of the years 1 to 9999
        raise ValueError(
            f"{text!r} is neither a day (2018-04-12, 12.04.2018) nor a moment (2018-04-12T10:00:00Z)"
        ) from None


def header_moment(text: str) -> datetime | None:
    """The moment in UTC that a header of HTTP or of a mail names; None when it is no date."""
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(found: re.Match[str]) -> date:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(f"there is no day {found[0]} in the calendar") from None
