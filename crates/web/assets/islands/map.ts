/** The map: all parcels as vector tiles; a click or a key opens a parcel's card. */
import { LngLatBounds, Map, Marker, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import type { FilterSpecification, MapGeoJSONFeature } from "maplibre-gl";
import { baseStyle, parcelLayers } from "./map-style";
import { showCard } from "./map-card";
import { listView } from "./map-list";

const WORDS = {
  "Map.Title": "地图",
  "NavigationControl.ZoomIn": "放大",
  "NavigationControl.ZoomOut": "缩小",
  "ScaleControl.Kilometers": "公里",
  "ScaleControl.Meters": "米",
};

for (const box of document.querySelectorAll<HTMLElement>("[data-island=map]")) {
  if (hasWebGl2()) start(box);
}

/** Without it the drawing made by the server stays where it is. */
function hasWebGl2(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function start(box: HTMLElement): void {
  const { worker, bounds, tiles, outlines, colour, card, focus, at } = box.dataset as Record<string, string>;
  box.replaceChildren();
  setWorkerUrl(worker);
  const map = new Map({
    container: box,
    style: baseStyle(new URL(tiles, location.href).href.replace(/%7B/g, "{").replace(/%7D/g, "}"), outlines),
    bounds: rectangle(bounds),
    fitBoundsOptions: { padding: 20 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 19,
    locale: WORDS,
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-left");
  map.touchZoomRotate.disableRotation();
  const open = (code: string) => {
    map.setFilter("parcel-chosen", ["==", ["get", "code"], code] as FilterSpecification);
    void showCard(card + encodeURIComponent(code));
  };
  map.on("load", () => {
    for (const layer of parcelLayers(colour)) map.addLayer(layer);
    void nameUnits(map, outlines);
    listen(map, open);
    if (focus) {
      const [lng, lat] = at.split(",").map(Number);
      map.jumpTo({ center: [lng, lat], zoom: 16 });
      open(focus);
    }
  });
}

function listen(map: Map, open: (code: string) => void): void {
  const layers = ["parcel-fill"];
  const code = (features?: MapGeoJSONFeature[]) => features?.[0]?.properties.code as string | undefined;
  map.on("click", (event) => {
    const { x, y } = event.point;
    // A fingertip is wider than a small parcel.
    const near = map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers });
    const hit = code(map.queryRenderedFeatures(event.point, { layers })) ?? code(near);
    if (hit) open(hit);
  });
  map.on("mouseenter", layers, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", layers, () => (map.getCanvas().style.cursor = ""));
  map.on("idle", () => listView(map, layers, open));
  document.querySelector<HTMLSelectElement>("[data-map-jump]")?.addEventListener("change", (event) => {
    const place = (event.target as HTMLSelectElement).value;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (place) map.fitBounds(rectangle(place), { padding: 40, animate: !still });
  });
}

/** Names as text of the page: any Chinese character, no glyph files. */
async function nameUnits(map: Map, address: string): Promise<void> {
  const response = await fetch(address);
  if (!response.ok) return;
  const units = (await response.json()) as GeoJSON.FeatureCollection;
  const labels: HTMLElement[] = [];
  for (const unit of units.features) {
    if (unit.geometry.type !== "Polygon" && unit.geometry.type !== "MultiPolygon") continue;
    const name = String(unit.properties?.单位名称 ?? "");
    if (!name) continue;
    const rings = unit.geometry.coordinates.flat(unit.geometry.type === "Polygon" ? 1 : 2) as [number, number][];
    const around = rings.reduce((bounds, point) => bounds.extend(point), new LngLatBounds());
    const label = document.createElement("span");
    label.className = "unit-name";
    label.textContent = name;
    new Marker({ element: label }).setLngLat(around.getCenter()).addTo(map);
    labels.push(label);
  }
  map.on("moveend", () => thinOut(labels));
  thinOut(labels);
}

/** Of names that would lie over each other, the first in official order stays. */
function thinOut(labels: HTMLElement[]): void {
  const kept: DOMRect[] = [];
  for (const label of labels) {
    const box = label.getBoundingClientRect();
    const crowded = kept.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
    label.toggleAttribute("data-crowded", crowded);
    if (!crowded) kept.push(box);
  }
}

function rectangle(text: string): [number, number, number, number] {
  return text.split(",").map(Number) as [number, number, number, number];
}
