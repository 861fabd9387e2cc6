// What the next training is to be: of which dataset, for how long, and every setting that was moved.
//
// lesson.set({...}) tells "changed"; lesson.args() are the arguments of `train`.

class Lesson extends EventTarget {
  dataset = "";
  extend = ""; // the model that is taught more, or ""
  name = "";
  length = "balanced"; // a preset, or "minutes"
  minutes = 5;
  settings = {}; // those that were moved, by name

  set(changes) {
    Object.assign(this, changes);
    this.dispatchEvent(new CustomEvent("changed", { detail: changes }));
  }

  // A setting that is back at rest is none.
  setting(control, value) {
    const settings = { ...this.settings, [control.name]: value };
    if (Math.abs(value - control.rest) < 1e-9) delete settings[control.name];
    this.set({ settings });
  }

  args() {
    const pairs = Object.entries(this.settings).map(([name, value]) => `${name}=${value}`);
    return {
      folder: this.dataset,
      name: this.name,
      ...(this.extend && { extend: this.extend }),
      ...(this.length === "minutes" ? { minutes: this.minutes } : { preset: this.length }),
      ...(pairs.length && { set: pairs }),
    };
  }
}

export const lesson = new Lesson();
