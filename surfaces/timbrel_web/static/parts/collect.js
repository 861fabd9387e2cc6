// Collect.

import { Part } from "../core/part.js";

class Collect extends Part {
  draw() {
    this.textContent = "Collect";
  }
}

customElements.define("timbrel-collect", Collect);
