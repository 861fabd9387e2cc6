// Live.

import { Part } from "../core/part.js";

class Live extends Part {
  draw() {
    this.textContent = "Live";
  }
}

customElements.define("timbrel-live", Live);
