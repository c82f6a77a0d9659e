// node journeys.mjs http://127.0.0.1:8022 NAME: walks one journey through the demo county.
import assert from "node:assert/strict";
import { DESK, PHONE, mapIsIdle, withBrowser } from "./browser.mjs";

const [address, name] = process.argv.slice(2);

/** Text without its spaces: codes are set in groups. */
const bare = (text) => text.replaceAll(/\s/g, "");

/** Fails unless this part of the page shows all these words. */
async function says(part, ...words) {
  const text = bare(await part.innerText());
  for (const word of words) assert.ok(text.includes(word), `${word} is not in ${text}`);
}

/** From the first page to the printed sheet of one parcel. */
async function fromHomeToTheSheet(open) {
  const { page, faults } = await open(DESK, address);
  await page.goto(`${address}/`);
  await page.getByRole("link", { name: "低效清单" }).first().click();
  await page.waitForURL("**/list*");
  const count = async () => Number((await page.locator(".page-line .num").first().textContent()).replaceAll(",", ""));
  const all = await count();
  assert.ok(all > 300, `${all} parcels are listed`);

  await page.getByRole("link", { name: /^A/ }).and(page.locator(".toggles a")).click();
  await page.waitForURL("**category=A*");
  await page.waitForFunction((before) => Number(document.querySelector(".page-line .num").textContent.replaceAll(",", "")) < before, all);
  const filtered = await count();
  assert.ok(filtered > 10, `${filtered} parcels are of category A`);

  const row = page.locator("td.parcel-cell").first();
  const code = bare(await row.locator(".code").textContent());
  await row.locator("a.name").click();
  await page.waitForURL(`**/parcels/${code}*`);
  await says(page.locator("body"), code);

  await page.getByRole("link", { name: "打印核对单" }).click();
  await page.waitForURL("**/print*");
  await says(page.locator("body"), code, "演示数据", "三（一）", "万元");
  return faults;
}

/** A bureau's file is dropped, looked at, accepted, and seen. */
async function aDroppedFileIsAccepted(open) {
  const { page, faults } = await open(DESK, address);
  await page.goto(`${address}/batches`);
  const listed = await (await page.request.get(`${address}/api/v1/parcels?status=listed&limit=1`)).json();
  const { code } = listed.items[0];
  const text = `宗地代码,企业名称,关系,用地面积(亩),起始日期\n${code},桐庐拖放一号有限公司,承租,1.5,2022-01-01\n`;
  const files = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], "属地_新增占用.csv", { type: "text/csv" }));
    return transfer;
  }, text);
  await page.dispatchEvent("form[data-island=upload]", "drop", { dataTransfer: files });
  const accept = page.getByRole("button", { name: /^接收\s*1\s*行/ });
  await accept.waitFor();
  await says(page.locator("body"), "属地_新增占用.csv");
  assert.equal(await page.locator("select[name=kind] option:checked").getAttribute("value"), "occupancy");
  await accept.click();
  await page.getByRole("button", { name: "整批撤销" }).waitFor();

  await page.goto(`${address}/search?q=${encodeURIComponent("拖放一号")}`);
  await says(page.locator("main"), "桐庐拖放一号有限公司");
  await page.goto(`${address}/parcels/${code}`);
  await says(page.locator("main"), "桐庐拖放一号有限公司", "属地_新增占用.csv");
  await page.goto(`${address}/batches`);
  await says(page.locator("tbody tr").first(), "属地_新增占用.csv", "已接收");
  return faults;
}

/** The map draws, and a click on a parcel opens its card. */
async function aClickOnTheMapOpensACard(open) {
  const { page, faults } = await open(DESK, address);
  const listed = await (await page.request.get(`${address}/api/v1/parcels?status=listed&category=A&limit=1`)).json();
  const code = listed.items[0].code;
  await page.goto(`${address}/map?parcel=${code}`);
  await mapIsIdle(page);
  const canvas = page.locator(".maplibregl-canvas");
  const colours = await distinctColours(page, await canvas.screenshot());
  assert.ok(colours > 20, `the canvas shows ${colours} colours`);

  await page.evaluate(() => document.getElementById("card").replaceChildren());
  const box = await canvas.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.locator("#card .card-figures").waitFor();
  await says(page.locator("#card"), code);
  await page.locator("[data-map-list] button").first().waitFor();
  return faults;
}

/** How many colours a picture holds; a canvas that drew nothing holds one. */
async function distinctColours(page, png) {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }, png.toString("base64"));
}

/** A machine without WebGL2 sees the drawing made by the server. */
async function withoutWebGlTheServerDraws(open) {
  const { page, faults } = await open(DESK, address);
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind === "webgl2" ? null : original.call(this, kind, ...rest);
    };
  });
  await page.goto(`${address}/map`, { waitUntil: "networkidle" });
  const shapes = await page.evaluate(() => document.querySelector("object.map-fallback").contentDocument?.querySelectorAll("path, polygon").length);
  assert.ok(shapes > 300, `the drawing holds ${shapes} shapes`);
  return faults;
}

/** Every page fits a phone, stays on this machine and logs no error. */
async function everyPageFitsAPhone(open) {
  const { page, close } = await open(DESK, address);
  const listed = await (await page.request.get(`${address}/api/v1/parcels?status=listed&limit=1`)).json();
  const parcel = `/parcels/${listed.items[0].code}`;
  const batch = /href="(\/batches\/[0-9a-f-]{36})"/.exec(await (await page.request.get(`${address}/batches`)).text())[1];
  await close();
  const pages = {
    bangong: ["/", "/batches", batch, "/list", "/list?tab=all", parcel, `${parcel}/print`, "/map", "/policy", "/tasks", "/notices", "/progress", "/ranking", "/ranking/2023-08/330122102", "/targets", "/orders", "/orders?view=board", "/orders/forming?unit=330122102", "/visits", "/events", "/people", "/password", "/search?q=1"],
    xitong: ["/accounts", "/people"], anquan: ["/people"], "hengcun.jb": ["/", "/list"], "": ["/login"],
  };
  const faults = [];
  for (const [viewport, who] of [PHONE, DESK].flatMap((viewport) => Object.keys(pages).map((who) => [viewport, who]))) {
    const opened = await open(viewport, address, who);
    for (const path of pages[who]) {
      await opened.page.goto(address + path, { waitUntil: "networkidle" });
      const wide = await opened.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) faults.push(`${path} is ${wide} px too wide at ${viewport.width} px`);
    }
    faults.push(...opened.faults);
    await opened.close();
  }
  return faults;
}

/** Somebody comes in by a card at the page they asked for, sees what is theirs, and leaves. */
async function aCardLeadsToThePageAndOut(open) {
  const { page, faults } = await open(DESK, address, null);
  await page.goto(`${address}/list?tab=all`);
  await page.waitForURL("**/login?next=*");
  await says(page.locator("body"), "演示名片", "虚构", "不用口令");
  await page.getByRole("button", { name: /皇甫燕/ }).click();
  await page.waitForURL("**/list?tab=all");
  await says(page.locator(".side .user"), "皇甫燕", "横村镇");
  const units = await page.locator("tbody tr td:nth-child(2)").allTextContents();
  assert.ok(units.length > 10 && units.every((unit) => unit === "横村镇"), units.join());
  const tax = await page.locator("tbody td[data-label=亩均税收]").allTextContents();
  assert.ok(tax.every((words) => ["<3", "3–5", "≥5", "—"].includes(words.trim())), tax.join());
  assert.equal(await page.getByRole("link", { name: "数据归集" }).count(), 0);
  assert.equal((await page.request.get(`${address}/batches`)).status(), 403);

  await page.locator(".side .user summary").click();
  await page.getByRole("button", { name: "退出登录" }).first().click();
  await page.waitForURL("**/login?done=out");
  await page.goto(`${address}/list`);
  await page.waitForURL("**/login?next=*");
  return faults;
}

/** The 安全管理员 proposes an appointment, the 系统管理员 confirms it. */
async function anAppointmentNeedsTwo(open) {
  const first = await open(DESK, address, "anquan");
  await first.page.goto(`${address}/people`);
  const form = first.page.locator("form").filter({ has: first.page.getByRole("button", { name: "提出任职" }) });
  await form.getByLabel("姓名").fill("申屠明");
  await form.getByLabel("单位").selectOption({ label: "莪山畲族乡" });
  await form.getByLabel("角色").selectOption({ label: "属地领导" });
  await form.getByLabel("职务").fill("莪山畲族乡代乡长");
  await form.getByLabel("文号或缘由").fill("桐委干〔2023〕18号");
  await form.getByRole("button", { name: "提出任职" }).click();
  await first.page.waitForURL("**/people?done=proposed");
  assert.equal(await first.page.getByRole("button", { name: "复核通过" }).count(), 0);
  await first.close();

  const second = await open(DESK, address, "xitong");
  await second.page.goto(`${address}/people`);
  await says(second.page.locator("main"), "申屠明", "莪山畲族乡", "桐委干〔2023〕18号");
  await second.page.getByRole("button", { name: "复核通过" }).click();
  await second.page.waitForURL("**/people?done=confirmed");
  await second.close();

  const third = await open(DESK, address, "hengcun");
  await third.page.goto(`${address}/`);
  await third.page.locator(".side .user summary").click();
  await third.page.getByRole("button", { name: /切换到 莪山畲族乡代乡长/ }).first().click();
  await says(third.page.locator(".side .user"), "莪山畲族乡");
  return [...first.faults, ...second.faults, ...third.faults];
}

const JOURNEYS = { aCardLeadsToThePageAndOut, anAppointmentNeedsTwo, fromHomeToTheSheet, aDroppedFileIsAccepted, aClickOnTheMapOpensACard, withoutWebGlTheServerDraws, everyPageFitsAPhone };

await withBrowser(async (open) => {
  const faults = await JOURNEYS[name](open);
  assert.deepEqual(faults, []);
});
