// What is being brought in: each file on its way, then a name for all of them.

import { act, stop } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing, say, wrong } from "../core/say.js";
import { bytes } from "../core/words.js";
import { collection } from "./collection.js";
import { called } from "./dropped.js";
import { Sending } from "./sending.js";

class Basket extends Part {
  draw() {
    this.hidden = true;
    this.title_ = h("h3", { role: "status" });
    this.whole = h("progress", { max: 1, value: 0, "aria-label": "All files" });
    this.rows = h("ul", { class: "files plain" });
    this.name = h("input", { type: "text", id: "dataset-name", "aria-label": "Name of the dataset", maxlength: 64 });
    this.keep = h("button", { id: "keep", class: "main", onclick: doing(() => this.kept()) });
    this.stopper = h("button", { id: "stop-sending", onclick: () => this.leave() });
    this.naming = h("label", { class: "row" }, "Call it", this.name);
    this.append(h("div", { class: "sheet stack" }, h("div", { class: "row" }, this.title_, h("span", { class: "grow" }), this.stopper),
      this.whole, this.rows, h("div", { class: "row" }, this.naming, this.keep)));
  }

  gone() {
    this.sending?.stop();
  }

  // Files that a person brought; into a dataset that is there, or a new one.
  bring(files, into = "") {
    if (this.sending && !this.sending.over) return say("Others are still on their way: wait for them, or stop them.");
    this.into = into;
    this.sending = new Sending(files);
    this.lines = this.sending.files.map((one) => line(one));
    this.rows.replaceChildren(...this.lines.map(({ element }) => element));
    this.name.value = into || collection.free(called(files) || "sounds");
    this.naming.hidden = Boolean(into);
    this.hidden = false;
    this.sending.addEventListener("moved", ({ detail }) => { this.lines[detail].show(); this.show(); });
    this.show();
    this.sending.begin().then(() => this.arrived());
    this.scrollIntoView({ block: "nearest" });
  }

  arrived() {
    this.show();
    if (this.into && this.sending.arrived) this.keep.click();
  }

  show() {
    const { sending } = this;
    const { length } = sending.files;
    const refused = sending.files.filter((one) => one.state === "refused").length;
    const not = refused ? `, ${refused} not taken` : "";
    this.title_.textContent = sending.over ? `${sending.arrived} of ${length} files are here${not}` : `Bringing in ${length} file${length === 1 ? "" : "s"}, ${bytes(sending.bytes)}`;
    this.whole.value = sending.bytes ? sending.sent / sending.bytes : 0;
    this.keep.disabled = !sending.over || !sending.arrived;
    this.keep.textContent = this.into ? `Add to '${this.into}'` : "Keep as a dataset";
    this.stopper.textContent = sending.over ? "Leave it" : "Stop";
  }

  leave() {
    this.sending.stop();
    this.hidden = true;
  }

  async kept() {
    const name = this.name.value.trim();
    const { folder } = this.sending;
    const answer = this.into ? await act("dataset_extend", { name: this.into, folder }) : await act("dataset_add", { folder, name });
    this.hidden = true;
    say(answer.says.split("\n").at(-1).replace(/ Train on it:.*/, ""));
    await collection.list();
    await collection.choose(name);
  }
}

// One file: its name, how far it is, and a sentence if it was not taken.
function line(one) {
  const bar = h("progress", { max: 1, value: 0, "aria-label": one.path });
  const state = h("span", { class: "faint small state" });
  const element = h("li", { class: "file" }, h("span", { class: "name", title: one.path }, one.path), bar, state);
  const show = () => {
    bar.value = one.state === "there" ? 1 : one.size ? one.sent / one.size : 0;
    bar.hidden = one.state === "refused";
    state.textContent = one.state === "refused" ? one.why : one.state === "there" ? "here" : bytes(one.size);
    element.classList.toggle("refused", one.state === "refused");
  };
  show();
  return { element, show };
}

customElements.define("timbrel-basket", Basket);
export { Basket };
