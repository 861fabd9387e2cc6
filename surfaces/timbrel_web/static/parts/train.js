// Train.

import { Part } from "../core/part.js";

class Train extends Part {
  draw() {
    this.textContent = "Train";
  }
}

customElements.define("timbrel-train", Train);
