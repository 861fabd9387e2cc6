// The take in another format: what the exporters offer, written anew from its recipe and saved.

import { act, get } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing, say } from "../core/say.js";
import { made } from "./made.js";
import { title } from "./knob.js";

// The values that people choose among, where an exporter's bounds allow them.
const CHOICES = { rate: [44100, 48000, 96000], bits: [16, 24, 32], channels: [0, 1, 2], bitrate: [0, 16, 32, 64, 96, 128, 160, 192, 256, 320] };
const SAID = { rate: (hertz) => `${hertz / 1000} kHz`, bits: (bits) => (bits === 32 ? "32 bit float" : `${bits} bit`), channels: (count) => ["as it is", "mono", "stereo"][count], bitrate: (rate) => (rate ? `${rate} kbit/s` : "by quality") };
const MENU = 10; // settings with more values than that are numbers

export class Export extends Part {
  #open = false;

  draw() {
    this.hidden = !this.#open;
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "Export");
    this.format = h("select", { id: "format", onchange: () => this.choose() });
    this.settings = h("div", { class: "row" });
    const go = h("button", { id: "export-now", class: "main", title: "Write it, and save it on this computer", onclick: doing(() => this.write()) }, "Export");
    this.says = h("p", { class: "small faint" });
    this.append(h("div", { class: "row" }, h("label", { class: "field" }, h("span", {}, "Format"), this.format), this.settings, go), this.says);
    if (this.#open) this.fill();
  }

  async toggle() {
    this.#open = !this.#open;
    if (this.#open) await this.fill();
    this.hidden = !this.#open;
    if (this.#open) this.format.focus();
  }

  async fill() {
    const { exporters } = await get("/api/offers");
    this.exporters = exporters.filter(({ problem }) => !problem);
    this.format.replaceChildren(...this.exporters.map(({ name }) => h("option", { value: name }, name.toUpperCase())));
    this.format.value = this.exporters.some(({ name }) => name === "flac") ? "flac" : this.exporters[0].name;
    this.choose();
  }

  choose() {
    const { controls, says } = this.exporters.find(({ name }) => name === this.format.value);
    this.says.textContent = `${says}. It is rendered again, to the last sample, with its recipe in its tags.`;
    this.settings.replaceChildren(...controls.map((control) => this.setting(control)));
  }

  setting(control) {
    const values = (CHOICES[control.name] ?? []).filter((value) => this.fits(control, value));
    const words = SAID[control.name] ?? String;
    const field = values.length ? h("select", {}, values.map((value) => h("option", { value, selected: value === control.rest }, words(value))))
      : h("input", { type: "number", min: control.low, max: control.high, step: control.high - control.low > MENU ? 1 : 0.5, value: control.rest });
    Object.assign(field, { id: `export-${control.name}`, title: control.says });
    return h("label", { class: "field" }, h("span", {}, title(control.name === "bitrate" ? "bit rate" : control.name)), field);
  }

  // Rates stand in the exporter's own words; a bit rate of its own has neither 16 nor 32 kbit/s.
  fits({ name, low, high, says }, value) {
    const named = says.match(/\d{4,}/g);
    if (name === "rate" && named) return named.includes(String(value));
    if (name === "bitrate" && low === 0) return value === 0 || (value >= 64 && says.includes(String(value)));
    return value >= low && value <= high;
  }

  async write() {
    const told = Object.fromEntries([...this.settings.querySelectorAll("select, input")].map((field) => [field.id.slice(7), Number(field.value)]));
    if (told.bitrate) delete told.quality;
    if (told.bitrate === 0) delete told.bitrate;
    const file = await act("reproduce", { file: made.current.path, format: this.format.value, ...told });
    const link = h("a", { href: `${file.links[file.path]}?download=true`, download: "" });
    link.click();
    say(`Written: ${file.path}`);
  }
}

customElements.define("timbrel-export", Export);
