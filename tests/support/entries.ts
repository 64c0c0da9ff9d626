import { CustodyEvent } from "~/domain/custody";

/** Loaded where they are asked for: settings are read at the first import that needs them. */
const load = async () => ({
  ...(await import("~/server/db")), ...(await import("~/server/pseudonyms/queries")),
});

/** The members whom entries name by pseudonym, by id. */
export async function whoActed<R extends { readonly by: string | null }>(rows: readonly R[]): Promise<R[]> {
  const { db, membersOf } = await load();
  const who = await membersOf(db(), rows.flatMap(({ by }) => by ?? []));
  return rows.map((row) => ({ ...row, by: row.by && who.get(row.by)! }));
}

/** What entries say, with members by id in the place of their pseudonyms. */
export async function told(rows: readonly { readonly body: Uint8Array }[]): Promise<CustodyEvent[]> {
  const { db, membersOf } = await load();
  const events = rows.map(({ body }) => CustodyEvent.parse(JSON.parse(new TextDecoder().decode(body))));
  const named = (event: CustodyEvent) => ["by", "member", "invite"].flatMap((field) => (Object.entries(event).find(([key]) => key === field)?.[1] as string | null | undefined) ?? []);
  const who = await membersOf(db(), events.flatMap(named));
  return events.map((event) => CustodyEvent.parse(Object.fromEntries(Object.entries(event).map(([key, value]) => [key, typeof value === "string" ? (who.get(value) ?? value) : value]))));
}
