// Work that is done for one value at a time; of those that come meanwhile, for the newest alone.

export function latest(work, wrong) {
  let wish = null;
  let busy = false;
  return async (value) => {
    wish = { value };
    if (busy) return;
    busy = true;
    try {
      while (wish) {
        const next = wish.value;
        wish = null;
        await work(next);
      }
    } catch (error) {
      wish = null;
      wrong(error);
    } finally {
      busy = false;
    }
  };
}
