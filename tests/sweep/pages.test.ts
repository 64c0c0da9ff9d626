import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "~/domain/roles";
import { addressOf, pageFiles, serveDoors } from "../support/doors";
import { openWorld, type World } from "../support/world";
import { owners, reach, type Owner } from "./call";
import { CONTENT, nobodys, openHouse, people, roleOf, things, type House, type Ids, type Person, type Thing } from "./house";
import { cookies, knock, type Answered } from "./visitors";

/** Every page × every role × whose ids: which are drawn, which are not there, which send elsewhere. None breaks. */
let world: World;
let house: House;
let served: Awaited<ReturnType<typeof serveDoors>>;
let purse: Awaited<ReturnType<typeof cookies>>;

beforeAll(async () => {
  world = await openWorld();
  house = await openHouse(world, { photos: true });
  served = await serveDoors(pageFiles());
  purse = await cookies(world);
}, 120_000);
afterAll(async () => {
  await served.close();
  await house.close();
  await world.close();
});

type Row = {
  /** Who finds it there. */
  readonly for: readonly Role[] | "everybody";
  /** What stands for each part in brackets. */
  readonly ids?: Readonly<Record<string, Thing>>;
  readonly query?: string;
  /** Where it sends whoever finds it there. */
  readonly sends?: (person: Person) => string;
};
const members = ["documenter", "reviewer", "steward", "auditor"] as const;
const signedIn = [...members, "candidate"] as const;
const homes: Readonly<Record<Role, string>> = {
  documenter: "/incidents", reviewer: "/incidents", steward: "/members", auditor: "/ledger", candidate: "/course",
};

/** Which pages there are, and who finds them there. */
const pages: Readonly<Record<string, Row>> = {
  "/": { for: signedIn, sends: (person) => homes[roleOf(person)] },
  "/account": { for: signedIn },
  "/course": { for: signedIn },
  "/custody": { for: ["documenter", "reviewer", "steward"] },
  "/custody/new": { for: ["reviewer"] },
  "/custody/reseal": { for: ["reviewer"] },
  "/d": { for: "everybody" },
  "/desk": { for: ["reviewer"] },
  "/disclosures": { for: ["reviewer"] },
  "/disclosures/[disclosureId]": { for: ["reviewer"], ids: { disclosureId: "proposed" } },
  "/disclosures/due": { for: ["reviewer"] },
  "/disclosures/new": { for: ["reviewer"], ids: { incident: "incident" }, query: "?incident=[incident]" },
  "/disclosures/recipients": { for: ["reviewer"] },
  "/erasures": { for: ["reviewer"] },
  "/health": { for: ["steward"] },
  "/incidents": { for: ["documenter", "reviewer"] },
  "/incidents/[incidentId]": { for: ["documenter", "reviewer"], ids: { incidentId: "incident" } },
  "/incidents/[incidentId]/items/[itemId]": { for: ["documenter", "reviewer"], ids: { incidentId: "incident", itemId: "item" } },
  "/incidents/[incidentId]/people/[grantorId]": { for: ["documenter", "reviewer"], ids: { incidentId: "incident", grantorId: "person" } },
  "/incidents/new": { for: ["documenter"] },
  "/join": { for: "everybody" },
  "/ledger": { for: ["reviewer", "steward", "auditor"], query: "?before=nonsense" },
  "/members": { for: ["steward"] },
  "/members/together": { for: ["steward"] },
  "/originals": { for: ["reviewer"] },
  "/patterns": { for: ["reviewer"] },
  "/patterns/[featureId]": { for: ["reviewer"], ids: { featureId: "feature" } },
  "/patterns/statistics": { for: ["reviewer"], query: "?half=nonsense" },
  "/recordings": { for: ["steward"], query: "?language=nonsense" },
  "/restore": { for: "everybody" },
  "/originals/[openingId]": { for: ["reviewer"], ids: { openingId: "opening" } },
  "/vouching": { for: members },
  "/sign-in": { for: "everybody", sends: () => "/" },
};

test("every page stands in this table, and the table has no other", () => {
  expect(pageFiles().map(addressOf).toSorted()).toEqual(Object.keys(pages).toSorted());
});

/** An address with ids in it; each of them also alone from elsewhere. */
function addresses(page: string, { ids = {}, query = "" }: Row) {
  const whose: Record<Owner | "no id", Ids> = {
    ...house.idsOf(house.everybody.documenter), nobody: nobodys(),
    "no id": Object.fromEntries(things.map((thing) => [thing, "..%2F..%2F0"])) as Ids,
  };
  const filled = (of: (thing: Thing) => string) =>
    Object.entries(ids).reduce((address, [name, thing]) => address.replaceAll(`[${name}]`, of(thing)), page + query);
  const wholly = (Object.keys(ids).length === 0 ? (["own"] as const) : ([...owners, "no id"] as const)).map((owner) => ({
    owner: owner as string, address: filled((thing) => whose[owner][thing]),
  }));
  const mixed = Object.keys(ids).length < 2 ? [] : Object.values(ids).flatMap((other) =>
    (["foreign", "nobody"] as const).map((owner) => ({
      owner: "mixed", address: filled((thing) => whose[thing === other ? owner : "own"][thing]),
    })),
  );
  return [...wholly, ...mixed];
}

const look = (address: string, cookie: string | null) => knock(served.origin, { method: "GET", path: address }, cookie);

/** Words that this person must not find on a page of theirs. */
const unseen = (person: Person): string[] =>
  roleOf(person) === "reviewer" ? [] : roleOf(person) === "documenter" ? Object.values(house.foreign) : Object.values(CONTENT);

function verdict({ status, location, text }: Answered, person: Person): string {
  if (status === 307) return `sends to ${location}`;
  if (status === 404) return "is not there";
  if (status !== 200) return `breaks with ${status}`;
  const seen = unseen(person).filter((word) => text.includes(word));
  return seen.length > 0 ? `tells ${seen.join(" ")}` : "is drawn";
}

const finds = ({ for: whom, ids }: Row, person: Person, owner: string): boolean => {
  const role = roleOf(person);
  if (whom !== "everybody" && !whom.includes(role)) return false;
  const reached: Partial<Record<Role, readonly string[]>> = reach.incidents;
  return !ids || (reached[role] ?? []).includes(owner) || (owner === "no id" && ids.incident !== undefined);
};

test("what a page would hand to the browser is read", async () => {
  const cookie = await purse.of(house.everybody.reviewer);
  const { incident, proposed } = house.own;
  expect((await look(`/incidents/${incident}`, cookie)).text).toContain(CONTENT.account);
  expect((await look(`/disclosures/${proposed}`, cookie)).text).toContain(CONTENT.recipient);
});

describe.each(Object.entries(pages))("%s", (page, row) => {
  test("is there for whom it is meant, with what is theirs, and for nobody else", async () => {
    const found: string[] = [];
    const meant: string[] = [];
    for (const person of people) {
      const cookie = await purse.of(house.everybody[person]);
      for (const { owner, address } of addresses(page, row)) {
        const who = `${person}, ${owner}:`;
        found.push(`${who} ${verdict(await look(address, cookie), person)}`);
        const seen = finds(row, person, owner);
        meant.push(`${who} ${seen ? (row.sends ? `sends to ${row.sends(person)}` : "is drawn") : "is not there"}`);
      }
    }
    expect(found).toEqual(meant);
  });

  test("sends whoever is not signed in to where they can, unless it is for everybody", async () => {
    const meant = row.for === "everybody" ? "is drawn" : "sends to /sign-in";
    const worthless = Object.values(await purse.worthless(house.everybody.reviewer));
    for (const { address } of addresses(page, row))
      for (const cookie of worthless) expect(verdict(await look(address, cookie), "auditor")).toBe(meant);
  });
});
