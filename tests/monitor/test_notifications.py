"""Notifications through Apprise, received by a real web server and a real mail server on this machine."""

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from days import run_on

from jsiq_scrape.demo.edits import PLAN
from jsiq_scrape.demo.server import serve
from jsiq_scrape.errors import UsageError
from jsiq_scrape.monitor import reported
from jsiq_scrape.monitor.change_log import ChangeFilter
from jsiq_scrape.monitor.incident_states import Incident, IncidentKind, Transitions
from jsiq_scrape.monitor.notifications import Notifications, targets
from jsiq_scrape.monitor.reported import Recipient, Reported
from jsiq_scrape.workspace import Workspace

# Apprise imports imghdr before Python 3.13, which removed it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

PUBLIC = [change for change in PLAN if change.entity != "contact"]
#: What the demo site has from the first day on, and the page that is down in its second edition.
FIRST_INCIDENTS, SECOND_INCIDENTS = 2, 1
ALL = ChangeFilter()


class Webhook(ThreadingHTTPServer):
    """A web server that keeps what is posted to it, and answers with `status`."""

    daemon_threads = True
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.got: list[dict[str, str]] = []

    def url(self, path: str = "") -> str:
        return f"json://user:geheim@127.0.0.1:{self.server_port}/{path}"

    @property
    def texts(self) -> list[str]:
        """The posted messages, title and text."""
        return [f"{one['title']}\n{one['message']}" for one in self.got]


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:  # the name that http.server calls
        assert isinstance(self.server, Webhook)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.got.append(json.loads(body) | {"path": self.path})
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: the test prints what it needs."""


class MailServer(socketserver.ThreadingTCPServer):
    """As much of SMTP as a client needs that delivers a mail."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), MailSession)
        self.mails: list[Message] = []


class MailSession(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, MailServer)
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.mails.append(message_from_bytes(mail, policy=default))
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 good\r\n")


@contextmanager
def served(server: socketserver.BaseServer) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    server = Webhook()
    with served(server):
        yield server


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    with served(server):
        yield server


def to(*urls: str, chosen: ChangeFilter = ALL, **options) -> Notifications:
    return Notifications(targets(urls), chosen, **options)


@pytest.fixture
def known(lead) -> Workspace:
    """A workspace after a run at the first edition, without notifications."""
    with serve(1) as site:
        workspace: Workspace = lead(site.port)
        run_on(workspace, 0)
    return workspace


def test_each_change_and_incident_is_sent_once(lead, webhook: Webhook) -> None:
    hook = to(webhook.url())
    with serve(1) as site:
        workspace = lead(site.port)
        run_on(workspace, 0, hook)
    assert [one["title"] for one in webhook.got] == ["JUGEND STÄRKEN im Quartier: 2 incidents"]
    with serve(2) as site:
        lead(site.port)
        done = run_on(workspace, 7, hook)
        run_on(workspace, 14, hook)
    assert (done.undelivered, done.exit_code()) == ([], 0)
    _, message = webhook.got
    assert message["title"] == f"JUGEND STÄRKEN im Quartier: {len(PUBLIC)} changes, {SECOND_INCIDENTS} incident"
    paragraphs = message["message"].split("\n\n")
    assert len(paragraphs) == len(PUBLIC) + SECOND_INCIDENTS
    assert paragraphs[-1].startswith("incident: unreachable http://www.programm.invalid/")
    assert paragraphs[-2].split("\n") == [
        "Stadt Musterfurt: project “Werkstatt „Neuer Weg“”: period end changed",
        "2018-12-31 -> 2022-06-30",
        "seen 2018-04-19",
        "http://www.programm.invalid/no_cache/standorte/details/stadt-musterfurt-amt-fuer-bildung.html",
    ]


def test_a_failed_delivery_is_repeated_by_the_next_run_and_to_that_target_only(known, lead, webhook: Webhook) -> None:
    failing = Webhook()
    failing.status = 500
    with served(failing), serve(2) as site:
        lead(site.port)
        both = to(webhook.url("works"), failing.url("fails"))
        first = run_on(known, 7, both)
        assert first.exit_code(report_changes=True) == 3
        ((name, reason),) = first.undelivered
        assert f"127.0.0.1:{failing.server_port}" in name
        assert "geheim" not in name + reason
        assert "error=500" in reason
        assert run_on(known, 14, both).exit_code() == 3
        failing.status = 200
        assert run_on(known, 21, both).exit_code() == 0
        assert run_on(known, 28, both).exit_code() == 0
    assert len(webhook.got) == 1
    assert failing.texts == webhook.texts
    assert "geheim" not in known.reported.read_text(encoding="utf-8")


def test_what_begins_and_ends_before_it_is_delivered_is_sent_as_both(known, lead, webhook: Webhook) -> None:
    webhook.status = 500
    hook = to(webhook.url())
    with serve(2) as site:
        lead(site.port)
        run_on(known, 7, hook)
    webhook.status = 200
    with serve(1) as site:
        lead(site.port)
        run_on(known, 14, hook)
    (message,) = webhook.texts
    assert (message.count("\nincident: unreachable"), message.count("\nover: unreachable")) == (1, 1)


def test_a_run_without_notifications_leaves_its_news_to_the_next_with_them(known, lead, webhook: Webhook) -> None:
    hook = to(webhook.url())
    with serve(1) as site:
        lead(site.port)
        run_on(known, 1, hook)
    with serve(2) as site:
        lead(site.port)
        run_on(known, 7)
        run_on(known, 14, hook)
    assert [one["title"].partition(": ")[2] for one in webhook.got] == [f"{len(PUBLIC)} changes, 1 incident"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (ChangeFilter.of(["period_end", "counselling"], [], []), {"period end changed", "counselling changed"}),
        (ChangeFilter.of([], ["profile"], []), {"profile removed"}),
        (ChangeFilter.of([], ["project"], ["TH", "sn"]), {"period end changed", "“Südhang unterwegs” added"}),
    ],
)
@pytest.mark.few(1)
def test_filters_choose_by_field_record_and_land(known, lead, webhook: Webhook, chosen, expected: set[str]) -> None:
    with serve(2) as site:
        lead(site.port)
        run_on(known, 7, to(webhook.url(), chosen=chosen))
    (message,) = webhook.got
    headlines = [one.split("\n")[0] for one in message["message"].split("\n\n") if not one.startswith("incident: ")]
    assert len(headlines) == len(expected)
    assert all(any(line.endswith(end) for end in expected) for line in headlines)


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ((["telephone"], [], []), "there is no field telephone"),
        (([], ["office"], []), "there is no type of record office; there are profile, contact"),
        (([], [], ["nrw"]), "there is no Land nrw; there are bb, be"),
    ],
)
def test_a_filter_that_nothing_can_pass_is_refused(chosen, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ChangeFilter.of(*chosen)


def test_contact_data_are_sent_only_when_asked_for(known, lead, webhook: Webhook) -> None:
    with serve(2) as site:
        lead(site.port)
        run_on(known, 7, Notifications(targets([webhook.url("a")]), ALL))
        known.reported.unlink()
        reported.save(known, Reported())
        run_on(known, 14, to(webhook.url("b"), contacts=True, base_url="https://data.example/"))
    public, complete = webhook.texts
    assert "492214710125" not in public
    assert "contact" not in public
    assert "contact “" in complete
    assert "phone changed\n+492214710121 -> +492214710125\n" in complete
    assert complete.count("\nhttps://data.example/jsiq/change/") == len(PLAN)


def test_a_mail_is_delivered(known, lead, mail_server: MailServer) -> None:
    port = mail_server.server_address[1]
    with serve(2) as site:
        lead(site.port)
        done = run_on(
            known, 7, to(f"mailto://127.0.0.1:{port}?mode=insecure&from=job@jsiq.example&to=you@jsiq.example")
        )
    assert done.undelivered == []
    (mail,) = mail_server.mails
    assert mail["To"] == "you@jsiq.example"
    assert mail["Subject"] == f"JUGEND STÄRKEN im Quartier: {len(PUBLIC)} changes, 1 incident"
    text = mail.get_body().get_content()
    assert "Stadt Musterfurt: project “Werkstatt „Neuer Weg“”: period end changed" in text


@pytest.mark.sweep
def test_the_command_notifies_and_names_what_failed_without_its_password(jsiq, lead, webhook: Webhook, closed) -> None:
    with serve(1) as site:
        lead(site.port)
        dead = f"json://user:geheim@127.0.0.1:{closed}/"
        done = jsiq("run", "--notify", dead, environment={"JSIQ_NOTIFY": webhook.url()})
        assert done.returncode == 3
        assert webhook.got == [], "the option wins over the variable"
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("not delivered: ")]
        assert f"127.0.0.1:{closed}" in line
        assert line.endswith("the next run with --notify sends it again")
        assert "geheim" not in done.stderr
        assert jsiq("run", environment={"JSIQ_NOTIFY": webhook.url()}).returncode == 0
    assert len(webhook.got) == 1, "a new URL takes the place of one that is named no more"


def test_a_url_that_apprise_does_not_know_ends_the_run_before_anything_is_fetched(jsiq, lead, tmp_path) -> None:
    lead(1)
    done = jsiq("run", "--notify", "carrier-pigeon://user:geheim@loft")
    assert done.returncode == 2
    assert done.stderr == (
        "jsiq-scrape: --notify: Apprise cannot use carrier-pigeon://... (mailto://... and json://... are examples)\n"
    )
    assert not (tmp_path / "snapshots").exists()


INCIDENT = Incident(IncidentKind.GATE, "db/jsiq.db", "fewer", "2018-04-12T10:00:00Z", "2018-04-12T10:00:00Z")


def test_new_recipients_inherit_what_those_did_not_get_that_are_named_no_more() -> None:
    before = Reported(recipients=(Recipient("old", ("a",), (INCIDENT,)), Recipient("stays", ("b",))))
    after = before.addressed_to(["stays", "new", "another"])
    assert after.recipients == (
        Recipient("stays", ("b",)), Recipient("new", ("a",), (INCIDENT,)), Recipient("another", ("a",), (INCIDENT,))
    )  # fmt: skip
    assert before.addressed_to(["stays"]) is before, "somebody else's job may name the other one"


def test_news_are_owed_to_every_recipient_until_they_are_delivered(tmp_path) -> None:
    workspace = Workspace(tmp_path)
    state = Reported().addressed_to(["one", "two"]).owing(["a"], Transitions((INCIDENT,)))
    state = state.delivered_to("one").owing(["b"], Transitions())
    reported.save(workspace, state)
    assert reported.load_reported(workspace) == state
    assert state.recipients == (Recipient("one", ("b",)), Recipient("two", ("a", "b"), (INCIDENT,)))
