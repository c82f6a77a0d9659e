/** Drop zone: a file dropped on it is sent at once, with a bar that counts the bytes. */

/** Makes every `form[data-island=upload]` accept dropped files. */
export function uploads(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-island=upload]")) {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    if (input) prepare(form, input);
  }
}

function prepare(form: HTMLFormElement, input: HTMLInputElement): void {
  form.noValidate = true; // the button opens the file dialogue instead
  const over = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    form.toggleAttribute("data-over", on);
  };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    send(form, input);
  });
  input.addEventListener("change", () => {
    if (input.files?.length) send(form, input);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files?.length) send(form, input);
    else input.click();
  });
}

/** Sends the form with XMLHttpRequest, the one interface that reports the bytes sent. */
function send(form: HTMLFormElement, input: HTMLInputElement): void {
  const bar = form.querySelector("progress");
  const words = form.querySelector("[data-words]");
  const name = input.files?.[0]?.name ?? "";
  const say = (text: string) => {
    if (words) words.textContent = text;
  };
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    const share = event.total ? event.loaded / event.total : 0;
    if (bar) bar.value = share;
    say(share < 1 ? `正在投入 ${name}，${Math.round(share * 100)}%` : `正在读取 ${name}，请稍候`);
  });
  request.addEventListener("load", () => {
    // The answer is either a redirect already followed, or a page that says what is wrong.
    if (request.status < 400) location.assign(request.responseURL);
    else replacePage(request.responseText);
  });
  request.addEventListener("error", () => {
    form.removeAttribute("data-busy");
    input.value = "";
    say("没有送达：与服务器的连接断了。文件未写入，请再投一次。");
  });
  form.setAttribute("data-busy", "");
  say(`正在投入 ${name}`);
  request.open("POST", form.action);
  request.send(new FormData(form));
}

function replacePage(html: string): void {
  document.open();
  document.write(html);
  document.close();
}
