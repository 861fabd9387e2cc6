// The head of every room: the name, the model that is loaded, light or dark, and what is at work.

import { post, stop } from "../core/api.js";
import { h } from "../core/h.js";
import { models } from "../core/models.js";
import { Part } from "../core/part.js";
import { doing } from "../core/say.js";
import { over, session } from "../core/session.js";
import { dark, darken } from "../core/look.js";

class Header extends Part {
  draw() {
    this.models = h("select", { id: "model", "aria-label": "Model", onchange: doing(() => this.load()) });
    this.work = h("div", { class: "work", role: "status", "aria-label": "Work under way" });
    this.link = h("span", { class: "lost", hidden: true }, "The server does not answer. Trying again …");
    const look = h("button", { class: "quiet look", "aria-label": "Dark or light", title: "Dark or light", onclick: () => darken(!dark()) }, "◐");
    this.append(h("header", { class: "head" }, h("h1", {}, "Timbrel"), h("label", { class: "model" }, "Model ", this.models), this.link, this.work, look));
    for (const event of ["models", "session"]) this.on(session, event, () => this.list());
    this.on(session, "job", () => this.show());
    this.on(session, "link", ({ detail }) => (this.link.hidden = detail));
    this.list();
    this.show();
  }

  async list() {
    const names = (await models().catch(() => [])).map((card) => card.name);
    if (session.model && !names.includes(session.model)) names.unshift(session.model);
    const none = h("option", { value: "", disabled: true }, names.length ? "Choose a model" : "None yet");
    this.models.replaceChildren(none, ...names.map((name) => h("option", { value: name }, name)));
    this.models.value = session.model;
  }

  load() {
    return post("/api/session/load", { name: this.models.value });
  }

  show() {
    const jobs = [...session.jobs.values()].filter((job) => !over(job));
    this.work.replaceChildren(...jobs.map((job) => h("span", { class: "job" },
      h("progress", { max: 1, value: job.part, "aria-label": job.id }), h("span", {}, job.note || job.id),
      h("button", { class: "quiet", "aria-label": `Stop ${job.id}`, title: "Stop", onclick: doing(() => stop(job)) }, "■"))));
  }
}

customElements.define("timbrel-header", Header);
