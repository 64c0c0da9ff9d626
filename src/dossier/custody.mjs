// @ts-check
/**
 * Whether the answers to the custody questions of an exhibit are what the ledger's entries say. Written apart from what answers them
 * (`domain/exhibit-steps.ts`), and without knowing more than entries that were proven before. Stands in `verify.html` too.
 *
 * @typedef {Record<string, any> & { readonly kind: string, readonly at: string, readonly by: string | null }} Said an entry's event
 * @typedef {{ readonly step: string, readonly entry: number | null } & Record<"who" | "when" | "where" | "why" | "authority" | "altered" | "repeatable", Record<string, any>>} Step
 */

/**
 * What an entry of a kind answers: which step it is, and the codes of `altered`, `where`, `why`, `authority`, `repeatable`, and of `who` where nobody of the instance did it.
 * @type {Record<string, readonly string[]>}
 */
const SAYS = {
  "evidence.received": ["received as-received happened not-known role digest"],
  "evidence.sealed": ["sealed inside service rule rule opening program"],
  "original.checked": ["sealed sealed-anew member rule rule opening"],
  "derivative.made": ["sanitised clean-copy service rule rule recipe program", "copied clean-copy service rule rule recipe program", "copied redacted-copy service rule rule recipe program"],
  "redaction.confirmed": ["redacted marked member rule role moment"],
  "evidence.viewed": ["looked-at untouched member not-known role moment"],
  "original.handedOut": ["looked-at untouched member opening two moment"],
  "original.toldHandedOut": ["looked-at untouched member opening two moment"],
  "original.saved": ["looked-at untouched member opening two moment"],
  "account.worded": ["received as-written happened not-known role moment", "redacted words-masked member rule role moment"],
  "account.checked": ["looked-at untouched member not-known role moment"],
  "disclosure.exhibited": ["looked-at untouched link purpose decided moment link-holder"],
  "disclosure.proposed": ["proposed untouched member purpose role moment"],
  "disclosure.approved": ["approved untouched member purpose second moment"],
  "disclosure.released": ["released untouched member purpose decided moment"],
  // Of which no entry is in the dossier.
  left: ["left as-released left purpose decided digest later"],
};
const UNKNOWN = "not-known";

/** Whether a step's codes are those that such an entry answers. Whoever does not know may say so. @param {Step} step @param {string} kind @param {boolean} byMember */
const answersAs = ({ step, altered, where, why, authority, repeatable, who, when }, kind, byMember) =>
  when.code === "at" &&
  (SAYS[kind] ?? []).some((line) => {
    const [name, ...codes] = line.split(" ");
    const nobody = codes[5] ?? UNKNOWN;
    const given = [altered, where, why, authority, repeatable].map(({ code }) => code);
    return name === step && given.every((code, at) => code === codes[at] || code === UNKNOWN) && who.code === (byMember ? "member" : nobody);
  });

/**
 * @param {readonly Step[]} steps as the record has them
 * @param {{ readonly digest: string, readonly original: string | null, readonly entries: readonly { readonly index: number, readonly event: Said }[] }} exhibit as the manifest has it
 * @param {Record<string, any>} record
 * @param {ReadonlyMap<number, Said>} events proven ones, by their numbers
 */
export function stepsFit(steps, exhibit, record, events) {
  const left = steps.at(-1);
  const told = steps.slice(0, -1);
  const all = [...events.values()];
  const own = exhibit.entries.map(({ event }) => event);
  const made = own.find(({ kind }) => kind === "derivative.made");
  const ledger = record.checkpoint.split("\n")[0];

  /** What it is about is this exhibit, or the disclosure that it is of. @param {Said} event */
  const isAbout = (event) => {
    if (event.item !== undefined && !own.some(({ item }) => item === event.item)) return false;
    if (event.account !== undefined && !own.some(({ account }) => account === event.account)) return false;
    return event.disclosure === undefined ? event.item !== undefined || event.account !== undefined : event.disclosure === record.disclosure;
  };
  /** Which of several pictures it was that was made. @param {Step} step @param {Said} event */
  const isMade = ({ step, altered }, event) => {
    if (event.kind !== "derivative.made") return true;
    if (event.derivative !== made?.derivative) return step === "sanitised" && event.form === "clean";
    return step === "copied" && altered.code === (event.form === "redacted" ? "redacted-copy" : "clean-copy");
  };
  /** @param {Step["why"]} why @param {string | undefined} opening */
  const isWhy = (why, opening) =>
    (why.purpose ?? record.purpose) === record.purpose &&
    (why.opening === undefined || all.some((event) => event.kind === "original.asked" && event.opening === opening && event.purpose === why.opening));
  /** @param {Step["authority"]} authority @param {string | undefined} opening */
  const isAuthority = (authority, opening) => {
    const by = (/** @type {string} */ kind, /** @type {string} */ who, /** @type {string} */ name, /** @type {string | undefined} */ of) =>
      all.some((event) => event.kind === kind && event[name] === of && event.by === who);
    if (authority.code === "decided") return authority.by === record.decided.event.by && authority.at === record.decided.event.at;
    if (authority.code === "second") return by("disclosure.proposed", authority.proposer, "disclosure", record.disclosure);
    if (authority.code !== "two") return true;
    return by("original.asked", authority.asked, "opening", opening) && by("original.agreed", authority.agreed, "opening", opening);
  };
  /** @param {Step["where"]} where */
  const isWhere = (where) => where.ledger === ledger && (where.place === undefined || where.place === record.report.place);
  /** @param {Step} step */
  const fits = (step) => {
    const event = step.entry === null ? undefined : events.get(step.entry);
    if (!event || !isAbout(event) || !answersAs(step, event.kind, event.by !== null) || !isMade(step, event)) return false;
    const { altered, repeatable, why, authority } = step;
    const digests = (altered.digest ?? event.digest) === event.digest && (repeatable.digest ?? exhibit.original) === exhibit.original &&
      (repeatable.source ?? event.source) === event.source && (repeatable.recipe ?? event.recipe) === event.recipe;
    return (step.who.member ?? null) === event.by && step.when.at === event.at && isWhere(step.where) && isWhy(why, event.opening) && isAuthority(authority, event.opening) && digests;
  };
  /** In the order in which it happened, and nothing twice: one entry may answer for two steps. @param {Step} step @param {number} nth */
  const follows = ({ step, entry }, nth) => {
    const last = told[nth - 1];
    return !last || Number(last.entry) < Number(entry) || (last.entry === entry && last.step === "received" && step === "redacted");
  };
  return (
    told.every(fits) && told.every(follows) && exhibit.entries.every(({ index }) => told.some(({ entry }) => entry === index)) &&
    left !== undefined && answersAs(left, "left", false) && left.entry === null && left.when.at === record.madeAt && isWhere(left.where) && isWhy(left.why, undefined) &&
    isAuthority(left.authority, undefined) && left.altered.digest === exhibit.digest && left.repeatable.digest === exhibit.digest
  );
}
