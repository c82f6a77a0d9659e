// node orders.mjs http://127.0.0.1:8022 [FOLDER]: an order from the map to its end, as seven people of the demo: two
// bureaus receive it, one returns it, one reports, the deadline is put off, the head closes it.
import assert from "node:assert/strict";
import { withBrowser } from "./browser.mjs";
import { Cast, address, fill, form, move, picture } from "./cast.mjs";

const TODAY = "2023-10-09";
const SUBJECT = "违规转租联合处置（故事）";
const LEAD = "县自然资源和规划局";
const WRONG = "县税务局";
const RIGHT = "县综合行政执法局";

/** A county without its history has no case yet: the list is frozen and sent out first. */
async function sendOut(cast) {
  const head = await cast.page("bangong");
  await head.goto(`${address}/list`);
  head.on("dialog", (dialog) => dialog.accept());
  const menu = (page) => page.locator("details").filter({ hasText: "年度初步清单" }).first();
  await menu(head).locator("summary").click();
  await head.getByRole("button", { name: /^冻结.*年度初步清单/ }).click();
  await head.waitForURL("**done=*", { timeout: 90000 });
  const clerk = await cast.page("keyuan");
  await clerk.goto(`${address}/list`);
  clerk.on("dialog", (dialog) => dialog.accept());
  await menu(clerk).locator("summary").click();
  await clerk.getByRole("button", { name: "下发核实" }).first().click();
  await clerk.waitForURL("**/cases?done=sent*", { timeout: 90000 });
}

/** Sites are chosen on the drawn map; the choice stands in the address. */
async function draftedFromTheMap(cast) {
  const clerk = await cast.page("keyuan");
  const choose = `${address}/orders/forming?unit=330122102`;
  await clerk.goto(choose);
  if ((await clerk.locator("svg.minimap a").count()) === 0) {
    await sendOut(cast);
    await clerk.goto(choose);
  }
  for (const chosen of [1, 2]) {
    await clerk.locator("svg.minimap a:has(path.other)").nth(2).dispatchEvent("click");
    await clerk.waitForFunction((count) => document.querySelectorAll("svg.minimap path.own").length === count, chosen);
  }
  assert.match(clerk.url(), /site=.*site=/);
  const draft = clerk.locator("#moves form");
  await fill(draft, { subject: SUBJECT, content: "查处违规转租，逐户清退。", standard: "转租户全部搬离，附现场照片。", deadline: "2023-10-31", lead: LEAD });
  await draft.locator(`[name="f.assisting"][value="${WRONG}"]`).check();
  await picture(clerk, "图上选地块");
  await draft.locator("button").last().click();
  await clerk.waitForURL("**/orders/*?done=moved*");
  await picture(clerk, "派单草稿");
  return clerk.url().split("?")[0];
}

async function signed(cast, order) {
  await move(cast, "keyuan", order, "报组长签发");
  const deputy = await cast.page("fuzuzhang");
  await deputy.goto(order);
  assert.equal(await (await form(deputy, "签发派单")).count(), 0, "the deputy is not offered the signature");
  await move(cast, "zuzhang", order, "签发派单");
}

/** A person of a unit finds the order on the board's list and comes to the unit's own task. */
async function task(cast, who) {
  const page = await cast.page(who);
  await page.goto(`${address}/orders`);
  await page.getByRole("link", { name: SUBJECT }).first().click();
  await page.waitForURL("**/order_tasks/*");
  return page.url();
}

async function returnedAndRedrafted(cast, order) {
  const wrong = await task(cast, "shuiwu");
  await move(cast, "shuiwu", wrong, "退单", { reason: "不属本局职责，请改派。" });
  await move(cast, "keyuan", order, "收回重拟", { reason: "改派执法局。" });
  const clerk = await cast.page("keyuan");
  const edit = await form(clerk, "修改草稿");
  await edit.locator(`[name="f.assisting"][value="${WRONG}"]`).uncheck();
  await edit.locator(`[name="f.assisting"][value="${RIGHT}"]`).check();
  await Promise.all([clerk.waitForNavigation(), edit.locator("button").last().click()]);
  assert.match(clerk.url(), /done=moved/);
  await signed(cast, order);
}

async function workedAndPutOff(cast, order) {
  const [lead, other] = [await task(cast, "zigui.llr"), await task(cast, "zhifa.llr")];
  await move(cast, "zigui.llr", lead, "签收");
  await move(cast, "zhifa.llr", other, "签收");
  await picture(await cast.page("zhifa.llr"), "协办单位的任务");
  const page = await cast.page("zigui.llr");
  await page.goto(lead);
  const early = await form(page, "申请销号");
  const refused = await page.locator("#moves").innerText();
  assert.match(refused, /申请销号[\s\S]*还差/, "closing waits for the assisting units");
  assert.ok(await early.count());
  await move(cast, "zhifa.llr", other, "办结反馈", { opinion: "三户已清退。", photo: TODAY });
  await move(cast, "zigui.llr", lead, "申请延期", { reason: "一户涉诉，等待判决。", date: "2023-11-15" });
  const head = await cast.page("zuzhang");
  await head.goto(order);
  await picture(head, "延期申请");
  await move(cast, "zuzhang", order, "批准延期", { date: "2023-11-15" });
  await move(cast, "zigui.llr", lead, "申请销号", { opinion: "全部清退，恢复生产。", photo: TODAY });
}

async function closed(cast, order) {
  await move(cast, "keyuan", order, "核验通过", { verified: "到场核验属实，同意销号。" });
  const head = await move(cast, "zuzhang", order, "销号", { closing: "同意销号。" });
  await picture(head, "已销号");
  for (const words of ["2023-11-15", "同意销号。", "三户已清退。", "已收回"]) {
    assert.ok((await head.locator("main").innerText()).includes(words), words);
  }
  await head.goto(`${order}/print`);
  await picture(head, "交办单");
  await head.goto(`${address}/orders?view=board`);
  await picture(head, "看板");
  await head.goto(`${address}/orders`);
  await picture(head, "派单清单");
  assert.ok(await head.getByRole("link", { name: SUBJECT }).count());
  const csv = await head.request.get(`${address}/orders.csv`);
  assert.ok((await csv.text()).includes(SUBJECT));
}

await withBrowser(async (open) => {
  const cast = new Cast(open);
  const order = await draftedFromTheMap(cast);
  await signed(cast, order);
  await returnedAndRedrafted(cast, order);
  await workedAndPutOff(cast, order);
  await closed(cast, order);
  assert.deepEqual(cast.faults, []);
});
