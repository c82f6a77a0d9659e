// node story.mjs http://127.0.0.1:8022 [FOLDER]: one parcel from the bureau's sheet to its exit, as seven people of
// the demo, through the pages alone. With a folder, a picture is taken at each turn.
import assert from "node:assert/strict";
import { withBrowser } from "./browser.mjs";
import { Cast, address, begin, fill, form, move, picture } from "./cast.mjs";

/** 宗地代码 of the parcel that the sheet brings. */
const PARCEL = "330122102099GB09001";
/** The business date of the demo. */
const TODAY = "2023-10-09";

/** A meeting of the office takes the proposal up and agrees: raised by the clerk, decided before the head. */
async function decided(cast, target, label) {
  const clerk = await cast.page("keyuan");
  await clerk.goto(`${address}/meetings`);
  await clerk.getByRole("link", { name: "筹备会议" }).click();
  const meeting = await begin(clerk, { level: "办公室例会", name: `专班办公室例会（${label}）`, date: TODAY });
  await move(cast, "keyuan", meeting, "征集议题");

  await clerk.goto(target);
  const proposal = clerk.locator(".proposal").filter({ has: clerk.locator("b", { hasText: new RegExp(`^${label}$`) }) });
  await proposal.getByRole("link", { name: "提请议题" }).click();
  await picture(clerk, `提请${label}`);
  const item = await begin(clerk, { report: "属地材料齐全，提请审议。" });
  await move(cast, "keyuan", item, "预审");
  const put = await form(await (async () => { await clerk.goto(item); return clerk; })(), "列入议程");
  await put.locator("[name=link]").selectOption({ label: `专班办公室例会（${label}）` });
  await put.locator(".form-foot button").click();
  await clerk.waitForURL("**?done=moved*");

  await move(cast, "keyuan", meeting, "确定议题");
  await move(cast, "keyuan", meeting, "登记召开", { date: TODAY, chair: "章程", attendance: "章程、何静、徐琳" });
  await picture(clerk, `会议${label}`);
  const head = await move(cast, "bangong", item, "同意", { reason: "同意。" });
  await picture(head, `议定${label}`);
}

async function state(cast, who, url, wanted) {
  const page = await cast.page(who);
  await page.goto(url);
  assert.equal((await page.locator("h1 .tag").first().innerText()).trim(), wanted);
  return page;
}

/** 1. A sheet arrives, its parcel is listed, the list is frozen and sent out. */
async function fromTheSheetToTheUnit(cast) {
  const clerk = await cast.page("keyuan");
  await clerk.goto(`${address}/batches`);
  const text = "宗地代码,坐落,宗地面积(亩),土地用途,权利人,现状是否闲置,属地\n"
    + `${PARCEL},横村镇东山路9号,18.5,工业用地,桐庐东山针织有限公司,是,横村镇\n`;
  await clerk.locator("form[data-island=upload] input[type=file]").setInputFiles({ name: "资规局_宗地.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  const accept = clerk.getByRole("button", { name: /^接收\s*1\s*行/ });
  await accept.waitFor();
  await picture(clerk, "来文");
  await accept.click();
  await clerk.getByRole("button", { name: "整批撤销" }).waitFor();

  const head = await cast.page("bangong");
  await head.goto(`${address}/parcels/${PARCEL}`);
  await picture(head, "列入清单");
  await head.goto(`${address}/list`);
  head.on("dialog", (dialog) => dialog.accept());
  const menu = head.locator("details").filter({ hasText: "年度初步清单" }).first();
  await menu.locator("summary").click();
  await head.getByRole("button", { name: /^冻结.*年度初步清单/ }).click();
  await head.waitForURL("**done=*");
  await menu.locator("summary").click();
  await picture(head, "冻结清单");
  assert.equal(await menu.getByText("由另一人下发").count() > 0, true, "who froze it does not send it");

  await clerk.goto(`${address}/list`);
  clerk.on("dialog", (dialog) => dialog.accept());
  await clerk.locator("details").filter({ hasText: "年度初步清单" }).first().locator("summary").click();
  await clerk.getByRole("button", { name: "下发核实" }).first().click();
  await clerk.waitForURL("**/cases?done=sent*", { timeout: 60000 });
  await picture(clerk, "已下发");
}

/** The unit's clerk finds the case in their list. */
async function find(cast) {
  const clerk = await cast.page("hengcun.jb");
  await clerk.goto(`${address}/cases?state=VERIFYING`);
  await picture(clerk, "属地清单");
  for (;;) {
    const link = clerk.locator("a.name", { hasText: "横村镇东山路9号" });
    if (await link.count()) {
      await link.first().click();
      await clerk.waitForURL("**/cases/*");
      return clerk.url().split("?")[0];
    }
    await clerk.getByRole("link", { name: "下一页" }).click();
  }
}

/** The unit's clerk hands in a 核实表: the row of the site is taken, a row of nobody's is told why not. */
async function bringsTheSheetBack(cast, site) {
  const clerk = await cast.page("hengcun.jb");
  await clerk.goto(site);
  const number = (await clerk.locator(".page-line .num").first().innerText()).trim();
  await clerk.goto(`${address}/cases?state=VERIFYING`);
  const [sheet] = await Promise.all([clerk.waitForEvent("download"), clerk.getByRole("link", { name: "下载核实表" }).click()]);
  assert.match(sheet.suggestedFilename(), /^核实表_横村镇_.*\.xlsx$/);
  const text = `地块编号,核实结论,说明,核实人,核实日期\n${number},属实,大门紧锁,皇甫燕,2023-10-08\n1999-0001,属实,,,\n`;
  await clerk.locator("#sheet").setInputFiles({ name: "核实表_横村镇.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await clerk.getByRole("button", { name: "上传核实表" }).click();
  await clerk.waitForURL("**/cases/verification");
  const told = await clerk.locator("main").innerText();
  for (const word of ["已填写：属实", "1999-0001", "不是您可以核实的地块"]) assert.ok(told.includes(word), told);
  await picture(clerk, "核实表结果");
}

/** 2. Verified on site, noticed, heard, confirmed, put into the database. */
async function fromTheUnitToTheDatabase(cast, site) {
  await bringsTheSheetBack(cast, site);
  await move(cast, "hengcun.jb", site, "填写核实结果", { verdict: "属实", verification_note: "厂房停用一年。" });
  const leader = await move(cast, "hengcun", site, "提交核实结果", { photo: "2023-10-08" });
  await picture(leader, "核实提交");
  await leader.getByRole("link", { name: "打印认定告知书" }).click();
  await leader.waitForURL("**/notice");
  assert.match(await leader.locator("main").innerText(), /桐庐东山针织有限公司[\s\S]*桐政办〔2022〕7号[\s\S]*5 个工作日/);
  await picture(leader, "认定告知书");
  await move(cast, "keyuan", site, "登记认定告知书送达", { date: TODAY, notified_how: "直接送达", photo: TODAY });
  const clerk = await move(cast, "keyuan", site, "登记陈述申辩", { statement: "企业来函无异议，已书面答复。", photo: TODAY });
  await picture(clerk, "陈述申辩");
  await decided(cast, site, "认定");
  await state(cast, "hengcun.jb", site, "已认定");
  await move(cast, "hengcun.jb", site, "补齐档案", { no_shape_reason: "正在测绘，随后补图" });
  await decided(cast, site, "入库");
  await picture(await state(cast, "hengcun.jb", site, "方案编制"), "已入库");
}

/** 3. Plan and agreement. */
async function planAndAgreement(cast, site) {
  const clerk = await cast.page("hengcun.jb");
  await clerk.goto(site);
  await clerk.getByRole("link", { name: "起草履约监管协议" }).click();
  const agreement = await begin(clerk, {
    firm: "桐庐东山针织有限公司", content: "由新主体盘活厂房", checkpoints: "2024-12-31 亩均税收 10 万元/亩",
  });
  await move(cast, "hengcun.jb", agreement, "送企业磋商");
  await move(cast, "hengcun.jb", agreement, "登记签订", { date: TODAY, photo: TODAY });
  await move(cast, "hengcun", agreement, "上报专班");
  await move(cast, "keyuan", agreement, "备案");
  await picture(await move(cast, "hengcun.jb", agreement, "开始履约"), "协议");

  await clerk.goto(site);
  await clerk.getByRole("link", { name: "起草一地一方案" }).click();
  await picture(clerk, "起草方案");
  const plan = await begin(clerk, {
    path: "兼并重组", cause: "企业停产，厂房空置", measures: "由新主体兼并，新上智能针织项目", investment: "3000",
    milestones: "2023-10-01 变更登记", end_date: "2023-12-20", persons: "申屠明、皇甫燕",
  });
  await move(cast, "hengcun.jb", plan, "送属地审核");
  await move(cast, "hengcun", plan, "审核上报");
  await picture(await move(cast, "keyuan", plan, "备案"), "方案备案");
  await move(cast, "bangong", site, "启动整治");
  return plan;
}

/** 4. Done, evaluated, out. */
async function fromWorkToTheExit(cast, site, plan) {
  await move(cast, "hengcun.jb", plan, "节点完成", { milestone: "1", photo: TODAY });
  const clerk = await move(cast, "hengcun.jb", site, "填报进度", {
    progress_month: "2023-10", progress: "变更登记完成，新项目投产", change_registered_on: "2023-10-01",
    project_contract: "桐经合〔2023〕9号", reached: "是",
  });
  await picture(clerk, "填报进度");
  await move(cast, "hengcun", site, "申报完成", { photo: TODAY });
  await move(cast, "keyuan", site, "受理评估");
  await picture(await move(cast, "bangong", site, "评估达标", { tax_before: "0.4", tax_after: "12.6", photo: TODAY }), "评估");
  await decided(cast, site, "出库");
}

/** 5. Those who only look see the whole story, and nothing to press. */
async function whoLooksOn(cast, site) {
  for (const who of ["zigui.llr", "fuzuzhang", "zuzhang"]) {
    const page = await state(cast, who, site, "已出库");
    assert.equal(await page.locator("#moves form").count(), 0, who);
    const story = await page.locator("main").innerText();
    for (const word of ["列入初筛", "提交核实结果", "认定", "入库", "启动整治", "申报完成", "评估达标", "出库", "申屠明", "皇甫燕"]) {
      assert.ok(story.includes(word), `${who} does not read ${word}`);
    }
    if (who === "zuzhang") await picture(page, "已出库");
  }
}

await withBrowser(async (open) => {
  const cast = new Cast(open);
  await fromTheSheetToTheUnit(cast);
  const site = await find(cast);
  await fromTheUnitToTheDatabase(cast, site);
  const plan = await planAndAgreement(cast, site);
  await fromWorkToTheExit(cast, site, plan);
  await whoLooksOn(cast, site);
  assert.equal(cast.size, 7);
  assert.deepEqual(cast.faults, []);
});
