/** The cockpit: hears of changes, fetches its stage again, goes through the months and units by itself. */

/** How long the tour stays at one unit. */
const STAY = 12_000;
/** A screen that hears nothing looks again after so long: the day may have changed. */
const LOOK_AGAIN = 300_000;

const screen = document.getElementById("cockpit") as HTMLElement;
let source: EventSource | undefined;
let asked = 0;
let touring: number | undefined;

document.documentElement.dataset.script = "";
prepare();
listen();
setInterval(() => void refresh(), LOOK_AGAIN);
document.addEventListener("keydown", keys);
addEventListener("popstate", () => void show(location.pathname + location.search));

/** Fetches the stage and puts it in place of the old one; figures that changed light up for a moment. */
async function refresh(): Promise<void> {
  const turn = ++asked;
  const answer = await fetch(screen.dataset.stage ?? "", { headers: { accept: "text/html" } }).catch(() => undefined);
  if (answer?.redirected) return location.reload(); // the session is over
  lost(!answer?.ok);
  if (!answer?.ok || turn !== asked) return;
  const before = figures();
  const focus = (document.activeElement as HTMLAnchorElement | null)?.getAttribute?.("href");
  screen.innerHTML = await answer.text();
  prepare();
  if (focus) screen.querySelector<HTMLElement>(`a[href="${CSS.escape(focus)}"]`)?.focus();
  for (const [name, text] of figures()) {
    if (before.has(name) && before.get(name) !== text) {
      screen.querySelector(`[data-figure="${name}"]`)?.classList.add("changed");
    }
  }
}

function figures(): Map<string, string> {
  const all = [...screen.querySelectorAll<HTMLElement>("[data-figure]")];
  return new Map(all.map((one) => [one.dataset.figure ?? "", one.textContent ?? ""]));
}

/** Hears of changes of what is shown; the browser connects again by itself. */
function listen(): void {
  source?.close();
  source = new EventSource(screen.dataset.events ?? "");
  source.addEventListener("stage", (event) => {
    lost(false);
    const known = screen.querySelector<HTMLElement>("[data-etag]")?.dataset.etag;
    if (known !== (event as MessageEvent<string>).data) void refresh();
  });
  source.addEventListener("error", () => lost(true));
}

function lost(is: boolean): void {
  const words = screen.querySelector<HTMLElement>("[data-lost]");
  if (words) words.hidden = !is;
}

/** Another unit or month, without leaving the page. */
async function show(address: string): Promise<void> {
  const query = new URL(address, location.href).search;
  screen.dataset.stage = `/cockpit/stage${query}`;
  screen.dataset.events = `/cockpit/events${query}`;
  await refresh();
  listen();
}

function go(address: string): void {
  history.pushState(null, "", address);
  void show(address);
}

/** Buttons that need this script appear; links within the cockpit change the stage alone. */
function prepare(): void {
  const tour = screen.querySelector<HTMLButtonElement>("[data-tour]");
  if (tour) {
    tour.hidden = false;
    tour.setAttribute("aria-pressed", String(touring !== undefined));
    tour.addEventListener("click", () => (touring === undefined ? void startTour() : stopTour()));
  }
  const full = screen.querySelector<HTMLButtonElement>("[data-full]");
  if (full && document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener("click", () => {
      void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    });
  }
  for (const link of screen.querySelectorAll<HTMLElement>("a[href^='/cockpit']:not([href*='/figures/'])")) {
    link.addEventListener("click", (event) => {
      const mouse = event as MouseEvent;
      if (mouse.ctrlKey || mouse.metaKey || mouse.shiftKey || mouse.button > 0) return;
      event.preventDefault();
      stopTour();
      go(link.getAttribute("href") ?? "/cockpit");
    });
  }
}

/** ← → go through the months, Esc stops the tour or leads back to the county. */
function keys(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const names: Record<string, string> = { ArrowLeft: "[data-before]", ArrowRight: "[data-after]", Escape: "[data-back]" };
  const name = names[event.key];
  if (!name) return;
  if (event.key === "Escape" && touring !== undefined) return stopTour();
  const link = screen.querySelector<HTMLAnchorElement>(name);
  if (!link) return;
  event.preventDefault();
  go(link.getAttribute("href") ?? "/cockpit");
}

/** Through the county and its units, one after the other, until Esc. */
async function startTour(): Promise<void> {
  const county = screen.querySelector("[data-back]")?.getAttribute("href");
  if (county) {
    history.pushState(null, "", county);
    await show(county);
  }
  const links = [...screen.querySelectorAll(".ranks a[data-unit]")].map((link) => link.getAttribute("href") ?? "");
  const stops = [...links, location.pathname + location.search];
  let at = 0;
  const step = () => go(stops[at++ % stops.length] ?? "/cockpit");
  touring = setInterval(step, STAY) as unknown as number;
  step();
}

function stopTour(): void {
  if (touring === undefined) return;
  clearInterval(touring);
  touring = undefined;
  screen.querySelector("[data-tour]")?.setAttribute("aria-pressed", "false");
}
