// A part of the page: a custom element that draws itself once it stands in it.
//
// A part fills in draw(); what it listens to by this.on() falls silent when it leaves.

export class Part extends HTMLElement {
  #leaving = [];

  connectedCallback() {
    this.replaceChildren();
    this.draw();
  }

  disconnectedCallback() {
    for (const leave of this.#leaving.splice(0)) leave();
    this.gone();
  }

  on(source, event, heard) {
    source.addEventListener(event, heard);
    this.#leaving.push(() => source.removeEventListener(event, heard));
  }

  draw() {}

  gone() {}
}
