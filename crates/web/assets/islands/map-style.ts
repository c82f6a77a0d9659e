/** Colours and layers of the map. Which parcel has which colour is decided by the server. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

const CATEGORY = { A: "#4257B2", B: "#08708A", C: "#9A3C86", D: "#7C5430", unknown: "#FFFFFF" };
/** Bands are numbered by the server, lowest first; the legend names them. */
const BAND = { "0": "#8C2F1F", "1": "#C4643F", "2": "#DDA36A", "3": "#9CBFB9", "4": "#2E8790", unknown: "#FFFFFF" };
const NOT_LISTED = "#B9B4A5";
const INK = "#17272C";

/** What is on the list lies over what is not. */
const RANK: ExpressionSpecification = ["match", ["get", "category"], "none", 0, "unknown", 1, 2];
/** Ground, unit outlines, and the parcels' source. */
export function baseStyle(tiles: string, outlines: string): StyleSpecification {
  const river: ExpressionSpecification = ["==", ["geometry-type"], "LineString"];
  return {
    version: 8,
    sources: {
      parcels: { type: "vector", tiles: [tiles], minzoom: 7, maxzoom: 16 },
      outlines: { type: "geojson", data: outlines },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#F1EFE8" } },
      { id: "unit-fill", type: "fill", source: "outlines", filter: ["!", river], paint: { "fill-color": "#FBFAF6" } },
      { id: "river", type: "line", source: "outlines", filter: river, paint: { "line-color": "#B9D3D8", "line-width": 2.5 } },
      {
        id: "unit-line",
        type: "line",
        source: "outlines",
        filter: ["!", river],
        paint: { "line-color": "#B9B4A5", "line-width": 1, "line-dasharray": [4, 2] },
      },
    ],
  };
}

/** The parcels: swollen from afar so that they are seen, the chosen one outlined. */
export function parcelLayers(colour: string): LayerSpecification[] {
  const fill = colours(colour);
  const parcels = { source: "parcels", "source-layer": "parcels" } as const;
  return [
    { ...parcels, id: "parcel-fill", type: "fill", layout: { "fill-sort-key": RANK }, paint: { "fill-color": fill, "fill-opacity": 0.82 } },
    {
      ...parcels,
      id: "parcel-far",
      type: "line",
      maxzoom: 13,
      layout: { "line-sort-key": RANK, "line-join": "round" },
      paint: { "line-color": fill, "line-width": ["interpolate", ["linear"], ["zoom"], 7, 2.4, 11, 2.2, 13, 0.5] },
    },
    { ...parcels, id: "parcel-edge", type: "line", minzoom: 12.5, paint: { "line-color": edges(colour), "line-width": 0.9 } },
    {
      ...parcels,
      id: "parcel-chosen",
      type: "line",
      filter: ["==", ["get", "code"], ""],
      paint: { "line-color": INK, "line-width": 3 },
    },
  ];
}

/** An unknown parcel is white: it needs an edge of its own. */
function edges(colour: string): ExpressionSpecification {
  return ["match", ["get", attributeOf(colour)], "unknown", "#58686D", "#FFFFFF"];
}

function attributeOf(colour: string): string {
  return colour === "band" ? "band" : "category";
}

function colours(colour: string): ExpressionSpecification {
  const table = colour === "band" ? BAND : CATEGORY;
  return ["match", ["get", attributeOf(colour)], ...Object.entries(table).flat(), NOT_LISTED] as unknown as ExpressionSpecification;
}
