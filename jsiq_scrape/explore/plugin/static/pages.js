// Charts and maps can be saved as SVG or PNG, and the address of a question can be copied.
const german = document.documentElement.lang === "de";

function alone(svg) {
  // A copy that carries its colours and type with it.
  const copy = svg.cloneNode(true);
  const originals = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, n) => {
    const style = getComputedStyle(originals[n]);
    for (const name of ["fill", "fill-opacity", "stroke", "stroke-width", "font", "text-anchor"]) {
      element.style.setProperty(name, style.getPropertyValue(name));
    }
    element.removeAttribute("class");
  });
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const note = document.querySelector(".demo");
  const whole = height + (note ? 16 : 0);
  copy.setAttribute("viewBox", `0 0 ${width} ${whole}`);
  copy.setAttribute("width", width);
  copy.setAttribute("height", whole);
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  for (const link of copy.querySelectorAll("a")) link.removeAttribute("href");
  if (note) {
    const text = copy.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "text"));
    text.textContent = note.textContent;
    text.setAttribute("x", 4);
    text.setAttribute("y", height + 10);
    text.setAttribute("style", `font: 9px system-ui, sans-serif; fill: ${getComputedStyle(note).color}`);
  }
  return "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
}

function download(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.download = (document.querySelector(".demo") ? "demo-" : "") + name;
  link.click();
}

function savePng(svg, name) {
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 3 * picture.width;
    canvas.height = 3 * picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    download(canvas.toDataURL("image/png"), name);
  };
  picture.src = alone(svg);
}

function button(label, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", work);
  return made;
}

for (const place of document.querySelectorAll(".save")) {
  const name = place.dataset.drawing;
  const svg = document.getElementById(name);
  place.append(
    button("SVG", () => download(alone(svg), name + ".svg")),
    " ",
    button("PNG", () => savePng(svg, name + ".png")),
  );
  place.prepend(german ? "speichern als " : "save as ");
}

for (const copy of document.querySelectorAll(".copy")) {
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    copy.textContent = copy.dataset.done;
  });
}

// On a phone the rows come before what narrows them down.
if (matchMedia("(max-width: 720px)").matches) {
  for (const facets of document.querySelectorAll("details.facets")) facets.open = false;
}

// Datasette's editor has no name that people who hear a page could know it by.
function nameEditors() {
  for (const editor of document.querySelectorAll(".CodeMirror textarea, .cm-content")) editor.setAttribute("aria-label", "SQL");
}
nameEditors();
new MutationObserver(nameEditors).observe(document.body, { childList: true, subtree: true });
