// Names for the fields of Datasette's filters, which have none: people who hear a page need them.
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
  document.querySelector("section.content")?.setAttribute("role", "main");
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
});
