"""Strategies for broken inputs: mutations of whole ones, and grammars that know the shape and not the rules."""

from collections.abc import Sequence

from fuzzing import seeds
from hypothesis import strategies as st

_CHARSETS = ("utf-8", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-8-sig", "utf-7", "koi8-r", "mac-roman")
_LONGEST = 60_000  # bytes: a mutation may double and double again


@st.composite
def mutated(draw: st.DrawFn, whole: Sequence[bytes], pieces: Sequence[bytes] = seeds.PIECES, most: int = 8) -> bytes:
    """One of the whole inputs after up to `most` changes: cut, doubled, moved, overwritten, joined with another."""
    data = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(0, most))):
        place = draw(st.integers(0, max(len(data), 1)))
        size = draw(st.one_of(st.integers(0, 8), st.integers(0, max(len(data), 1))))
        kind = draw(st.sampled_from(("cut", "put", "double", "flip", "end", "join", "repeat", "bytes")))
        part = data[place : place + size]
        if kind == "cut":
            data = data[:place] + data[place + size :]
        elif kind == "put":
            data = data[:place] + draw(st.sampled_from(pieces)) + data[place:]
        elif kind == "double":
            data = data[: place + size] + part + data[place + size :]
        elif kind == "flip" and data:
            place = min(place, len(data) - 1)
            data = data[:place] + bytes([data[place] ^ (1 << draw(st.integers(0, 7)))]) + data[place + 1 :]
        elif kind == "end":
            data = data[:place]
        elif kind == "join":
            other = draw(st.sampled_from(whole))
            data = data[:place] + other[draw(st.integers(0, max(len(other), 1))) :]
        elif kind == "repeat":
            data = data[:place] + draw(st.sampled_from(pieces)) * draw(st.integers(2, 400)) + data[place:]
        else:
            data = data[:place] + draw(st.binary(max_size=12)) + data[place + size :]
        data = data[:_LONGEST]
    return data


def soup() -> st.SearchStrategy[bytes]:
    """Tags, labels, values and rubbish in any order, in any charset, perhaps declared."""
    words = st.one_of(
        st.sampled_from(seeds.PIECES).map(lambda piece: piece.decode("utf-8", "replace")), st.text(max_size=9)
    )
    return st.tuples(st.lists(words, max_size=60).map("".join), st.sampled_from(_CHARSETS), st.booleans()).map(
        lambda drawn: (f"<meta charset={drawn[1]}>" * drawn[2] + drawn[0]).encode(drawn[1], "replace")
    )


def trees() -> st.SearchStrategy[bytes]:
    """Well-nested markup of any tags around labels and values, with a profile's label in it."""
    leaves = st.sampled_from(
        [piece.decode() for piece in seeds.PIECES if piece[:1].isalnum() and b"<" not in piece and b"\xff" not in piece]
    )
    tags = st.sampled_from(
        "div p span dl dt dd table tr td th ul li h2 h3 b strong section fieldset legend a form".split()
    )

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(tags, st.lists(inner, max_size=6)).map(
            lambda each: f"<{each[0]}>{''.join(each[1])}</{each[0]}>"
        )

    return st.recursive(leaves, around, max_leaves=60).map(
        lambda text: f"<h2>Projekte</h2><p><b>Umsetzende Institution(en):</b> Werk e. V.</p>{text}".encode()
    )


def any_page() -> st.SearchStrategy[bytes]:
    return st.one_of(mutated(seeds.pages()), soup(), trees())


def texts(examples: Sequence[str], letters: str) -> st.SearchStrategy[bytes]:
    """Short texts: mutations of right ones, and any rows of the letters and marks such texts are made of."""
    whole = [example.encode() for example in examples]
    parts = [part.encode() for part in letters] + [piece for example in whole for piece in example.split()]
    return st.one_of(
        mutated(whole, parts, 5),
        st.lists(st.sampled_from(parts), max_size=30).map(b"".join),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
    )


def of_target(name: str) -> st.SearchStrategy[bytes]:
    """The inputs that a target of `targets.TARGETS` is tried with."""
    digits = "0123456789 -/.,:;()+\u00a0\u2013\n"
    strategies = {
        "read": any_page,
        "label_values": any_page,
        "growth": any_page,
        "links": any_page,
        "run_file": lambda: mutated([seeds.run_file()]),
        "run_line": lambda: mutated(seeds.unsealed_lines(), (*seeds.PIECES[:40], b"null", b"{", b"[", b"1e999", b'"":',
        b"NaN")),
        "cdx": lambda: mutated(seeds.LISTINGS, (*seeds.PIECES[:40], b"{", b"[", b" - ", b"\n{", b"NaN",
        b"20180230000000")),
        "robots": lambda: mutated(seeds.ROBOTS, (*seeds.PIECES[:40], b"nan", b"1e999", b"*", b"$", b"Crawl-delay:",
        b"\n")),
        "sitemap": lambda: mutated(seeds.SITEMAPS, (*seeds.PIECES[:40], b"<loc>", b"</loc>", b"]]", b"&#1114112;")),
        "warc": lambda: mutated(seeds.warcs(), (*seeds.PIECES[:30], b"\r\n\r\n", b"WARC/1.0\r\n", b"Content-Length: ",
        b"0")),
        "toml": lambda: mutated(tuple(seeds.parser_files().values()), (b"[", b"[[", b"]", b"{", b"=", b'"', b"\n",
        b"1979-05-27",
                                b"true", b"nan", b"0x1", b"'''", b"label", b"[fields.x]", b"\\u0000", b"\xff")),
        "urls_csv": lambda: mutated([seeds.URLS_CSV.encode()], (*seeds.PIECES[:40], b",", b'"', b"\r",
        b"9999-12-31T23:59:59-23:59")),
        "url": lambda: texts(seeds.ADDRESSES_OF_PAGES, "/:?#[]@!$&'()*+,;=%.-_~ \t\\äßａ"),
        "period": lambda: texts(seeds.PERIODS, digits),
        "phone": lambda: texts(seeds.PHONES, digits),
        "address": lambda: texts(seeds.ADDRESSES, digits + "ABäß"),
        "mail": lambda: texts(seeds.MAILS, "@.()[]{}<>'\"&;+%-_ \näß"),
        "person": lambda: texts(seeds.PERSONS, ".,()- \nÄß"),
    }  # fmt: skip
    return strategies[name]()
