import type { ExportFormat } from "~/domain/exchange";
import { entitiesOf, entityLines } from "~/domain/ftm";
import type { IncidentKind } from "~/domain/incident";
import { Refusal } from "~/domain/refusal";
import type { Actor } from "~/domain/roles";
import type { Period } from "~/domain/statistics";
import { uwaziFiles } from "~/domain/uwazi";
import { zipped } from "~/dossier";
import ar from "~/messages/ar/terms.json";
import en from "~/messages/en/terms.json";
import fr from "~/messages/fr/terms.json";
import type { Language } from "~/messages/languages";
import { atMost } from "~/server/at-most";
import { record } from "~/server/custody";
import { transaction } from "~/server/db";
import { sha256Hex } from "~/server/digest";
import { stillIn } from "~/server/scope";
import { stillOpen } from "~/server/statistics/queries";
import * as queries from "./queries";

const terms = { en, fr, ar } satisfies Record<Language, unknown>;
const utf8 = (text: string) => new TextEncoder().encode(text);

type Asked = { readonly format: ExportFormat; readonly language: Language; readonly period: Period };
/** Each opens every incident and holds a whole file. */
const MOST_AT_ONCE = 2;
const few = atMost(MOST_AT_ONCE);

/**
 * Units, places and incidents of a period in another program's form, for a reviewer who hands them over. The ledger has the digest of the
 * file before a byte of it leaves. Whoever takes a word back before that is heard, and nothing leaves.
 * @param language in which it says what was done
 * @throws Refusal `changed-meanwhile`; `not-found` for who is out; `busy`
 */
export const take = (actor: Actor, asked: Asked, at: Date): Promise<Uint8Array<ArrayBuffer>> => few(() => taken(actor, asked, at));

async function taken(actor: Actor, { format, language, period }: Asked, at: Date): Promise<Uint8Array<ArrayBuffer>> {
  const { open, told, naming } = await queries.read(actor, period, at);
  const called = (kind: IncidentKind): string => terms[language].kinds[kind];
  const bytes = format === "ftm"
    ? utf8(entityLines(entitiesOf(told, naming, called)))
    : zipped(new Map([...uwaziFiles(told, called)].map(([name, text]) => [name, utf8(text)])));
  await transaction(async (tx) => {
    await stillIn(tx, actor);
    if (!(await stillOpen(tx, actor, open, at))) throw new Refusal("changed-meanwhile");
    await record(tx, actor.id, at, { kind: "exports.taken", format, digest: sha256Hex(bytes) });
  });
  return bytes;
}
