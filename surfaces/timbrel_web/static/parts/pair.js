// Two takes that somebody wants to hear one against the other; the Shelf plays them.
//
// Event "changed"; `a` and `b` are takes as made.js has them, or null.

class Pair extends EventTarget {
  a = null;
  b = null;

  // True once there are two. A take put in twice is taken out again.
  put(take) {
    if (this.a && this.b) [this.a, this.b] = [null, null];
    if (this.a?.path === take.path) this.a = null;
    else if (this.a) this.b = take;
    else this.a = take;
    this.dispatchEvent(new CustomEvent("changed"));
    return Boolean(this.a && this.b);
  }
}

export const pair = new Pair();
