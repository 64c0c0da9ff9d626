/** What must not compile. Checked by `tsc`: an expected error that does not come is an error. */
import { featuresOf, type Connectable, type FeatureKind } from "~/domain/connection";
import type { Clearance } from "~/domain/disclosure";
import type { IncidentDetails } from "~/domain/incident";
import type { Vetting } from "~/domain/vouching";
import type { Config } from "~/env";
import type { CleanImage, CleanRecording, FaceModel, Suggestion, Untrusted } from "~/media";
import { redact, sanitise } from "~/media";
import { put } from "~/server/blobs";
import type { Tx } from "~/server/db";
import { view } from "~/server/recipients/queries";
import type { ScopedIncident } from "~/server/scope";
import type { Outputs } from "~/trpc/types";
import type { Sealed } from "~/vault";

declare const bytes: Uint8Array<ArrayBuffer>;
declare const tx: Tx;

// @ts-expect-error a clearance cannot be written by hand
export const forgedClearance: Clearance = {
  disclosureId: "d", items: [], accounts: [], decidedBy: "r", at: new Date(),
};

// @ts-expect-error that somebody may be confirmed is not said by hand
export const forgedVetting: Vetting = { candidateId: "c", confirmedBy: "s", edges: [], at: new Date() };

// @ts-expect-error plain bytes are not a clean image
export const forgedClean: CleanImage = { bytes, width: 1, height: 1, mime: "image/jpeg", recipe: [] };

// @ts-expect-error plain bytes are not a clean recording
export const forgedRecording: CleanRecording = { bytes, milliseconds: 1, mime: "audio/mpeg" };

// @ts-expect-error bytes from the wire are untrusted only through the door that says so
export const forgedUntrusted: Untrusted = { bytes };

// @ts-expect-error only the vault seals
export const forgedSealed: Sealed = { bytes };

// @ts-expect-error scope is checked in one place
export const forgedScope: ScopedIncident = { id: "i", teamId: "t", reference: "r", state: "draft", version: 1 };

// @ts-expect-error storage takes sealed bytes only
export const plaintextInStorage = () => put(bytes);

// @ts-expect-error what looks like a sealed object is none
export const lookalikeInStorage = () => put({ bytes });

// @ts-expect-error wire bytes are sanitised as untrusted, never as they are
export const wireBytes = () => sanitise(bytes);

declare const whole: IncidentDetails;
// @ts-expect-error whole details have people in them: nobody whom it was done to connects incidents
export const peopleConnect = () => featuresOf(whole);

/** Whatever of an incident connects it has room for; of the people affected there is nothing. */
export const connectsBy: Same<{ [K in keyof Connectable]-?: undefined extends Connectable[K] ? never : K }[keyof Connectable], "place" | "kinds" | "forces"> = true;
export const aFeatureIs: Same<FeatureKind, "unit" | "plate" | "number" | "place"> = true;

declare const untrusted: Untrusted;
// @ts-expect-error nothing is redacted before it is clean
export const redactUntrusted = () => redact(untrusted, []);

declare const clean: CleanImage;
// @ts-expect-error a blur of what was there is no method
export const blurred = () => redact(clean, [], { method: "blur" });

// @ts-expect-error nor is the mean colour of what was there
export const meanColour = () => redact(clean, [], { method: "mean" });

/** Those of a suggestion's properties that a vector would fit into. */
type Roomy = { [Key in keyof Suggestion]-?: NonNullable<Suggestion[Key]> extends number | boolean | string ? never : Key }[keyof Suggestion];
// @ts-expect-error a suggestion has room for a rectangle and how sure it is, and for no description of a face
export const embedded: Roomy = "x";

// @ts-expect-error nothing is shown to a recipient for an id alone
export const showById = () => view(tx, { disclosureId: "d" });

type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;
/** An operator can name every kind of face model that is understood, and no other: `env.ts` may not import the list that it repeats. */
export const kindsOfFaceModel: Same<Config["faceModels"][number]["kind"], FaceModel["kind"]> = true;

/** Whether bytes are anywhere in what a procedure answers. */
type HasBytes<T> = T extends ArrayBufferView | ArrayBuffer | Blob | ReadableStream ? true
  : T extends Date | string | number | boolean | bigint | null | undefined ? false
  : T extends readonly (infer E)[] ? HasBytes<E>
  : { [K in keyof T]: HasBytes<T[K]> }[keyof T];
type Handing<N extends keyof Outputs> = { [V in keyof Outputs[N]]: true extends HasBytes<Outputs[N][V]> ? `${N}.${V & string}` : never }[keyof Outputs[N]];
/** Wraps and tags of reviewers' own keys, chance that is sealed to the custody key, and what a passkey is to make a key of, marks of what was sealed anew. */
type NoItems = "custodyKey.mine" | "custodyKey.holders" | "custodyKey.question" | "passkeys.offer" | "resealings.next";
/** No procedure hands out an item's bytes: they leave by a door of `server/bytes.ts`, or not at all. */
export const byProcedure: [Exclude<{ [N in keyof Outputs]: Handing<N> }[keyof Outputs], NoItems>] extends [never] ? true : false = true;
export const bytesAreSeen: HasBytes<{ a: readonly { b: Uint8Array | null }[] }> = true;
