"""The forms of values in sources.toml, and the keys that whatever is asked over the network has."""

import ipaddress
import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from jsiq_scrape.fetch.addresses import canonical, host_and_port


def _contact(text: str) -> str:
    if not re.fullmatch(r"(https?://|mailto:)?[!-~]*[@.][!-~]+", text) or set("()<>\"'\\") & set(text):
        raise ValueError("must be a mail address or a web address under which you can be reached")
    return text


def _url(text: str) -> str:
    if canonical(text) is None:
        raise ValueError("must be an http or https URL without user name")
    return text


def _host(text: str) -> str:
    if canonical(f"http://{text}/") != f"http://{text}/":
        raise ValueError("must be a host's name in lower case, with a port if it is an unusual one: no scheme, no path")
    return text


def _loopback(text: str) -> str:
    address, _, port = text.rpartition(":")
    try:
        ok = ipaddress.ip_address(address.strip("[]")).is_loopback and 0 < int(port) < 65536
    except ValueError:
        ok = False
    if not ok:
        raise ValueError("must be a loopback address and port such as 127.0.0.1:8000")
    return text


Contact = Annotated[str, AfterValidator(_contact)]
Url = Annotated[str, AfterValidator(_url)]
Host = Annotated[str, AfterValidator(_host)]
Loopback = Annotated[str, AfterValidator(_loopback)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
Pattern = Annotated[str, StringConstraints(pattern=r"^/")]


class Closed(BaseModel):
    """Unknown keys are refused, so that a typing error is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Closed):
    """What is asked over the network: a site or an archive, with the hosts that belong to it."""

    name: Name
    hosts: tuple[Host, ...]
    drop_parameters: tuple[str, ...] = ()
    scheduled: bool = Field(True, description="`jsiq-scrape run` fetches from here")
    local: bool = Field(False, description="On this machine or in this network: no contact needed, no interval")
    connect_to: dict[str, Loopback] = Field({}, description="host:port of a URL -> loopback address:port to connect to")

    @model_validator(mode="after")
    def _only_local_names_are_led_elsewhere(self) -> Self:
        if self.connect_to and not self.local:
            raise ValueError("connect_to is for sources with local = true only")
        return self

    def canonical(self, url: str) -> str | None:
        """The URL as this place is asked for it; None when it is no http(s) URL."""
        return canonical(url, self.drop_parameters)

    def allows(self, url: str) -> bool:
        """Is the URL on one of the hosts, and on a usual port or the one that is named?"""
        known = canonical(url)
        if known is None:
            return False
        host, port = host_and_port(known)
        return f"{host}:{port}" in self.hosts or (host in self.hosts and (self.local or port in (80, 443)))
