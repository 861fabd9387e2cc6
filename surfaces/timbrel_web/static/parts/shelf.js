// Shelf.

import { Part } from "../core/part.js";

class Shelf extends Part {
  draw() {
    this.textContent = "Shelf";
  }
}

customElements.define("timbrel-shelf", Shelf);
