// Where recordings come in: dropped, chosen, or as the name of a folder of this computer.
//
// `brought` is told of the files, `named` of the folder's path.

import { h } from "../core/h.js";
import { doing, say } from "../core/say.js";
import { chosen, dropped } from "./dropped.js";

export function dropzone({ brought, named }) {
  const take = (files) => (files.length ? brought(files) : say("There was no file in it."));
  const pick = (id, more) => {
    const input = h("input", { type: "file", id, multiple: true, hidden: true, ...more });
    input.addEventListener("change", () => {
      take(chosen(input.files));
      input.value = "";
    });
    return input;
  };
  const files = pick("files", { accept: "audio/*,.flac,.aif,.aiff,.caf,.w64,.au,.opus" });
  const folder = pick("folder", { webkitdirectory: true });
  const zone = h("div", { class: "dropzone", id: "dropzone" },
    h("p", { class: "lead" }, "Drop recordings or whole folders here"),
    h("p", { class: "faint small" }, "WAV, AIFF, FLAC, MP3, OGG, Opus and more. They stay on this computer."),
    h("div", { class: "row" }, h("button", { id: "choose-files", onclick: () => files.click() }, "Choose files"),
      h("button", { id: "choose-folder", onclick: () => folder.click() }, "Choose a folder")), files, folder, path(named));
  let inside = 0; // enters minus leaves: children fire both
  const over = (change) => zone.classList.toggle("over", (inside = Math.max(0, inside + change)) > 0);
  zone.addEventListener("dragenter", (event) => { event.preventDefault(); over(1); });
  zone.addEventListener("dragleave", () => over(-1));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", doing(async (event) => {
    event.preventDefault();
    over(-inside);
    take(await dropped(event.dataTransfer));
  }));
  return zone;
}

function path(named) {
  const input = h("input", { type: "text", id: "path", "aria-label": "Folder of this computer", placeholder: "/home/you/recordings", autocomplete: "off", spellcheck: "false" });
  const go = h("button", { id: "take-path", type: "submit" }, "Take it");
  const form = h("form", { class: "row path" }, input, go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) doing(() => named(input.value.trim()))({ currentTarget: go });
  });
  return h("details", { class: "by-name" }, h("summary", { class: "small" }, "Or name a folder of this computer"), form,
    h("p", { class: "faint small" }, "The files stay where they are. A folder outside Timbrel's own has to be opened first: start it with --root and that folder."));
}
