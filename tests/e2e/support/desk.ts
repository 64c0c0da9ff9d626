import { eventually } from "./eventually";
import { api, founders, type Joined } from "../../crash/people";
import type { Instance } from "../../crash/instance";
import { asked } from "../../support/asked";
import { ceremony } from "../../support/ceremony";
import { details } from "../../support/collective";
import { dirtyJpeg } from "../../support/pictures";
import { sha256 } from "../../support/sha256";

/** What two reviewers have before them when their day begins, made over HTTP: looks at pages are for what the journeys are about. */
export type DeskWork = Readonly<{
  came: Readonly<Record<"sol" | "amal" | "rosa" | "idris" | "watch", Joined>>;
  /** Submitted, the account of each checked and consented to for a court; the one that waits longest first. */
  incidents: readonly { readonly id: string; readonly reference: string }[];
  /** A photo of the last of them whose faces nobody has marked. */
  photo: string;
}>;

const UNIT = [{ service: "Police", unit: "Third company", officers: 12, plates: [], numbers: ["1234567"] }];

export async function deskWork({ address, firstStewardLink }: Instance): Promise<DeskWork> {
  const came = await founders(address, firstStewardLink, { amal: "documenter", rosa: "reviewer", idris: "reviewer", watch: "auditor" });
  const [amal, rosa] = [api(address, came.amal.cookie), api(address, came.rosa.cookie)];
  await rosa.custodyKey.set.mutate((await ceremony((await rosa.members.me.query()).id)).set);
  const [team] = await amal.teams.list.query();
  const incidents = [];
  for (const day of ["02", "09", "16"]) {
    const told = { ...details, start: `2026-11-${day}T06:40`, forces: UNIT };
    const { id: incidentId } = await amal.incidents.create.mutate({ teamId: team!.id, details: told, account: { language: "en", text: `They came on the ${day}th, before it was light.` } });
    const { reference, accounts: [account], grantors: [writer] } = await amal.incidents.read.query({ incidentId });
    await amal.accounts.check.mutate({ accountId: account!.id, version: account!.version });
    await amal.consents.record.mutate({
      ...asked, grantorId: writer!.id, capacity: "self", manner: "written", language: "en", items: [], accounts: [account!.id], recipients: { kind: "any" }, until: null,
      answers: [{ purpose: "court", answer: "given", form: "redacted" }],
    });
    incidents.push({ id: incidentId, reference });
  }
  const photo = await upload(address, came.amal.cookie, incidents[2]!.id);
  for (const { id } of incidents) await amal.incidents.advance.mutate({ incidentId: id, from: "draft", to: "submitted" });
  await eventually(async () => ((await rosa.evidence.read.query({ itemId: photo })).suggested ? 1 : 0), 1, 90_000);
  return { came, incidents, photo };
}

async function upload(address: string, cookie: string, incidentId: string): Promise<string> {
  const bytes = Buffer.from(await dirtyJpeg());
  const answered = await fetch(`${address}/api/trpc/evidence.submit`, {
    method: "POST",
    headers: {
      "content-type": "application/octet-stream", origin: address, cookie,
      "x-vouchsafe-incident": incidentId, "x-vouchsafe-digest": sha256(bytes), "x-vouchsafe-size": String(bytes.length),
    },
    body: bytes,
  });
  const { result } = (await answered.json()) as { result: { data: { json: { itemId: string } } } };
  return result.data.json.itemId;
}
