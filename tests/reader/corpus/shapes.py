"""Values as pages write them, each with what it means: built from dates and digits, never parsed."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from random import Random

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()


@dataclass(frozen=True)
class Period:
    text: str
    start: date | None
    end: date | None
    precision: str | None


def period(rng: Random) -> Period:
    """One of the ways in which the known pages and their neighbours write a period."""
    first = date(rng.randint(2015, 2018), rng.randint(1, 12), rng.randint(1, 28))
    last = date(first.year + rng.randint(1, 4), rng.randint(1, 12), rng.randint(1, 28))
    a, b = f"{first:%d.%m.%Y}", f"{last:%d.%m.%Y}"
    month_first, month_last = first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    year_first, year_last = date(first.year, 1, 1), date(last.year, 12, 31)
    first_month, last_month = MONTHS[first.month - 1], MONTHS[last.month - 1]
    lone_month = first.replace(day=monthrange(first.year, first.month)[1])
    shapes = [
        Period(f"{a} - {b}", first, last, "day"),
        Period(f"{a} - {b}", first, last, "day"),
        Period(f"{a} – {b}", first, last, "day"),
        Period(f"{a}-{b}", first, last, "day"),
        Period(f"{a}–{b}", first, last, "day"),
        Period(f"{a} bis {b}", first, last, "day"),
        Period(f"vom {a} bis {b}", first, last, "day"),
        Period(f"vom {a} bis zum {b}", first, last, "day"),
        Period(f"{first.day}.{first.month}.{first.year} - {last.day}.{last.month}.{last.year}", first, last, "day"),
        Period(
            f"{first.day}. {first_month} {first.year} bis {last.day}. {last_month} {last.year}.",
            first,
            last,
            "day",
        ),
        Period(
            f"{first_month} {first.year} bis {last_month} {last.year}",
            month_first,
            month_last,
            "month",
        ),
        Period(f"{first.month:02}/{first.year}-{last.month:02}/{last.year}", month_first, month_last, "month"),
        Period(f"von {first.month:02}/{first.year} bis {last.month:02}/{last.year}", month_first, month_last, "month"),
        Period(f"{first.year} -{last.year}", year_first, year_last, "year"),
        Period(f"{first.year} – {last.year}", year_first, year_last, "year"),
        Period(f"{first.year} bis {last.year}", year_first, year_last, "year"),
        Period(f"{first.year}", year_first, date(first.year, 12, 31), "year"),
        Period(f"{first.month:02}/{first.year}", month_first, lone_month, "month"),
        Period(f"{a} - {last.year}", first, year_last, "year"),
        Period(f"seit {first.month:02}/{first.year}", month_first, None, "month"),
        Period(f"seit {a}", first, None, "day"),
        Period(f"ab {first.year}", year_first, None, "year"),
        Period(f"ab {first_month} {first.year}", month_first, None, "month"),
        Period(f"bis {b}", None, last, "day"),
        Period(f"bis {last_month} {last.year}", None, month_last, "month"),
        Period(f"{a}, verlängert bis {b}", None, last, "day"),
        Period(f"{b} - {a}", None, None, None),
        Period(f"31.02.{first.year} - {b}", None, last, "day"),
        Period(f"Schuljahr {first.year}/{first.year + 1}", None, None, None),
        Period(f"2. Halbjahr {first.year}", None, None, None),
        Period("noch offen", None, None, None),
    ]
    return rng.choice(shapes)


def answer(rng: Random, *, empty: bool) -> tuple[str, bool | None]:
    """A yes/no field as printed, and what it says."""
    plain: list[tuple[str, bool | None]] = [("ja", True), ("nein", False)] * 5
    rare: list[tuple[str, bool | None]] = [
        ("Ja", True),
        ("Nein", False),
        ("JA", True),
        ("ja, gemeinsam mit dem Jugendamt", True),
        ("ja (ab 2017)", True),
        ("nein, derzeit nicht", False),
        ("geplant", None),
        ("teilweise", None),
        ("-", None),
    ]
    return rng.choice(plain + rare + ([("", None)] if empty else []))


#: Numbers that the regulator keeps free for fiction: (area, local without its last three digits).
FICTION = (("030", "23125"), ("069", "90009"), ("040", "66969"), ("0221", "4710"), ("089", "99998"))


def phone(rng: Random) -> tuple[str, str]:
    """A telephone number as printed, and as E.164."""
    area, stem = rng.choice(FICTION)
    local = f"{stem}{rng.randint(0, 999):03}"
    head, tail = local[:-4], local[-4:]
    international = f"+49{area[1:]}{local}"
    shapes = (
        f"{area}/{local}",
        f"{area} / {local}",
        f"{area}/{head}-{tail}",
        f"{area} / {head} {tail[:2]} -{tail[2:]}",
        f"({area}) {head} {tail[:2]} {tail[2:]}",
        f"({area[:2]} {area[2:]}) {head} - {tail}",
        f"+49 (0) {area[1:]} {head}-{tail}",
        f"+49 {area[1:]} {local}",
        f"{area} {head}-{tail}",
        f"{area}-{local}",
    )
    return rng.choice(shapes), international


def mobile(rng: Random) -> tuple[str, str]:
    tail = f"{rng.randint(0, 99):02}"
    return rng.choice((f"0171/39200{tail}", f"0171 / 39 200 {tail}", f"(0171) 39200{tail}")), f"+4917139200{tail}"


def mail(rng: Random, user: str, host: str) -> tuple[str, str | None, str]:
    """A mail address as printed, the link around it, and the address."""
    plain = f"{user}@{host}"
    name, _, ending = host.rpartition(".")
    shapes: tuple[tuple[str, str | None], ...] = (
        (plain, None),
        (plain, f"mailto:{plain}"),
        (f"{user}(at){host}", None),
        (f"{user}[at]{host}", None),
        (f"{user} (at) {host}", None),
        (f"{user} [at] {name} [dot] {ending}", None),
        (f"{user}@ {host}", None),
        ("E-Mail schreiben", f"mailto:{plain}"),
        (f"{user}(at){host}", f"mailto:{plain}"),
    )
    text, href = rng.choice(shapes)
    return text, href, plain


def website(rng: Random, host: str) -> tuple[str, str | None, str]:
    shapes: tuple[tuple[str, str | None, str], ...] = (
        (f"www.{host}", None, f"http://www.{host}"),
        (f"www.{host}", f"http://www.{host}", f"http://www.{host}"),
        (f"https://www.{host}/jugend", None, f"https://www.{host}/jugend"),
        (f"http://www.{host}", None, f"http://www.{host}"),
    )
    return rng.choice(shapes)
