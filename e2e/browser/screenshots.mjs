// node screenshots.mjs http://127.0.0.1:8022 FOLDER: pictures of every page of the demo county.
import { mkdirSync } from "node:fs";
import { DESK, PHONE, mapIsIdle, withBrowser } from "./browser.mjs";

const [address, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

/** Who looks at the pages that are not the office's; `null` is nobody. */
const WHO = { login: null, accounts: "xitong", people: "anquan", "list-clerk": "hengcun.jb" };

/** Every page by name, those with an address of the county's own included. */
async function pages(open) {
  const { page, close } = await open(DESK, address);
  const read = async (path) => (await page.request.get(address + path)).text();
  const listed = JSON.parse(await read("/api/v1/parcels?status=listed&category=A&limit=20"));
  const code = listed.items.find((item) => item.focus)?.code ?? listed.items[0].code;
  const batches = await read("/batches");
  const taxBatch = /href="(\/batches\/[0-9a-f-]{36})"[^>]*>[^<]*入库税收_2022/.exec(batches)?.[1] ?? /href="(\/batches\/[0-9a-f-]{36})"/.exec(batches)[1];
  await close();
  return {
    desk: "/", intake: "/batches", batch: taxBatch, list: "/list", parcel: `/parcels/${code}`, print: `/parcels/${code}/print`,
    map: "/map", "map-band": "/map?colour=band", policy: "/policy", tasks: "/tasks", events: "/events",
    search: `/search?q=${encodeURIComponent("针织")}`, missing: "/nowhere",
    ranking: "/ranking", orders: "/orders", supervisions: "/supervisions", progress: "/progress",
    login: "/login", people: "/people", accounts: "/accounts", "list-clerk": "/list",
  };
}

/** The wall that the cockpit hangs on. */
const WALL = { width: 1920, height: 1080 };

await withBrowser(async (open) => {
  const wall = await open(WALL, address, "zuzhang");
  await wall.page.goto(`${address}/cockpit`);
  await wall.page.screenshot({ path: `${folder}/cockpit.png` });
  await wall.close();
  const all = Object.entries(await pages(open));
  for (const [size, viewport] of [["", DESK], ["-phone", PHONE]]) {
    for (const [name, path] of all) {
      const { page, close } = await open(viewport, address, name in WHO ? WHO[name] : "bangong");
      await page.goto(address + path);
      if (path.startsWith("/map")) await mapIsIdle(page);
      await page.screenshot({ path: `${folder}/${name}${size}.png`, fullPage: ["parcel", "print"].includes(name) });
      await close();
    }
  }
});
