// node screenshots.mjs http://127.0.0.1:8022 FOLDER: pictures of every page of the demo county.
import { mkdirSync } from "node:fs";
import { DESK, PHONE, mapIsIdle, withBrowser } from "./browser.mjs";

const [address, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const listed = await (await fetch(`${address}/api/v1/parcels?status=listed&category=A&limit=20`)).json();
const code = listed.items.find((item) => item.focus)?.code ?? listed.items[0].code;
const batches = await (await fetch(`${address}/batches`)).text();
const taxBatch = /href="(\/batches\/[0-9a-f-]{36})"[^>]*>[^<]*入库税收_2022/.exec(batches)?.[1] ?? /href="(\/batches\/[0-9a-f-]{36})"/.exec(batches)[1];

const PAGES = {
  desk: "/", intake: "/batches", batch: taxBatch, list: "/list", parcel: `/parcels/${code}`, print: `/parcels/${code}/print`,
  map: "/map", "map-band": "/map?colour=band", policy: "/policy", tasks: "/tasks", events: "/events",
  search: `/search?q=${encodeURIComponent("针织")}`, missing: "/nowhere",
};

await withBrowser(async (open) => {
  for (const [size, viewport] of [["", DESK], ["-phone", PHONE]]) {
    for (const [name, path] of Object.entries(PAGES)) {
      const { page, close } = await open(viewport, address);
      await page.goto(address + path);
      if (path.startsWith("/map")) await mapIsIdle(page);
      await page.screenshot({ path: `${folder}/${name}${size}.png`, fullPage: ["parcel", "print"].includes(name) });
      await close();
    }
  }
});
