import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { actions, asksAgain, may, type Action } from "~/domain/policy";
import { roles } from "~/domain/roles";
import { root } from "~/server/trpc/root";

/** As much of a zod schema as tells whether it has room for more than it names. */
type Schema = { readonly def?: { readonly type: string; readonly catchall?: Schema; readonly options?: readonly Schema[] } };
type Procedure = { _def: { meta?: { action: string }; inputs: readonly Schema[] } };
const procedures = Object.entries(root._def.procedures as unknown as Record<string, Procedure>);

/** The doors that open without a session. A new one has to be written down here. */
const openDoors = ["join.begin", "join.finish", "join.inspect", "passkeys.ask", "recipient.conditions", "recipient.open", "recipient.watch", "recovery.begin", "recovery.finish", "recovery.inspect", "sessions.leave"];
/** Actions whose door is no procedure. */
const otherDoors: Partial<Record<Action, string>> = {
  "evidence.view": "src/app/api/derivatives/[id]/route.ts",
  "dossiers.handOut": "src/app/api/dossiers/route.ts",
  "exports.take": "src/app/api/exports/route.ts",
  "originals.handOut": "src/app/api/originals/route.ts",
  "recordings.hear": "src/app/api/recordings/[id]/route.ts",
  "resealings.handOut": "src/app/api/resealings/route.ts",
};

test("every procedure names its action, and its path is that action", () => {
  const unnamed = procedures.filter(([where, p]) => p._def.meta?.action !== where && p._def.meta?.action !== "open");
  expect(unnamed.map(([where]) => where)).toEqual([]);
});

test("only the doors written down here open without a session", () => {
  const open = procedures.filter(([, p]) => p._def.meta?.action === "open").map(([where]) => where);
  expect(open.toSorted()).toEqual(openDoors);
});

test("every action of the policy has a door", () => {
  const doors = new Set(procedures.map(([where]) => where));
  expect(actions.filter((action) => !doors.has(action) && !(action in otherDoors))).toEqual([]);
  for (const [action, file] of Object.entries(otherDoors)) expect(readFileSync(file, "utf8")).toContain(action);
});

/** What is sent as bytes is bounded by what stands in the headers, which have a schema of their own. */
const takeOctets = ["consents.attach", "evidence.keep", "evidence.submit", "recordings.add", "resealings.store"];

const isTight = ({ def }: Schema): boolean =>
  def?.type === "union" ? def.options!.every(isTight) : def?.type === "object" && def.catchall?.def?.type === "never";

test("every procedure takes nothing, octets, or an object without room for what it does not name", () => {
  const roomy = procedures.filter(([where, { _def }]) => !takeOctets.includes(where) && !_def.inputs.every(isTight));
  expect(roomy.map(([where]) => where)).toEqual([]);
  expect(procedures.filter(([, { _def }]) => _def.inputs.length > 0).length).toBeGreaterThan(20);
});

test("there is no route besides these eleven", () => {
  const walk = (dir: string): string[] =>
    readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? walk(path.join(dir, entry.name)) : [path.join(dir, entry.name)],
    );
  expect(walk("src/app").filter((file) => /route\.tsx?$/.test(file)).toSorted()).toEqual([
    "src/app/api/auth/[...nextauth]/route.ts",
    "src/app/api/derivatives/[id]/route.ts",
    "src/app/api/dossiers/route.ts",
    "src/app/api/exhibits/route.ts",
    "src/app/api/exports/route.ts",
    "src/app/api/originals/route.ts",
    "src/app/api/recordings/[id]/route.ts",
    "src/app/api/resealings/route.ts",
    "src/app/api/trpc/[trpc]/route.ts",
    "src/app/api/witness/route.ts",
    "src/app/r/route.ts",
  ]);
});

test("role × action stands as reviewed", () => {
  const table = actions.map((action) => {
    const marks = roles.map((role) => (may(role, action) ? role.slice(0, 3) : " · ")).join(" ");
    return `${marks}  ${action}${asksAgain.has(action) ? "  asks again" : ""}`;
  });
  expect(`\n${table.join("\n")}\n`).toMatchSnapshot();
});
