/** Keyboard shortcuts, short addresses, drop-downs that close. */

/** A key such as `/` moves to the field that names it in `data-shortcut`. */
export function shortcuts(): void {
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element).closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = document.querySelector<HTMLInputElement>(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (field) {
      event.preventDefault();
      field.select();
    }
  });
}

/** Fields left empty do not enter the address of a filtered list. */
export function dropEmptyFields(): void {
  document.addEventListener("formdata", (event) => {
    if (!(event.target as Element).hasAttribute("data-drop-empty")) return;
    for (const [name, value] of [...event.formData]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

/** An open menu closes on Escape and on a click elsewhere. */
export function closeMenus(): void {
  const close = (except: Element | null) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => close((event.target as Element).closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(null);
  });
}

/** A deed that undoes much asks once more, in the words of its form. */
export function confirmations(): void {
  document.addEventListener("submit", (event) => {
    const question = (event.target as HTMLElement).dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });
}

/** The print view opens the browser's print dialogue. */
export function printing(): void {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => print());
  }
}

/** A filter with a single choice is sent as soon as it is chosen. */
export function submitOnChange(): void {
  document.addEventListener("change", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-submit-on-change]");
    form?.requestSubmit();
  });
}
