"""One look at a URL as the history sees it: judged, with the fingerprint of what it showed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jsiq_scrape.readings.comparable import State
from jsiq_scrape.readings.page_address import address
from jsiq_scrape.records import Verdict


@dataclass(slots=True, eq=False)
class Sighting:
    """A capture with its verdict; `state` is the fingerprint of the profile that its body shows.  Never changed."""

    capture: str  # id of the capture
    url: str  # asked for
    final_url: str  # that answered
    at: datetime  # when the page looked so
    verdict: Verdict | None
    body: str | None = None  # digest of what it brought or confirmed
    state: str | None = None
    whole: bool = True  # False: the page was cut off, so what it lacks proves nothing
    own: bool = True  # False: from an archive, whose first capture says nothing on when a page came into being
    spare: int = 0  # bytes of a page that broke off: the longest serves where nothing shows its office whole

    #: Whether the look showed a profile whole, which is what versions are made of.
    showing: bool = field(init=False)
    #: Where the answer came from, then where it was asked for when that is another place.
    addresses: tuple[str, ...] = field(init=False)
    #: The order of time; what was seen in the same moment is ordered by its address and content.
    order: tuple[datetime, str, str] = field(init=False)

    def __post_init__(self) -> None:
        # Each is asked for many times.
        final, asked = address(self.final_url), address(self.url)
        self.showing = self.verdict is Verdict.PROFILE and self.state is not None and self.whole
        self.addresses = (final,) if asked == final else (final, asked)
        self.order = (self.at, final, self.capture)


States = Mapping[str, State]  # by body; for the body of each showing
