// A take of the history in another format, rendered anew from its recipe and saved on this computer.

import { act } from "../core/api.js";
import { say } from "../core/say.js";
import { Export } from "./export.js";
import { saved } from "./putaway.js";

export class TakeExport extends Export {
  item = null;

  draw() {
    super.draw();
    this.format.id = "take-format";
    this.querySelector("#export-now").id = "take-export-now";
  }

  setting(control) {
    const label = super.setting(control);
    const field = label.querySelector("select, input");
    [field.id, field.name] = [`take-${field.id}`, control.name];
    return label;
  }

  close() {
    if (this.isConnected && !this.hidden) this.toggle();
  }

  async write() {
    const told = Object.fromEntries([...this.settings.querySelectorAll("select, input")].map(({ name, value }) => [name, Number(value)]));
    if (told.bitrate) delete told.quality;
    if (told.bitrate === 0) delete told.bitrate;
    const file = await act("reproduce", { file: this.item.path, format: this.format.value, ...told });
    saved(file.links[file.path]);
    say(file.says);
  }
}

customElements.define("timbrel-take-export", TakeExport);
