// Whether a key is meant for a field that somebody writes into, and so for no shortcut.

const FIELDS = 'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]';

export const typing = (event) => Boolean(event.target.closest?.(FIELDS));
