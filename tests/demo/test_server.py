"""The demo site over real HTTP: conditions, statuses, character sets, and an end without litter."""

import http.client
import threading

import pytest

from jsiq_scrape.demo.facts import offices
from jsiq_scrape.demo.server import DemoServer, serve
from jsiq_scrape.demo.site import pages

DUEREN = "/no_cache/standorte/details/koordinierungsstelle-jugend-staerken-im-quartier.html"


def ask(server: DemoServer, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_every_path_answers_over_http_as_the_site_says(server: DemoServer) -> None:
    for path, answer in server.pages.items():
        response, body = ask(server, path)
        assert (response.status, body) == (answer.status, answer.body), path
        assert dict(answer.headers).items() <= dict(response.getheaders()).items(), path


def test_an_unknown_path_is_not_found(server: DemoServer) -> None:
    assert ask(server, "/no_cache/standorte/details/gibt-es-nicht.html")[0].status == 404


def test_the_query_of_an_address_does_not_matter(server: DemoServer) -> None:
    assert ask(server, DUEREN + "?sid=1")[1] == ask(server, DUEREN)[1]


def test_a_client_that_holds_the_bytes_gets_304_and_no_body(server: DemoServer) -> None:
    etag = ask(server, DUEREN)[0].getheader("ETag")
    assert etag is not None
    response, body = ask(server, DUEREN, If_None_Match=etag)
    assert (response.status, body, response.getheader("ETag")) == (304, b"", etag)


def test_a_client_with_the_date_only_gets_304_too(server: DemoServer) -> None:
    date = ask(server, DUEREN)[0].getheader("Last-Modified")
    assert date is not None
    assert ask(server, DUEREN, If_Modified_Since=date)[0].status == 304


def test_an_old_entity_tag_gets_the_page_even_with_the_right_date(server: DemoServer) -> None:
    date = ask(server, DUEREN)[0].getheader("Last-Modified")
    assert date is not None
    assert ask(server, DUEREN, If_None_Match='"old"', If_Modified_Since=date)[0].status == 200


def test_the_entity_tag_of_one_edition_is_unknown_to_the_other(second: DemoServer) -> None:
    with serve(1) as first:
        etag = ask(first, DUEREN)[0].getheader("ETag")
    assert etag is not None
    assert ask(second, DUEREN, If_None_Match=etag)[0].status == 200


def test_a_connection_serves_several_requests(server: DemoServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.connect()
        port = connection.sock.getsockname()[1]
        for path in (DUEREN, "/robots.txt", DUEREN):
            connection.request("GET", path)
            connection.getresponse().read()
            assert connection.sock is not None
            assert connection.sock.getsockname()[1] == port
    finally:
        connection.close()


def test_the_second_edition_takes_away_moves_and_fails(second: DemoServer) -> None:
    by_id = {office.id: office for office in offices()}
    assert ask(second, by_id["bb-stadt-beispielow"].path)[0].status == 410
    assert [ask(second, by_id["sh-stadt-mustermuende"].path)[0].status for _ in range(3)] == [503, 503, 503]
    moved = by_id["mv-landkreis-musterau"]
    response, _ = ask(second, moved.path)
    assert response.status == 301
    assert response.getheader("Location") == f"http://www.programm.invalid{moved.moved_path}"
    assert moved.moved_path is not None
    assert ask(second, moved.moved_path)[0].status == 200


@pytest.mark.parametrize(
    ("office", "content_type", "charset"),
    [
        ("th-stadt-musterfurt", "text/html; charset=iso-8859-1", "windows-1252"),
        ("bw-stadt-musterbach", "text/html", "utf-8"),
        ("nw-kreis-dueren", "text/html; charset=utf-8", "utf-8"),
    ],
)
def test_pages_come_in_the_encodings_of_real_servers(
    server: DemoServer, office: str, content_type: str, charset: str
) -> None:
    path = next(one.path for one in offices() if one.id == office)
    response, body = ask(server, path)
    assert response.getheader("Content-Type") == content_type
    assert "Städtebauförderungsprogramm" in body.decode(charset)
    assert f"charset={'iso-8859-1' if charset == 'windows-1252' else charset}" in body.decode(charset)


def test_the_old_encoding_uses_signs_that_latin_1_does_not_have() -> None:
    path = next(one.path for one in offices() if one.id == "th-stadt-musterfurt")
    body = pages(1)[path].body
    assert b"\x84" in body
    assert b"\x96" in body
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_the_server_records_who_asked_for_what() -> None:
    with serve(1) as server:
        ask(server, "/robots.txt")
        ask(server, "/weg")
        assert server.requests == [("GET", "/robots.txt", 200), ("GET", "/weg", 404)]


def test_the_server_closes_while_clients_keep_their_connections() -> None:
    before = threading.active_count()
    with serve(1) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", "/robots.txt")
        connection.getresponse().read()
        port = server.port
    assert threading.active_count() == before
    connection.close()
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()


def test_the_recorded_name_leads_to_the_port(server: DemoServer) -> None:
    assert server.connect_to == {"www.programm.invalid:80": f"127.0.0.1:{server.port}"}
