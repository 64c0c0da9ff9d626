import type { CustodyStatement } from "~/domain/custody";
import { Refusal } from "~/domain/refusal";
import type { SettingName } from "~/domain/vouching";
import type { Tx } from "~/server/db";
import { current } from "./queries";

/**
 * Set one of the instance's numbers, on which two stewards agreed.
 * @param change.was what it was when they were asked: of two changes of one number only one was meant over what stands now
 * @returns what the caller records, last
 * @throws Refusal `changed-meanwhile`
 */
export async function set(tx: Tx, change: { name: SettingName; value: number; was: number | null }, at: Date): Promise<CustodyStatement> {
  const { name, value, was } = change;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('settings.set'))`;
  if ((await current(tx))[name] !== was) throw new Refusal("changed-meanwhile");
  await tx.setting.upsert({ where: { name }, create: { name, value, at }, update: { value, at } });
  return { kind: "setting.changed", name, value };
}
