"use strict";
// Searches ENTRIES (search-index.js) for all words of the question, in the browser alone.
(() => {
  const MOST = 200; // hits that are shown
  const UMLAUTS = { "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss" };

  // The text as it is compared, and where each of its signs stood: Straße as strasse, Düren as dueren or as duren.
  function fold(text, umlauts) {
    let folded = "";
    const places = [];
    let at = 0;
    for (const sign of text) {
      const lower = sign.toLowerCase();
      const plain = lower === "ß" ? "ss" : (umlauts && UMLAUTS[lower]) || lower.normalize("NFD").replace(/\p{M}/gu, "");
      const kept = plain.replace(/[^\p{L}\p{N}]/gu, " ");
      folded += kept;
      for (let count = 0; count < kept.length; count += 1) places.push([at, at + sign.length]);
      at += sign.length;
    }
    return { folded, places };
  }

  const both = (text) => [true, false].map((umlauts) => fold(text, umlauts));
  const words = (text) => both(text.normalize("NFC")).map((one) => one.folded.split(" ").filter(Boolean));

  // Where the words stand in a text, as ranges of it, in order; one list for each word.
  function found(text, asked) {
    const forms = both(text);
    return asked[0].map((_, index) => {
      const ranges = [];
      forms.forEach((form, kind) => {
        const word = asked[kind][index];
        for (let at = form.folded.indexOf(word); at >= 0; at = form.folded.indexOf(word, at + word.length)) {
          ranges.push([form.places[at][0], form.places[at + word.length - 1][1]]);
        }
      });
      return ranges;
    });
  }

  function marked(element, text, asked) {
    const ranges = found(text, asked).flat().sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    let at = 0;
    for (const [begin, end] of ranges) {
      if (begin < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(begin, end);
      element.append(text.slice(at, begin), mark);
      at = end;
    }
    element.append(text.slice(at));
  }

  // Hits in the title come first, then those in the name of the municipality.
  function hits(asked) {
    const scored = [];
    for (const entry of ENTRIES) {
      const places = ["title", "municipality", "text"].map((name) => found(entry[name], asked));
      let score = 0;
      const all = asked[0].every((_, index) => {
        const best = places.findIndex((place) => place[index].length);
        score += best < 0 ? 0 : 3 - best;
        return best >= 0;
      });
      if (all) scored.push([score, entry]);
    }
    return scored.sort((one, other) => other[0] - one[0]).map(([, entry]) => entry);
  }

  // The line with the most of the words, or nothing when the title has them all.
  function passage(entry, asked) {
    const count = (line) => found(line, asked).filter((ranges) => ranges.length).length;
    if (count(`${entry.title} ${entry.municipality}`) === asked[0].length) return entry.text.split("\n")[0];
    return entry.text.split("\n").reduce((best, line) => (count(line) > count(best) ? line : best), "");
  }

  const question = (new URLSearchParams(location.search).get("q") || "").trim();
  const asked = words(question);
  document.getElementById("q").value = question;
  if (!asked[0].length) return;
  const list = hits(asked);
  document.getElementById("count").textContent =
    `${list.length} Treffer` + (list.length > MOST ? `, die ersten ${MOST}:` : "");
  for (const entry of list.slice(0, MOST)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.address;
    marked(link, entry.title, asked);
    const where = document.createElement("span");
    where.className = "quiet";
    marked(where, ` ${entry.kind}${entry.municipality === entry.title ? "" : `, ${entry.municipality}`}`, asked);
    const text = document.createElement("p");
    marked(text, passage(entry, asked), asked);
    item.append(link, where, text);
    document.getElementById("hits").append(item);
  }
})();
