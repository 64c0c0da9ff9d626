import type { Position } from "~/domain/connection";
import type { Forces, IncidentDetails, IncidentKind } from "~/domain/incident";
import { daysAgo, type Story } from "./stories";

/**
 * What the collective wrote down earlier, without photos: incidents that name the same units, plates and places, some of them
 * mistyped as people do. Everything in it is invented.
 */
const brickworks = "Pine wood behind the old brickworks";
const carPark = "Beach road, second car park";
const sluice = "Canal sluice";

type Told = { readonly days: number; readonly time: string; readonly place: string; readonly kinds: readonly IncidentKind[]; readonly forces: readonly Partial<Forces>[]; readonly text: string };

const told: readonly Told[] = [
  {
    days: 24, time: "06:55", place: brickworks, kinds: ["eviction", "belongings-taken"],
    forces: [{ service: "POLICE", unit: "third company", officers: 18, plates: ["AA 000 ZZ"], numbers: ["0000002"] }],
    text: "The same lorry as in the weeks before. Blankets and tents were taken away in it.",
  },
  {
    days: 47, time: "07:10", place: "Pine wood, behind the old brickworks", kinds: ["eviction", "pepper-spray"],
    forces: [{ service: "Police", unit: "Third Company", officers: null, plates: ["AA-000-Z2"], numbers: [] }],
    text: "One officer sprayed into a tent before its zip was open. I could not read the number on the vest.",
  },
  {
    days: 61, time: "23:40", place: carPark, kinds: ["tear-gas", "dog"],
    forces: [{ service: "Border guard", unit: "Coast patrol", officers: 6, plates: ["BB-111-YY"], numbers: ["000 0014"] }],
    text: "Two grenades rolled under the trees where people slept. A dog without a muzzle.",
  },
  {
    days: 88, time: "05:30", place: carPark, kinds: ["push-back", "baton"],
    forces: [{ service: "Border guard", unit: "Coast patrol", officers: 9, plates: ["BB-111-YY"], numbers: ["0000041"] }],
    text: "Batons on the legs of those who were slow. The van was the one of last month.",
  },
  {
    days: 96, time: "06:20", place: sluice, kinds: ["eviction", "identity-check", "arrest"],
    forces: [{ service: "Gendarmerie", unit: "Third company", officers: 15, plates: [], numbers: [] }],
    text: "Everybody was checked, and four were taken along although they had shown papers.",
  },
  {
    days: 120, time: "06:45", place: brickworks, kinds: ["eviction", "belongings-destroyed"],
    forces: [{ service: "Police", unit: "", officers: null, plates: [], numbers: [] }],
    text: "Cut tents, once more. We came too late to see who it was.",
  },
];

/** What happened over and over. */
const often: readonly Told[] = [
  ...[10, 17, 31, 38, 52, 68].map((days): Told => ({
    days, time: "06:30", place: brickworks, kinds: ["eviction", "belongings-destroyed"], forces: [{ service: "Police" }], text: "As every week: woken, sent away, tents cut.",
  })),
  ...[12, 33, 54].map((days): Told => ({
    days, time: "22:50", place: carPark, kinds: ["push-back", "tear-gas"], forces: [{ service: "Border guard" }], text: "Pushed back from the beach to the road.",
  })),
];

export const earlier: readonly Story[] = [...told, ...often].map(({ days, time, place, kinds, forces, text }) => ({
  details: {
    start: daysAgo(days, time), end: null, precision: "about", place, kinds: [...kinds],
    forces: forces.map((some): Forces => ({ service: "", unit: "", officers: null, plates: [], numbers: [], ...some })),
    people: { count: null, minors: "unknown", injuries: "" }, askedOfObservers: "",
  } satisfies IncidentDetails,
  account: { language: "en", text },
  people: [], photos: [], looked: false,
}));

/** About where the places are. */
export const positions: ReadonlyMap<string, Position> = new Map([
  [brickworks, { latitude: 50.96, longitude: 1.89 }], [carPark, { latitude: 51.02, longitude: 2.27 }], [sluice, { latitude: 50.87, longitude: 2.16 }],
]);
