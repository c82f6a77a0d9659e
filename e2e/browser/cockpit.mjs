// node cockpit.mjs http://127.0.0.1:8022 FOLDER: the cockpit on a wall, with the network cut but for the server.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { PHONE, withBrowser } from "./browser.mjs";

const [address, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const WALLS = [{ width: 1920, height: 1080 }, { width: 3840, height: 2160 }];

/** Opens a page that reaches nothing but the server. */
async function openCut(open, size, who) {
  const opened = await open(size, address, who);
  await opened.page.route("**/*", (route) => (route.request().url().startsWith(address) ? route.continue() : route.abort()));
  return opened;
}

/** Texts that are smaller than the wall allows: 28 px for figures, 20 px for words at 1920 × 1080. */
const tooSmall = (page) => page.evaluate(() => {
  const scale = innerWidth / 1920;
  const found = [];
  for (const element of document.querySelectorAll("#cockpit *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (!own || element.closest("title") || element.tagName === "title") continue;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const drawn = element.closest("svg");
    const size = parseFloat(getComputedStyle(element).fontSize) * (drawn ? drawn.getScreenCTM().a : 1);
    const least = (element.classList.contains("num") ? 28 : 20) * scale;
    if (size < least - 0.3) found.push(`${element.tagName}.${element.getAttribute("class")} ${element.textContent.trim().slice(0, 12)} ${size.toFixed(1)}`);
  }
  return found;
});

/** Parts that run out of their place, or out of the screen. */
const cutOff = (page) => page.evaluate(() => {
  const found = [];
  for (const part of document.querySelectorAll(".head, .cell, .steps a, .ways li, .tax, .blocks a, .ranks table, .alerts, .sites")) {
    const box = part.getBoundingClientRect();
    const out = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || part.scrollWidth > part.clientWidth + 1;
    if (out) found.push(`${part.className || part.tagName} ${Math.round(box.right)}×${Math.round(box.bottom)} ${part.scrollWidth}>${part.clientWidth}`);
  }
  return found;
});

const ready = (page) => page.waitForSelector("[data-tour]:not([hidden])");

/** A table of another bureau comes in by another desk; the wall shows its day without being touched. */
async function aWallIsAlive(open, wall) {
  const { page: desk, faults, close } = await open({ width: 1366, height: 768 }, address);
  const { items: [{ code }] } = await (await desk.request.get(`${address}/api/v1/parcels?status=listed&limit=1`)).json();
  const text = `宗地代码,企业名称,关系,用地面积(亩),起始日期\n${code},桐庐驾驶舱一号有限公司,承租,1.5,2022-01-01\n`;
  await desk.goto(`${address}/batches`);
  const files = await desk.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], "属地_新增占用.csv", { type: "text/csv" }));
    return transfer;
  }, text);
  await desk.dispatchEvent("form[data-island=upload]", "drop", { dataTransfer: files });
  const accept = desk.getByRole("button", { name: /^接收\s*1\s*行/ });
  await accept.waitFor();
  const before = await wall.locator(".head").getAttribute("data-etag");
  await accept.click();
  await wall.waitForFunction((old) => document.querySelector(".head").dataset.etag !== old, before, { timeout: 20_000 });
  await wall.waitForFunction(() => document.querySelector(".data").textContent.includes("10月9日"), undefined, { timeout: 20_000 });
  await close();
  return faults;
}

await withBrowser(async (open) => {
  const faults = [];
  for (const size of WALLS) {
    const { page, faults: own, close } = await openCut(open, size, "zuzhang");
    for (const [name, path] of [["county", "/cockpit"], ["unit", "/cockpit?unit=330122109"], ["month", "/cockpit?month=2022-12"]]) {
      await page.goto(`${address}${path}`);
      await ready(page);
      await page.evaluate(() => document.fonts.ready);
      assert.deepEqual(await tooSmall(page), [], `${name} at ${size.width}`);
      assert.deepEqual(await cutOff(page), [], `${name} at ${size.width}`);
      await page.screenshot({ path: `${folder}/${name}-${size.width}.png` });
    }
    faults.push(...own);
    await close();
  }

  const { page, faults: own } = await openCut(open, WALLS[0], "bangong");
  await page.goto(`${address}/cockpit`);
  await ready(page);
  faults.push(...(await aWallIsAlive(open, page)));

  // From the county to a unit and its parcel, with the keyboard alone.
  const unit = page.locator(".ranks a[data-unit]").first();
  const name = await unit.textContent();
  await unit.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((unit) => document.querySelector(".head h1")?.textContent.includes(unit), name);
  assert.match(page.url(), /unit=330122/);
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL(/month=2023-09/);
  await page.waitForFunction(() => document.querySelector(".moment b").textContent === "2023年9月");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".ranks");
  assert.doesNotMatch(page.url(), /unit=/);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector(".moment b").textContent === "现在");

  // The tour goes on by itself until Esc.
  await page.locator("[data-tour]").click();
  await page.waitForURL(/unit=/);
  await page.waitForSelector(".sites");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("[data-tour]").getAttribute("aria-pressed"), "false");
  await page.locator(".sites a").first().click();
  await page.waitForURL("**/dossiers/**");
  await page.goBack();

  // Without a script the same figures stand there, and each opens what makes it.
  await page.goto(`${address}/cockpit`);
  await page.locator(".cell.cleared_year").click();
  await page.waitForURL("**/figures/cleared_year");
  assert.ok((await page.locator(".rows li").count()) > 20);
  faults.push(...own);

  const phone = await openCut(open, PHONE, "hengcun.jb");
  await phone.page.goto(`${address}/cockpit`);
  const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `${wide} px wide on a phone`);
  await phone.page.screenshot({ path: `${folder}/phone.png`, fullPage: true });
  faults.push(...phone.faults);
  assert.deepEqual(faults.filter((fault) => !fault.includes("ERR_INCOMPLETE_CHUNKED")), []);
});
