import { db } from "~/server/db";
import * as derivatives from "~/server/derivatives/queries";
import * as evidence from "~/server/evidence/queries";
import * as recordings from "~/server/recordings/queries";
import * as resealings from "~/server/resealings/queries";

/** An object of the store, whose it is, and what its bytes have to be where a row says so. */
export type Named = { readonly name: string; readonly item: string | null; readonly digest: Uint8Array | null };

/** Every object that rows speak of. What is being sealed anew first: from there a name goes over to its item, and is missed by neither. */
export async function named(): Promise<Map<string, Named>> {
  const anew = await resealings.objects();
  const all = await Promise.all([evidence.objects(), derivatives.objects(), recordings.objects()]);
  return new Map([anew, ...all].flat().map((one) => [one.name, one]));
}

/** For the page of health: how many were read, since when every one of them was, and what was found. */
export async function state() {
  const [{ _count: read, _min: oldest }, damaged] = await Promise.all([
    db().fixity.aggregate({ _count: true, _min: { readAt: true } }),
    db().fixity.count({ where: { fault: { not: null } } }),
  ]);
  return { read, since: oldest.readAt, damaged };
}
