"""From the markup of a page to its document: one walk in which each visible text becomes a text node."""

import re
from itertools import pairwise
from unicodedata import is_normalized

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jsiq_scrape.parse.document.document import BLOCKS, EMPHASIS, VERBATIM, Document
from jsiq_scrape.parse.document.signs import EDIT
from jsiq_scrape.parse.folding import clean

# Elements whose text nobody sees; `title` and the like stand in head.
_UNSEEN = "head script style template iframe object svg noembed noframes datalist audio video canvas".split()
_BLOCK, _SKIP, _BREAK, _IMAGE, _PRE, _CONTROL, _INPUT = (1 << bit for bit in range(7))
_MEANINGS = (
    dict.fromkeys(BLOCKS, _BLOCK)
    | dict.fromkeys(_UNSEEN, _SKIP)
    | dict.fromkeys(VERBATIM, _BLOCK | _PRE)
    | {"br": _BREAK, "img": _IMAGE, "button": _CONTROL, "input": _INPUT, "-comment": _SKIP}
    | dict.fromkeys("a b em font i label small span strong u".split(), 0)
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Elements whose attributes matter to the walk; those of all others are asked for when somebody needs them.
_CONTROLLING = ("aria-controls", "href", "data-target", "data-bs-target")
_CONTROLS = (
    '[aria-controls], a[href^="#"], [data-target^="#"], [data-bs-target^="#"], [onclick], a[href^="javascript:"]'
)
_SCRIPTED = ("onclick", "href")  # an address may be a script: javascript:toggle('details')
_QUOTED = re.compile(r"""["']#?([\w:.-]+)["']""")
_ODD = (
    '[hidden], [style*="none" i], [style*="hidden" i], [role="heading"], span.d-block, span[style*="block" i], '
    'span[style*="font-weight" i]'
)
_BLOCK_STYLE = re.compile(r"display\s*:\s*block", re.IGNORECASE)
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_BY_ROLE = frozenset(("div", "span", "p"))
_Attributes = dict[str, str | None]
_EDIT = re.compile(EDIT)
_SYMBOL = re.compile(r"[^\w\s]{1,2}")
_LEVELS = frozenset(map(str, range(1, 100)))
_RUNS_SHOWN = 4  # of so many touching runs of a word processor, one at least shows that it is one
_MOST_RUNS_INSIDE = 4  # elements around the text of a run
_LONGEST_TAG = 60  # characters; no tag that a site sets beside others is longer
_TYPED = ("text", "email", "tel", "url")


def from_html(text: str, document: Document) -> None:
    """Fill a document from markup."""
    parser = LexborHTMLParser(text)
    if parser.root is not None:
        document.title = _title(parser)
        odd = parser.css(_ODD)
        revealed = _revealed(parser) if any(node.id for node in odd) else frozenset()
        hidden = [node.mem_id for node in odd if node.id not in revealed]
        _walk(document, parser.root, frozenset(hidden + _not_chosen(parser)))
        if "hr" in document.tags:
            document.rules = [document.starts[element] for element, tag in enumerate(document.tags) if tag == "hr"]
        if "a" in document.tags:
            _mark_heading_links(document)


def _not_chosen(parser: LexborHTMLParser) -> list[int]:
    """The options of controls that show another one."""
    options = (option for each in parser.css("select:has(option[selected])") for option in each.css("option"))
    return [option.mem_id for option in options if "selected" not in option.attributes]


def _revealed(parser: LexborHTMLParser) -> frozenset[str | None]:
    """The ids of what a tab, a button or a link of the page shows: hidden at first, but part of what people read."""
    named = [node.attributes for node in parser.css(_CONTROLS)]
    found = {
        name.removeprefix("#")
        for each in named
        for key in _CONTROLLING
        if (name := each.get(key)) and (key == "aria-controls" or name.startswith("#"))
    }
    scripts = (script for each in named for key in _SCRIPTED if (script := each.get(key)))
    return frozenset(found.union(*map(_QUOTED.findall, scripts)))


def _walk(document: Document, root: LexborNode, odd: frozenset[int]) -> None:
    """Long, because a call for each node would cost more than what is done."""
    texts, owners, line_of = document.texts, document.owners, document.line_of
    first_nodes, boxes = document.first_nodes, document.boxes
    tags, parents, nodes = document.tags, document.parents, document.nodes
    starts, stops, nexts = document.starts, document.stops, document.nexts
    tags.append("html")
    parents.append(-1)
    nodes.append(root)
    starts.append(0)
    stops.append(0)
    nexts.append(1)
    blocks: list[int] = []  # those around the innermost block
    here = box = 0  # the element and the block around the node
    line, element, count = -1, 0, 0  # the last line, the last element, how many texts there are
    verbatim = 0  # how many elements around keep their newlines
    control = -1  # the outermost button around
    fresh, breaks = True, 0  # a line begins; how many br stand before it
    touching = False  # no blank and no picture since the last text
    runs: list[tuple[int, int, int]] = []  # texts that touch the one before, with the elements side by side
    node: LexborNode | None = root.first_child
    while node is not None:
        tag = node.tag or ""
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
                        if fresh or boxes[line] != box:
                            line = _begin_line(document, box, breaks)
                            fresh, breaks = False, 0
                        elif touching and not part[0].isspace():
                            document.glued.add(count)
                        texts.append(text)
                        owners.append(here)
                        line_of.append(line)
                        count += 1
                        touching = not part[-1].isspace()
            else:
                if "  " in text or not text.isprintable() or not (text.isascii() or is_normalized("NFC", text)):
                    text = clean(raw)
                if text:
                    if fresh or boxes[line] != box:
                        if breaks:
                            line = _begin_line(document, box, breaks)
                            breaks = 0
                        else:
                            first_nodes.append(count)
                            boxes.append(box)
                            line += 1
                        fresh = False
                    elif touching and not raw[0].isspace():
                        if (last := owners[-1]) == here:  # a comment or a wbr stands between two halves of a word
                            texts[-1] += text
                            text = ""
                        else:
                            first, second = _parts(document, last, here)
                            if first < 0 or (tags[first] == tags[second] and tags[first] in EMPHASIS):
                                document.glued.add(count)
                            elif tags[first] == tags[second]:
                                runs.append((count, first, second))
                    touching = not raw[-1].isspace()
                    if text:
                        texts.append(text)
                        owners.append(here)
                        line_of.append(line)
                        count += 1
        else:
            meaning = _MEANINGS.get(tag)
            if meaning is None:
                meaning = _meaning(tag)
            if odd and meaning != _SKIP and node.mem_id in odd:
                if tag == "option" or _hidden(said := node.attributes):
                    meaning = _SKIP
                elif tag in _BY_ROLE:
                    _note_level(document, element + 1, said)
                    if tag == "span":
                        tag = _shown_as(said)
                        meaning = _MEANINGS[tag]
            if meaning != _SKIP:
                element += 1
                tags.append(tag)
                parents.append(here)
                nodes.append(node)
                starts.append(count)
                stops.append(count)
                nexts.append(element + 1)
                inner = node.first_child
                if meaning == _BLOCK:
                    fresh, breaks = True, 0
                    if inner is not None:
                        blocks.append(box)
                        here = box = element
                        node = inner
                        continue
                elif meaning:  # none for most inline elements
                    if meaning & _PRE:
                        fresh, breaks = True, 0
                        if inner is not None:
                            blocks.append(box)
                            box = element
                            verbatim += 1
                    elif meaning & _BREAK:
                        fresh, breaks = True, breaks + 1
                    elif meaning & _CONTROL:
                        if control < 0 and inner is not None:  # an empty one is never left
                            control = element
                    elif spoken := _spoken(node.attributes, tag):
                        symbol = _SYMBOL.fullmatch(spoken) is not None
                        if fresh or boxes[line] != box:
                            line = _begin_line(document, box, breaks)
                            fresh, breaks = False, 0
                        elif symbol and touching:
                            document.glued.add(count)
                        document.attribute_texts.add(count)
                        texts.append(spoken)
                        owners.append(element)
                        line_of.append(line)
                        count += 1
                        stops[element] = count
                        touching = touching and symbol
                    else:
                        touching = False  # a picture divides words
                if inner is not None:
                    here, node = element, inner
                    continue
        following = node.next
        while following is None and here:
            node = nodes[here]
            stops[here], nexts[here] = count, element + 1
            if here == box:
                box = blocks.pop()
                fresh, breaks = True, 0
                if verbatim and tags[here] in VERBATIM:
                    verbatim -= 1
            elif here == control:
                document.controls.update(range(starts[here], count))
                control = -1
            here = parents[here]
            following = node.next
        node = following
    stops[0], nexts[0] = count, element + 1
    _glue_runs(document, runs)


def _mark_heading_links(document: Document) -> None:
    """Let what a heading has beside its text be controls: a link to itself ("¶"), links to edit it ("[Bearbeiten]")."""
    for line in document.headings():
        nodes = document.nodes_of(line)
        first, stop = nodes.start, nodes.stop
        while first < stop - 1 and _is_link_sign(document, first):
            first += 1
        while first < stop - 1 and _is_link_sign(document, stop - 1):
            stop -= 1
        stop = _without_edit_links(document, first, stop)
        document.controls.update(range(nodes.start, first), range(stop, nodes.stop))


def _without_edit_links(document: Document, first: int, stop: int) -> int:
    """Where a heading ends before links in brackets; Markdown has the first bracket in the text before the link."""
    texts = document.texts
    if not texts[stop - 1].endswith("]"):
        return stop
    opened = next((node for node in range(first + 1, stop) if texts[node].startswith("[")), stop)
    if any(document.link(document.owners[node]) > 0 for node in range(opened, stop)):
        return opened
    title = texts[first].rstrip(" [")
    if stop - first == 3 and title not in ("", texts[first]) and _EDIT.match(texts[first + 1]):
        texts[first] = title
        return first + 1
    return stop


def _is_link_sign(document: Document, node: int) -> bool:
    return not any(map(str.isalnum, document.texts[node])) and document.link(document.owners[node]) > 0


def _note_level(document: Document, element: int, attributes: _Attributes) -> None:
    if attributes.get("role") == "heading":
        level = attributes.get("aria-level") or "2"
        document.levels[element] = int(level) if level in _LEVELS else 2


def _meaning(tag: str) -> int:
    """What a rare tag means: elements that sites define are blocks, anything else that is none is not seen."""
    if tag[:1] in "-!" or tag == "_PI":  # an instruction such as <?php ?>
        return _SKIP
    return _BLOCK if "-" in tag else 0


def _parts(document: Document, last: int, here: int) -> tuple[int, int]:
    """The elements side by side in which a text and the one before it stand; -1 if one holds the other directly.

    Text and element are one word as the page shows them. Two elements side by side are two words, unless a program has
    divided a bold word into bold halves.
    """
    if last > here:
        return -1, here
    second = around = here
    while around > last:
        second, around = around, document.parents[around]
    if around == last:
        return -1, second
    first = last
    while document.parents[first] > around:
        first = document.parents[first]
    return first, second


def _glue_runs(document: Document, runs: list[tuple[int, int, int]]) -> None:
    """Let touching elements be one word where the page writes its blanks into them, as word processors do.

    Tags that a site sets side by side touch as well; they have no blanks of their own, and begin with capitals.
    """
    touching = [(node, first) for node, first, second in runs if _alike(document, first, second)]
    around = {document.parents[first] for _, first in touching}
    spaced = sum(_is_spaced(document, *pair) for parent in around for pair in pairwise(document.children(parent)))
    divided = sum(_divides_a_word(document, node) for node, _ in touching)
    going_on = sum(_goes_on(document, node) for node, _ in touching)
    if touching and _RUNS_SHOWN * min(spaced + divided, going_on) >= len(touching) and 2 * going_on > len(touching):
        document.glued.update(node for node, _ in touching)
    links = {node for node, first in touching if _leads(document, first)}  # to the same place
    document.glued.update(links, (node for node, *_ in runs if document.texts[node - 1][-1] in "(["))


def _divides_a_word(document: Document, node: int) -> bool:
    before, text = document.texts[node - 1], document.texts[node]
    if not before[-1].isalpha() or not text[0].islower():
        return False
    return len(before) == 1 or (before[-1].islower() and max(len(before), len(text)) > _LONGEST_TAG)


def _goes_on(document: Document, node: int) -> bool:
    """Whether a text can be the rest of the word before it, or a mark behind that."""
    return document.texts[node - 1][-1].isalpha() and (
        document.texts[node][0].islower() or not document.texts[node][0].isalnum()
    )


def _leads(document: Document, element: int) -> bool:
    target = document.attribute(element, "href") if document.tags[element] == "a" else None
    return target is not None and target != "" and not target.startswith(("#", "javascript:"))


def _alike(document: Document, first: int, second: int) -> bool:
    return document.tags[first] == document.tags[second] and document.attributes(first) == document.attributes(second)


def _is_spaced(document: Document, first: int, second: int) -> bool:
    """Whether a blank divides two elements side by side, and stands inside one of them."""
    if not _alike(document, first, second):
        return False
    last, node = document.nodes[first], document.nodes[second]
    if last.next != node:
        return False
    for _ in range(_MOST_RUNS_INSIDE):
        last, node = last.last_child or last, node.first_child or node
    return (last.text_content or "")[-1:].isspace() or (node.text_content or "")[:1].isspace()


def _begin_line(document: Document, box: int, breaks: int) -> int:
    line = len(document.first_nodes)
    document.first_nodes.append(len(document.texts))
    document.boxes.append(box)
    if breaks:
        document.soft.add(line)
        if breaks > 1:
            document.spaced.add(line)
    return line


def _shown_as(attributes: _Attributes) -> str:
    """The element as which a span is shown that has a style of its own: as a block, in bold."""
    style = attributes.get("style") or ""
    if _BLOCK_STYLE.search(style) or "d-block" in (attributes.get("class") or "").split():
        return "div"
    return "b" if BOLD_STYLE.search(style) else "span"


def _hidden(attributes: _Attributes) -> bool:
    """True for what nobody sees; the panels of tabs are seen one after the other."""
    if attributes.get("role") == "tabpanel":
        return False
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
