// Opens Debian's Chromium with software GL, so that the map draws on a machine without a screen.
import { chromium } from "playwright-core";

export const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

/**
 * Calls `work` with a function that opens a page of a given size, as somebody of the demo who is logged in by a
 * card (`null`: nobody); everything is closed after.
 */
export async function withBrowser(work) {
  const browser = await chromium.launch({
    executablePath: process.env.LINGDI_TEST_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
      "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
    ],
  });
  try {
    await work(async (viewport, address, who = "bangong") => {
      const context = await browser.newContext({ viewport, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
      const page = await context.newPage();
      if (who) await enter(page.request, address, who);
      const faults = [];
      page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
      page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
      page.on("request", (request) => {
        if (!request.url().startsWith(address) && !request.url().startsWith("data:") && !request.url().startsWith("blob:")) {
          faults.push(`request to the outside: ${request.url()}`);
        }
      });
      return { page, faults, close: () => context.close() };
    });
  } finally {
    await browser.close();
  }
}

/** Logs in by a card; requests of the page and of its `request` carry the session from now on. */
export async function enter(request, address, who) {
  const headers = { "sec-fetch-site": "same-origin" };
  const answer = await request.post(`${address}/login/demo`, { form: { login: who }, headers, maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`${who} cannot enter: ${answer.status()}`);
}

/** Waits until the map has drawn everything it asked for. */
export async function mapIsIdle(page) {
  await page.waitForSelector(".maplibregl-canvas, [data-island=map] object");
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(500);
}
