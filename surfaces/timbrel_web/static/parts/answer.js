// What came of an action: its words, its files to play, see and save, and all of it as JSON.

import { stop } from "../core/api.js";
import { h } from "../core/h.js";
import { Part } from "../core/part.js";
import { doing } from "../core/say.js";
import { over, session } from "../core/session.js";

const SOUNDS = /\.(wav|flac|ogg|opus|mp3|m4a|aiff?)$/i;

// What the server told an element, from letters that no template takes for its own.
export function told(element) {
  return JSON.parse(atob(element.dataset.told.replaceAll("-", "+").replaceAll("_", "/")));
}

class Answer extends Part {
  draw() {
    const { answer, job, problem } = told(this);
    this.sheet = h("section", { class: "sheet stack told", role: "status" });
    this.append(this.sheet);
    if (problem) this.wrong(problem);
    else if (job) this.follow(job);
    else this.show(answer);
  }

  wrong(problem) {
    this.sheet.replaceChildren(h("p", { class: "trouble" }, problem.detail));
  }

  show(answer, links = answer.links ?? {}) {
    const files = Object.entries(links).map(([path, link]) => file(path, link));
    this.sheet.replaceChildren(...(answer.says ? answer.says.split("\n").map((line) => h("p", {}, line)) : []),
      ...files, h("details", {}, h("summary", {}, "The whole answer"), h("pre", { class: "digits small" }, JSON.stringify(answer, null, 2))));
  }

  follow(job) {
    const bar = h("progress", { max: 1, value: job.part, "aria-label": "How far it is" });
    const note = h("span", { class: "grow faint" });
    const end = h("button", { onclick: doing(() => stop(job)) }, "Stop");
    const tell = (now) => {
      bar.value = now.part;
      note.textContent = now.note || (now.state === "waiting" ? "It waits for its turn." : "It has begun.");
      if (over(now)) this.ended(now);
    };
    this.sheet.replaceChildren(h("div", { class: "row" }, bar, note, end));
    this.on(session, "job", ({ detail }) => detail.id === job.id && tell(detail));
    tell(session.jobs.get(job.id) ?? job);
  }

  ended(job) {
    if (job.problem) this.wrong(job.problem);
    else this.show(job.result, { ...job.result.links, ...job.links });
  }
}

function file(path, link) {
  const name = path.split("/").pop();
  const shown = SOUNDS.test(name) ? h("audio", { controls: true, preload: "metadata", src: link, "aria-label": name })
    : /\.png$/i.test(name) ? h("img", { src: link, alt: name }) : null;
  const save = h("a", { href: `${link}?download=true`, download: name, title: path }, `Save ${name}`);
  return h("figure", { class: "file" }, shown, h("figcaption", {}, save));
}

class Saying extends Part {
  draw() {
    const { says, destroys } = told(this);
    this.append(h("p", { class: "faint" }, says));
    if (destroys) this.append(h("p", { class: "small trouble" }, "What this takes away is gone from where it was."));
  }
}

customElements.define("timbrel-answer", Answer);
customElements.define("timbrel-saying", Saying);
