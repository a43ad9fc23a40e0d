"""From the markup of a page to its document: one walk in which each visible text becomes a text node."""

import re
from itertools import pairwise
from unicodedata import is_normalized

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jsiq_scrape.parse.document.document import BLOCKS, EMPHASIS, Document
from jsiq_scrape.parse.folding import clean

# Elements whose text nobody sees; `title` and the like stand in head.
_UNSEEN = "head script style template iframe object svg noembed noframes datalist audio video canvas".split()
_VERBATIM = "pre listing plaintext xmp textarea".split()
_BLOCK, _SKIP, _BREAK, _IMAGE, _PRE, _CONTROL, _INPUT = (1 << bit for bit in range(7))
_MEANINGS = (
    dict.fromkeys(BLOCKS, _BLOCK)
    | dict.fromkeys(_UNSEEN, _SKIP)
    | dict.fromkeys(_VERBATIM, _BLOCK | _PRE)
    | {"br": _BREAK, "img": _IMAGE, "button": _CONTROL, "input": _INPUT}
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ODD = frozenset(("hidden", "style", "role"))
_BY_ROLE = frozenset(("div", "span", "p"))
_Attributes = dict[str, str | None]
_NOTHING: _Attributes = {}
_SYMBOL = re.compile(r"[^\w\s]{1,2}")
_TYPED = ("text", "email", "tel", "url")


def from_html(text: str, document: Document) -> None:
    """Fill a document from markup."""
    parser = LexborHTMLParser(text)
    if parser.root is not None:
        document.title = _title(parser)
        _walk(document, parser.root)


def _walk(document: Document, root: LexborNode) -> None:
    """Long, because a call for each node would cost more than what is done."""
    texts, owners, first_nodes, boxes = document.texts, document.owners, document.first_nodes, document.boxes
    # Of each element: tag, parent, first text node, attributes; then what its end restores: the block around it, its
    # node, what its tag means.
    elements: list[tuple[str, int, int, _Attributes, int, LexborNode, int]] = [
        ("html", -1, 0, root.attributes, 0, root, _BLOCK)
    ]
    ends: list[tuple[int, int, int]] = []  # element, text nodes so far, elements so far
    here = box = 0
    verbatim = 0  # how many elements around keep their newlines
    control = -1  # the outermost button around
    fresh, breaks = True, 0  # a line begins; how many br stand before it
    touching = False  # no blank and no picture since the last text
    node: LexborNode | None = root.first_child
    while node is not None:
        tag = node.tag
        if tag == "-text":
            raw = node.text_content or ""
            text = raw.strip()
            if not text:
                touching = False
                if verbatim and "\n" in raw:
                    fresh, breaks = True, breaks + raw.count("\n")
            elif verbatim:
                for number, part in enumerate(raw.split("\n")):
                    if number:
                        fresh, breaks, touching = True, breaks + 1, False
                    if text := clean(part):
                        if fresh or boxes[-1] != box:
                            _begin_line(document, box, breaks)
                            fresh, breaks = False, 0
                        elif touching and not part[0].isspace():
                            document.glued.add(len(texts))
                        texts.append(text)
                        owners.append(here)
                        touching = not part[-1].isspace()
            else:
                if "  " in text or not text.isprintable() or not (text.isascii() or is_normalized("NFC", text)):
                    text = clean(raw)
                if text:
                    if fresh or boxes[-1] != box:
                        if breaks:
                            _begin_line(document, box, breaks)
                        else:
                            first_nodes.append(len(texts))
                            boxes.append(box)
                        fresh, breaks = False, 0
                    elif touching and not raw[0].isspace():
                        if (last := owners[-1]) == here:  # a comment or a wbr stands between two halves of a word
                            texts[-1] += text
                            text = ""
                        elif _one_word(elements, last, here):
                            document.glued.add(len(texts))
                    touching = not raw[-1].isspace()
                    if text:
                        texts.append(text)
                        owners.append(here)
        # Anything else that is no element is a comment or an instruction such as <?php ?>.
        elif tag is not None and tag[0] not in "-!" and tag != "_PI":
            meaning = _MEANINGS.get(tag, 0) or (_BLOCK if "-" in tag else 0)
            said = _NOTHING if meaning & _SKIP else node.attributes
            odd = bool(said) and not _ODD.isdisjoint(said)
            if not meaning & _SKIP and not (odd and _hidden(said)):
                elements.append((tag, here, len(texts), said, box, node, meaning))
                here = len(elements) - 1
                if odd and said.get("role") == "heading" and tag in _BY_ROLE:
                    level = said.get("aria-level") or "2"
                    document.levels[here] = int(level) if level.isdigit() and level != "0" else 2
                if meaning:
                    if meaning & _BLOCK:
                        box = here
                        fresh, breaks = True, 0
                        verbatim += bool(meaning & _PRE)
                    elif meaning & _BREAK:
                        fresh, breaks = True, breaks + 1
                    elif meaning & _CONTROL:
                        control = here if control < 0 else control
                    elif spoken := _spoken(said, tag):
                        symbol = _SYMBOL.fullmatch(spoken) is not None
                        if fresh or boxes[-1] != box:
                            _begin_line(document, box, breaks)
                            fresh, breaks = False, 0
                        elif symbol and touching:
                            document.glued.add(len(texts))
                        document.attribute_texts.add(len(texts))
                        texts.append(spoken)
                        owners.append(here)
                        touching = touching and symbol
                    else:
                        touching = False  # a picture divides words
                inner = node.first_child
                if inner is not None:
                    node = inner
                    continue
                ends.append((here, len(texts), len(elements)))
                if meaning & _BLOCK:
                    fresh, breaks = True, 0
                    verbatim -= bool(meaning & _PRE)
                _, here, _, _, box, _, _ = elements[here]
        following = node.next
        while following is None and here:
            ends.append((here, len(texts), len(elements)))
            _, parent, first, _, box, node, meaning = elements[here]
            if meaning:
                if meaning & _BLOCK:
                    fresh, breaks = True, 0
                    verbatim -= bool(meaning & _PRE)
                elif here == control:
                    document.controls.update(range(first, len(texts)))
                    control = -1
            here = parent
            following = node.next
        node = following
    ends.append((0, len(texts), len(elements)))
    _fill(document, elements, ends)


def _fill(
    document: Document,
    elements: list[tuple[str, int, int, _Attributes, int, LexborNode, int]],
    ends: list[tuple[int, int, int]],
) -> None:
    tags, parents, starts, attributes, _, _, _ = zip(*elements, strict=True)
    document.tags, document.parents, document.starts = list(tags), list(parents), list(starts)
    document.attributes = list(attributes)
    document.stops, document.nexts = [0] * len(tags), [0] * len(tags)
    for element, stop, following in ends:
        document.stops[element] = stop
        document.nexts[element] = following
    firsts = [*document.first_nodes, len(document.texts)]
    for line, (first, stop) in enumerate(pairwise(firsts)):
        document.line_of += [line] * (stop - first)


def _one_word(elements: list[tuple[str, int, int, _Attributes, int, LexborNode, int]], last: int, here: int) -> bool:
    """Whether text that touches the text before is a part of its word.

    Text and element are one word as the page shows them, two elements side by side are two words, unless a program has
    divided a bold word into bold halves.
    """
    if last > here:
        return True
    tag, around = elements[here][0], here
    while around > last:
        around = elements[around][1]
    return around == last or (elements[last][0] == tag and tag in EMPHASIS)


def _begin_line(document: Document, box: int, breaks: int) -> None:
    line = len(document.first_nodes)
    document.first_nodes.append(len(document.texts))
    document.boxes.append(box)
    if breaks:
        document.soft.add(line)
        if breaks > 1:
            document.after_gap.add(line)


def _hidden(attributes: _Attributes) -> bool:
    return "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or "") is not None


def _spoken(attributes: _Attributes, tag: str) -> str | None:
    """What stands for a picture, or in a control that somebody has filled in."""
    if tag == "img":
        return clean(attributes.get("alt") or "") or None
    if (attributes.get("type") or "text").lower() not in _TYPED:
        return None
    return clean(attributes.get("value") or "") or None


def _title(parser: LexborHTMLParser) -> str | None:
    node = parser.head.first_child if parser.head is not None else None
    while node is not None and node.tag != "title":
        node = node.next
    return (clean(node.text()) or None) if node is not None else None
