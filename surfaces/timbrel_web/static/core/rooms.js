// From one room of the page to another.

export function goto(room) {
  const name = room[0].toUpperCase() + room.slice(1);
  const tabs = [...document.querySelectorAll('#rooms [role="tab"]')];
  tabs.find((tab) => tab.textContent.trim() === name)?.click();
}
