import { presets, SettingName, type Settings } from "~/domain/vouching";
import type { Tx } from "~/server/db";

/** The instance's numbers as they are now. */
export async function current(tx: Tx): Promise<Settings> {
  const rows = await tx.setting.findMany({ select: { name: true, value: true } });
  return { ...presets, ...Object.fromEntries(rows.map(({ name, value }) => [SettingName.parse(name), value])) };
}
