// What a story told as several people needs: their browsers, forms, moves and pictures.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { DESK, PHONE } from "./browser.mjs";

export const [address, folder] = process.argv.slice(2);
if (folder) mkdirSync(folder, { recursive: true });

const PHOTO = {
  name: "现场.png", mimeType: "image/png",
  buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"),
};

/** Everybody has a browser of their own. */
export class Cast {
  #open;
  #people = new Map();

  constructor(open) { this.#open = open; }

  async page(who) {
    if (!this.#people.has(who)) this.#people.set(who, await this.#open(DESK, address, who));
    return this.#people.get(who).page;
  }

  get size() { return this.#people.size; }
  get faults() { return [...this.#people.values()].flatMap((one) => one.faults); }
}

let turn = 0;
export async function picture(page, name) {
  turn += 1;
  await fits(page, name);
  if (folder) await page.screenshot({ path: `${folder}/${String(turn).padStart(2, "0")}-${name}.png` });
}

/** No page is wider than a desk or a phone. */
async function fits(page, name) {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} is ${wide} px too wide at ${size.width} px`);
  }
}

/** Opens a move on the page and gives its form, as a person would. */
export async function form(page, label) {
  const folded = page.locator("details.move").filter({ has: page.locator("summary", { hasText: label }) }).first();
  if (await folded.count()) {
    if (!(await folded.evaluate((one) => one.open))) await folded.locator("summary").click();
    return folded.locator("form");
  }
  return page.locator("form.move.bare").filter({ has: page.getByRole("button", { name: label, exact: true }) });
}

export async function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    if (name === "photo") {
      await form.locator("[name=file]").setInputFiles(PHOTO);
      await form.locator("[name=dated]").fill(value);
      continue;
    }
    const input = form.locator(`[name="${["reason", "date"].includes(name) ? name : `f.${name}`}"]`);
    if (await input.evaluate((one) => one.tagName === "SELECT")) await input.selectOption({ label: value });
    else await input.fill(value);
  }
}

/** Makes a move on a page and waits for the page that says so. */
export async function move(cast, who, url, label, values = {}) {
  const page = await cast.page(who);
  await page.goto(url);
  const found = await form(page, label);
  assert.ok(await found.count(), `${who} is not offered ${label} on ${url}: ${await page.locator("#moves").innerText()}`);
  await fill(found, values);
  await found.locator("button").last().click();
  await page.waitForURL("**?done=moved*", { timeout: 8000 }).catch(async () => {
    assert.fail(`${who}, ${label}: ${await page.locator("main").innerText()}`);
  });
  return page;
}

/** Follows a button to the form of a new object, fills it in, and gives the new page's address. */
export async function begin(page, values) {
  await fill(page.locator("form").filter({ has: page.locator("[name=version]") }), values);
  await page.locator(".form-foot button").click();
  await page.waitForURL("**?done=moved*", { timeout: 8000 }).catch(async () => {
    assert.fail(await page.locator("main").innerText());
  });
  return page.url().split("?")[0];
}
