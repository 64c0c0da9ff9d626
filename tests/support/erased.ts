/** As an erasing does it whose week is over. Loaded where a world is open. @returns the objects that go */
export async function erased(itemId: string): Promise<string[]> {
  const { forget } = await import("~/server/evidence/commands");
  const { transaction } = await import("~/server/db");
  const { record } = await import("~/server/custody");
  return transaction(async (tx) => {
    const names = await forget(tx, itemId, new Date());
    await record(tx, null, new Date(), { kind: "item.erased", item: itemId, erasure: crypto.randomUUID(), ground: "should-not-be-here", entries: [] });
    return names;
  });
}
