// Import: files may be dropped anywhere on the box, too much is said before it is sent, and waiting is shown.

for (const form of document.querySelectorAll("form[data-working]")) watch(/** @type {HTMLFormElement} */ (form));

/** @param {HTMLFormElement} form */
function watch(form) {
  const box = form.querySelector("[data-drop]");
  if (box) watchBox(form, /** @type {HTMLElement} */ (box));
  form.addEventListener("submit", (event) => {
    const progress = form.querySelector("[data-progress]");
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    if (progress) progress.textContent = form.dataset.working ?? "";
  });
  // Back from the next page: the form may be sent again.
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    const progress = form.querySelector("[data-progress]");
    if (progress) progress.textContent = "";
  });
}

/** @param {HTMLFormElement} form @param {HTMLElement} box */
function watchBox(form, box) {
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input[type=file]"));
  const status = /** @type {HTMLElement} */ (box.querySelector("[data-status]"));
  const look = () => {
    const files = [...(input.files ?? [])];
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const wrong = size > Number(form.dataset.limit)
      ? (form.dataset.tooLarge ?? "").replace("{size}", String(Math.ceil(size / 1e6))) : "";
    input.setCustomValidity(wrong);
    const names = files.map((file) => file.name).join(", ");
    status.textContent = wrong || (files.length > 1 ? (form.dataset.chosen ?? "").replace("{names}", names) : "");
  };
  input.addEventListener("change", look);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    look();
  });
}
