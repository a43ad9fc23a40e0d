// Names for the fields of Datasette's filters, which have none: people who hear a page need them.
// And German for the few words of its that stand around our tables.
document.addEventListener("DOMContentLoaded", () => {
  const names = {
    'select[name^="_filter_column"]': "Spalte",
    'select[name^="_filter_op"]': "Vergleich",
    'input[name^="_filter_value"]': "Wert",
    'select[name="_sort"]': "Sortieren nach",
    "textarea#sql-editor, .CodeMirror textarea": "SQL",
    ".cm-content": "SQL",
    ".facet-info a.cross": "Facette schließen",
  };
  const name = () => {
    for (const [selector, label] of Object.entries(names)) {
      for (const element of document.querySelectorAll(selector)) {
        if (!element.hasAttribute("aria-label")) element.setAttribute("aria-label", label);
      }
    }
    for (const marker of document.querySelectorAll('img.leaflet-marker-icon[alt=""]')) {
      marker.alt = "Koordinierungsstelle";
    }
    for (const wide of document.querySelectorAll(".table-wrapper, pre.wrapped-sql, pre#sql-query")) {
      wide.tabIndex = 0; // a keyboard can scroll what it can reach
    }
  };
  const words = {
    home: "Start",
    "Search:": "Suche:",
    "View and edit SQL": "SQL ansehen und ändern",
    "This data as": "Als Datei:",
    advanced: "mehr",
    "0 records": "Keine Zeile.",
    "0 results": "Keine Zeile.",
    "- column -": "– Spalte –",
    "- remove filter -": "– Filter weg –",
    "Advanced export": "Weitere Formate",
    "Next page": "Nächste Seite",
  };
  const places = "header nav a, form.filters label, form.filters option[value=''], p, p a, p span, #export h3";
  for (const element of document.querySelectorAll(places)) {
    for (const text of element.childNodes) {
      const word = words[text.data?.trim()];
      if (word) text.data = text.data.replace(text.data.trim(), word);
    }
  }
  for (const button of document.querySelectorAll('form.filters input[value="Apply"]')) button.value = "Anwenden";
  document.querySelector("section.content")?.setAttribute("role", "main");
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
});
