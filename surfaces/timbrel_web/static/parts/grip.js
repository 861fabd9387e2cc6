// A knob under a hand: dragged up and down by mouse, pen or finger, or turned by the wheel.

const WHOLE = 180; // pixels of a drag from one end to the other; four times as many with Shift
const CALM = 400; // ms after the page was scrolled in which the wheel turns no knob

let scrolled = -CALM;
window.addEventListener("scroll", () => (scrolled = performance.now()), { passive: true, capture: true });

export function gripped(knob) {
  const { grip } = knob;
  let last = null; // where the pointer was
  let exact = 0; // the value before it is rounded to steps
  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || knob.control.inert) return;
    grip.setPointerCapture(event.pointerId);
    [last, exact] = [event.clientY, knob.value];
    knob.classList.add("held");
  });
  grip.addEventListener("pointermove", (event) => {
    if (last === null) return;
    const { low, high } = knob.control;
    const far = (last - event.clientY) / (event.shiftKey ? 4 * WHOLE : WHOLE);
    exact = Math.min(high, Math.max(low, exact + far * (high - low)));
    last = event.clientY;
    const step = event.shiftKey ? knob.fine / 4 : knob.fine;
    knob.turn(Math.round(exact / step) * step);
  });
  for (const over of ["pointerup", "pointercancel", "lostpointercapture"]) {
    grip.addEventListener(over, () => {
      last = null;
      knob.classList.remove("held");
    });
  }
  grip.addEventListener("wheel", (event) => wheeled(event, knob), { passive: false });
}

// A page that is being scrolled past the knob moves no knob.
function wheeled(event, knob) {
  if (knob.control.inert || event.ctrlKey || performance.now() - scrolled < CALM) return;
  event.preventDefault();
  const way = Math.sign(event.deltaY || event.deltaX);
  knob.turn(knob.value - way * knob.fine * (event.shiftKey ? 10 : 2));
}
