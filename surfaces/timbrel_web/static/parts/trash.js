// What was put away: it can be taken back until the trash is emptied.

import { act } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing, say } from "../core/say.js";
import { bytes, day } from "../core/words.js";
import { sure } from "./ask.js";

const KINDS = { history: "Take", preset: "Preset", model: "Model" };

class Trash extends Part {
  items = [];

  draw() {
    this.search = h("input", { id: "trash-search", type: "search", maxlength: 200, placeholder: "Names", "aria-label": "Search the trash", oninput: () => this.show() });
    this.empty = h("button", { id: "trash-empty", title: "Remove all of it for good", onclick: doing(() => this.emptied()) }, "Empty the trash …");
    this.says = h("p", { class: "small faint", role: "status", id: "trash-count" });
    this.list = h("ul", { class: "trash-list", "aria-label": "In the trash" });
    this.append(h("div", { class: "row filters" }, this.search, this.empty), this.says, this.list);
  }

  fill() {
    return doing(() => this.filled())();
  }

  async filled() {
    ({ items: this.items, bytes: this.size } = await act("library_trash"));
    this.show();
  }

  show() {
    const wish = this.search.value.toLowerCase();
    const found = this.items.filter(({ name }) => name.toLowerCase().includes(wish));
    this.empty.disabled = !this.items.length && !this.size;
    const count = this.items.length === 1 ? "One thing" : `${this.items.length} things`;
    this.says.textContent = !this.items.length ? "Nothing was put away. What you delete lies here first, and can be taken back." : found.length ? `${count}, ${bytes(this.size)}. The last one put away comes first.` : "Nothing in the trash is called so.";
    this.list.replaceChildren(...found.map((one) => this.row(one)));
  }

  row({ number, kind, name, made, bytes: size }) {
    return h("li", { class: "card" }, h("span", { class: "kind small faint" }, KINDS[kind]), h("b", { title: name }, name), h("span", { class: "small faint" }, day(made)),
      h("span", { class: "small digits" }, size ? bytes(size) : ""), h("button", { "aria-label": `Take back ${name}`, onclick: doing(() => this.back(number)) }, "Take back"));
  }

  async back(number) {
    const { says } = await act("library_undo", { number });
    say(says);
    await this.filled();
  }

  async emptied() {
    const { bytes: size, count } = await act("library_empty", { dry_run: true });
    const things = count === 1 ? "one thing" : `${count} things`;
    if (!(await sure("Empty the trash?", { yes: "Empty it", says: `It holds ${things}; ${bytes(size)} would be free. Nothing brings them back then.` }))) return;
    const { says } = await act("library_empty");
    say(says);
    await this.filled();
  }
}

customElements.define("timbrel-trash", Trash);
