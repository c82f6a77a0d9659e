/** The parcels in view as a list of buttons: the map for the keyboard and the screen reader. */
import type { Map } from "maplibre-gl";

/** How many are listed, and up to how many in view a list of them is of use. */
const MOST = 60;
const TOO_MANY = 300;
const WORDS: Record<string, string> = { none: "未列入", unknown: "不确定" };

/** Lists what `layers` show now. */
export function listView(map: Map, layers: string[], open: (code: string) => void): void {
  const list = document.querySelector("[data-map-list]");
  const count = document.querySelector("[data-map-count]");
  if (!list || !count) return;
  const kinds = new globalThis.Map<string, string>();
  for (const feature of map.queryRenderedFeatures({ layers })) {
    kinds.set(String(feature.properties.code), String(feature.properties.category));
  }
  count.textContent = `${kinds.size.toLocaleString("zh-CN")} 宗`;
  if (kinds.size > TOO_MANY) {
    list.replaceChildren(note("放大后，这里逐宗列出，可用键盘选择。"));
    return;
  }
  const codes = [...kinds.keys()].sort().slice(0, MOST);
  list.replaceChildren(...codes.map((code) => row(code, kinds.get(code) ?? "none", open)));
  if (kinds.size > MOST) list.append(note(`只列前 ${MOST} 宗，再放大可看其余。`));
}

function row(code: string, kind: string, open: (code: string) => void): HTMLLIElement {
  const letter = document.createElement("span");
  letter.className = WORDS[kind] ? "tag plain" : `letter ${kind.toLowerCase()}`;
  letter.textContent = WORDS[kind] ?? kind;
  const button = document.createElement("button");
  button.type = "button";
  button.append(letter, code);
  button.addEventListener("click", () => open(code));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function note(sentence: string): HTMLLIElement {
  const item = document.createElement("li");
  item.className = "quiet small";
  item.textContent = sentence;
  return item;
}
