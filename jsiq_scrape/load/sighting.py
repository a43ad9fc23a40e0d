"""One look at a URL as the history sees it: judged, with the fingerprint of what it showed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jsiq_scrape.load.addresses import address
from jsiq_scrape.load.forms import State
from jsiq_scrape.records import Verdict


@dataclass(frozen=True, slots=True)
class Sighting:
    """A capture with its verdict; `state` is the fingerprint of the profile that its body shows."""

    capture: str  # id of the capture
    url: str  # asked for
    final_url: str  # that answered
    at: datetime  # when the page looked so
    verdict: Verdict | None
    body: str | None = None  # digest of what it brought or confirmed
    state: str | None = None
    whole: bool = True  # False: the page was cut off, so what it lacks proves nothing
    own: bool = True  # False: from an archive, whose first capture says nothing on when a page came into being

    @property
    def showing(self) -> bool:
        """Whether the look showed a profile whole, which is what versions are made of."""
        return self.verdict is Verdict.PROFILE and self.state is not None and self.whole

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the answer came from, then where it was asked for when that is another place."""
        final, asked = address(self.final_url), address(self.url)
        return (final,) if asked == final else (final, asked)

    @property
    def order(self) -> tuple[datetime, str, str]:
        """The order of time; what was seen in the same moment is ordered by its address and content."""
        return self.at, address(self.final_url), self.capture


States = Mapping[str, State]  # by body; for the body of each showing
