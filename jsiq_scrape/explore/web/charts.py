"""Charts of bars, each bar with the page that lists what it counts."""

from dataclasses import dataclass

from jsiq_scrape.records import Project
from jsiq_scrape.tables import Kind
from jsiq_scrape.tables.model import columns_of

#: The building blocks of a project: its yes/no columns.
BLOCKS = tuple(column for column in columns_of(Project) if column.kind is Kind.BOOLEAN)
#: The longest label of a bar that has room before it.
_LONGEST = 22


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar."""

    colour: str
    name: str
    value: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        return sum(segment.value for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars; its key names the colours where there are several."""

    name: str
    title: str
    note: str
    bars: tuple[Bar, ...]
    side: bool = False  # the parts of a bar stand below each other, because they overlap

    @property
    def key(self) -> dict[str, str]:
        """What each colour means."""
        return {segment.colour: segment.name for bar in self.bars for segment in bar.segments if segment.value}

    @property
    def above(self) -> bool:
        """True if the labels stand above the bars, because they are too long to stand before them."""
        return self.side or any(len(bar.label) > _LONGEST for bar in self.bars)

    @property
    def height(self) -> int:
        """How high it is drawn."""
        bars = sum(18 * len(bar.segments) + 4 if self.side else 24 for bar in self.bars)
        return 8 + bars + (18 * len(self.bars) if self.above else 0)

    @property
    def most(self) -> int:
        """The length of the longest bar."""
        parts = [segment.value for bar in self.bars for segment in bar.segments]
        return max(parts if self.side else [bar.total for bar in self.bars], default=0) or 1
