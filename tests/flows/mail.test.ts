import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { collective } from "../support/collective";
import { startMailServer } from "../support/smtp";
import { given, saysYes, withWitness } from "../support/witnessed";
import { openWorld, type World } from "../support/world";

/** Whoever was given something is told by mail that it was closed, where the operator named a mail server: in the same words, and nothing else. */
let world: World;
let people: Awaited<ReturnType<typeof collective>>;
let server: Awaited<ReturnType<typeof startMailServer>>;
let outside: Client;
const REACH = "roche@chambers.example";
const NAME = "Maître Roche";

beforeAll(async () => {
  server = await startMailServer();
  Object.assign(process.env, { MAIL_SERVER: `smtp://127.0.0.1:${server.port}`, MAIL_FROM: "notices@post.example" });
  world = await openWorld();
  people = await collective(world);
  outside = new Client({ connectionString: world.database.ownerUrl });
  await outside.connect();
});
afterEach(() => {
  server.behaves("takes");
  server.taken.length = 0;
  server.heard.length = 0;
});
afterAll(async () => {
  await outside.end();
  await world.close();
  await server.close();
});

/** Something is given to somebody who is reached so, and taken back. @returns what to tell them, and the link's token */
async function closed(reach: string, told = false) {
  const witness = await withWitness(world, people);
  await saysYes(world, people, witness, ["court"]);
  const { disclosureId, token } = await given(world, people, witness, "court", NAME);
  const { recipient } = await world.as(people.proposer).disclosures.read({ disclosureId });
  await world.as(people.proposer).addressBook.revise({ recipientId: recipient.id, class: "court", name: NAME, reach, jurisdiction: null });
  await world.as(people.documenter).consents.withdraw({ grantorId: witness.grantorId, purposes: ["court"], manner: "spoken" });
  const { id } = await notice(disclosureId);
  if (told) await world.as(people.decider).notices.tell({ noticeId: id });
  return { disclosureId, token, noticeId: id };
}
const notice = (disclosureId: string) => world.db().notice.findFirstOrThrow({ where: { disclosureId } });
const listed = async (id: string) => (await world.as(people.proposer).notices.list()).find((one) => one.id === id);
const entries = async (noticeId: string) => {
  const rows = await world.db().custodyEvent.findMany({ where: { kind: "notice.mailed" } });
  return rows.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>).filter((body) => body.notice === noticeId);
};
/** What a message says, as its reader sees it. */
const read = (data: string) => {
  const [head, body] = [data.slice(0, data.indexOf("\r\n\r\n")), data.slice(data.indexOf("\r\n\r\n") + 4)];
  const bytes = /base64/i.test(head) ? Buffer.from(body, "base64")
    : Buffer.from(body.replaceAll("=\r\n", "").replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), "latin1");
  return { head, text: bytes.toString("utf8") };
};

test("who was given something is told that it was taken back, in words that say nothing else", async () => {
  const { disclosureId, token, noticeId } = await closed(REACH);
  await world.settle();
  expect(server.taken.map(({ from, to }) => [from, to])).toEqual([["notices@post.example", [REACH]]]);
  const { head, text } = read(server.taken[0]!.data);
  const { reference } = (await listed(noticeId))!;
  for (const telling of [token, disclosureId, noticeId, NAME, "Roche", reference, "court", "withdraw", "dogs", "Vouchsafe", "localhost", "http", "/d"])
    expect((head.replaceAll(REACH, "") + text).toLowerCase()).not.toContain(telling.toLowerCase());
  for (const { mail } of [(await import("~/messages/en")).catalogue, (await import("~/messages/fr")).catalogue, (await import("~/messages/ar")).catalogue])
    expect(text.replaceAll(/[ \r\n]+/g, " ")).toContain(mail.text);
  const names = head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n").map((line) => line.slice(0, line.indexOf(":")).toLowerCase());
  expect(names.toSorted()).toEqual(["auto-submitted", "content-transfer-encoding", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"]);
  expect(server.heard[0]).toBe("EHLO post.example");
});

test("that a message was sent is no telling: it stays in the list until a reviewer has told them", async () => {
  await world.rest();
  const { disclosureId, noticeId } = await closed(REACH);
  expect((await listed(noticeId))!.mailedAt).toBeNull();
  await world.settle();
  expect((await listed(noticeId))!.mailedAt).toBeInstanceOf(Date);
  expect(await entries(noticeId)).toEqual([{ v: 1, at: expect.any(String), by: null, kind: "notice.mailed", notice: noticeId, disclosure: disclosureId }]);
  // A job may run twice.
  const { mail } = await import("~/server/notices/jobs");
  await mail({ noticeId });
  expect(server.taken).toHaveLength(1);
  expect(await entries(noticeId)).toHaveLength(1);
  await world.as(people.decider).notices.tell({ noticeId });
  expect(await listed(noticeId)).toBeUndefined();
});

test("two messages say the same, whatever was closed and for whom", async () => {
  await closed(REACH);
  await closed("clerk@court.example");
  await world.settle();
  const [one, other] = server.taken.map(({ data }) => read(data));
  expect(one!.text).toBe(other!.text);
  const subject = (head: string) => /^subject:[^\r]*(\r\n[ \t][^\r]*)*/im.exec(head)![0];
  expect(subject(one!.head)).toBe(subject(other!.head));
});

test("who is not reached by mail alone, or was told already, is sent nothing", async () => {
  await world.rest();
  const ids: string[] = [];
  for (const reach of ["", `Signal, or ${REACH}`, `${REACH}\nRCPT TO:<police@state.example>`]) ids.push((await closed(reach)).noticeId);
  ids.push((await closed(REACH, true)).noticeId);
  await world.settle();
  expect(server.heard).toEqual([]);
  expect(await world.db().notice.count({ where: { id: { in: ids }, mailedAt: { not: null } } })).toBe(0);
});

test("what is not taken now is tried again, and the queue keeps nothing of whom it is for", async () => {
  server.behaves("later");
  const { noticeId } = await closed(REACH);
  const settled = world.settle();
  const kept = () => outside.query<{ row: string }>(`SELECT j::text AS row FROM jobs.job j WHERE j.data->>'noticeId' = $1 AND j.output IS NOT NULL`, [noticeId]);
  await vi.waitUntil(async () => (await kept()).rows.length > 0, { timeout: 15_000, interval: 50 });
  const [{ row } = { row: "" }] = (await kept()).rows;
  expect(row).toContain("NotSent");
  for (const telling of ["@", "roche", "example", "again later", "451"]) expect(row).not.toContain(telling);
  server.behaves("takes");
  await settled;
  expect(server.taken).toHaveLength(1);
  expect(await entries(noticeId)).toHaveLength(1);
});

test("what will never be taken is not tried again, and stays with the reviewers as not told", async () => {
  server.behaves("never");
  const { noticeId } = await closed(REACH);
  await world.settle();
  expect(server.heard.filter((line) => line.startsWith("RCPT"))).toHaveLength(1);
  expect((await listed(noticeId))!.mailedAt).toBeNull();
  expect(await entries(noticeId)).toEqual([]);
});

test("what is thrown where a server is not there, or hangs up, tells nothing of it", async () => {
  const { noticeId } = await closed(REACH);
  await world.settle();
  await world.db().notice.update({ where: { id: noticeId }, data: { mailedAt: null } });
  server.taken.length = 0;
  const { mail } = await import("~/server/notices/jobs");
  for (const manner of ["later", "not-now-anybody", "hangs-up"] as const) {
    server.behaves(manner);
    const thrown: unknown = await mail({ noticeId }).then(() => null, (error: unknown) => error);
    expect(thrown).toMatchObject({ name: "NotSent", message: "" });
    expect(thrown).not.toHaveProperty("cause");
  }
  expect(server.taken).toEqual([]);
});

test("to any machine but this one nothing is said before there is TLS", async () => {
  const { noticeId } = await closed(REACH);
  await world.settle();
  await world.db().notice.update({ where: { id: noticeId }, data: { mailedAt: null } });
  server.heard.length = 0;
  server.taken.length = 0;
  const { config } = await import("~/env");
  const { mail } = config();
  const before = { ...mail };
  // The same server by a name that is not known to be this machine's; it offers no TLS.
  Object.assign(mail!, { host: "0.0.0.0", tls: "first" });
  try {
    await expect((await import("~/server/notices/jobs")).mail({ noticeId })).rejects.toThrow(expect.objectContaining({ name: "NotSent" }));
  } finally {
    Object.assign(mail!, before);
  }
  expect(server.heard.filter((line) => !/^(EHLO|STARTTLS|QUIT)/.test(line))).toEqual([]);
  expect(server.taken).toEqual([]);
});

test("without a mail server nothing is enqueued", async () => {
  const { config } = await import("~/env");
  const settings = config() as { mail: unknown };
  const { mail } = settings;
  const jobs = async () => (await outside.query<{ n: number }>(`SELECT count(*)::int AS n FROM jobs.job WHERE name = 'notices.mail'`)).rows[0]!.n;
  const before = await jobs();
  settings.mail = null;
  try {
    await closed(REACH);
  } finally {
    settings.mail = mail;
  }
  expect(await jobs()).toBe(before);
  await world.settle();
  expect(server.heard).toEqual([]);
});
