import { expect, test } from "vitest";
import { csv } from "./csv";
import { exchanged, plainName, type Exchangeable } from "./exchange";

const naming = (thing: string, key: string) => `${thing}:${key}`;
const incident = (id: string, of: Partial<Exchangeable> = {}): Exchangeable => ({
  id, start: "2026-11-02T06:40", end: null, place: "The bridge", kinds: ["eviction"], forces: [], ...of,
});
const force = (service: string, unit: string) => ({ service, unit, officers: 3, plates: ["AB-1"], numbers: ["123"] });

test("one thing that was typed in two ways is one, called as it was first", () => {
  const { organisations, places, incidents } = exchanged(
    [incident("1", { forces: [force("Police", "CRS 8")] }), incident("2", { place: "the  BRIDGE", forces: [force("police", "crs-8"), force("POLICE", "")] })],
    naming, (key) => (key === "THE BRIDGE" ? { latitude: 50.9512, longitude: -1.8567 } : null),
  );
  expect(organisations.map(({ name }) => name)).toEqual(["CRS 8, Police", "Police"]);
  expect(places).toEqual([{ id: "place:THE BRIDGE", name: "The bridge", position: { latitude: 50.95, longitude: -1.86 } }]);
  expect(incidents[1]!.organisations.map(({ name }) => name)).toEqual(["CRS 8, Police", "Police"]);
});

test("a force of which nobody said anything is nothing, and no plate or number is anywhere", () => {
  const told = exchanged([incident("1", { forces: [force("", " "), force("", "Dogs")] })], naming, () => null);
  expect(told.organisations.map(({ name, partOf }) => [name, partOf])).toEqual([["Dogs", null]]);
  expect(JSON.stringify(told)).not.toMatch(/AB-1|123|06:40/);
});

test("a name is one line that separates nothing and computes nothing", () => {
  expect(plainName(" a\n b | c ")).toBe("a b / c");
  expect(plainName("=1+1")).toBe("'=1+1");
  expect(plainName("x".repeat(300))).toHaveLength(249);
  expect(plainName(`${"x".repeat(248)}🌉`)).toBe("x".repeat(248));
  // The same in a cell of its own and within one.
  expect(csv([[plainName("=1+1"), `A|${plainName("=1+1")}`]])).toBe("'=1+1,A|'=1+1\r\n");
});

test("a position in a cell is two numbers, and no text is taken for one", () => {
  expect(csv([[[-50.95, 1.86], "-50.95|1.86", "-50.95|1.86+1", "-1|=2"]])).toBe("-50.95|1.86,'-50.95|1.86,'-50.95|1.86+1,'-1|=2\r\n");
});
