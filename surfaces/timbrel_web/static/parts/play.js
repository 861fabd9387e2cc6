// Play.

import { Part } from "../core/part.js";

class Play extends Part {
  draw() {
    this.textContent = "Play";
  }
}

customElements.define("timbrel-play", Play);
