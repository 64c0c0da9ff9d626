import * as z from "zod";
import type { RefusalCode } from "./refusal";

export const ItemId = z.uuid().brand<"ItemId">();
export type ItemId = z.infer<typeof ItemId>;

/**
 * received   the bytes are stored, the worker has not finished
 * ready      sanitised; the original is sealed to the custody key
 * refused    it could not be sanitised, or was kept although it was not taken in: there is only the sealed original
 * erased     its keys are destroyed and its objects removed: the row says that there was something, and no more
 */
export const itemStates = ["received", "ready", "refused", "erased"] as const;
export type ItemState = (typeof itemStates)[number];

/** What a received file can be, by its content. The decoder's list, in `media/formats`, has the same ids. */
export const imageFormats = ["jpeg", "png", "webp", "avif", "heic", "tiff", "gif"] as const;
export const ImageFormat = z.enum(imageFormats);
export type ImageFormat = z.infer<typeof ImageFormat>;

/** What a file can be that is no picture for us, by its content. `media/formats/refused` has the same words; the last is for the rest. */
export const otherKinds = ["raw", "jpeg-xl", "svg", "pdf", "video", "audio", "other-image", "unknown"] as const;
export const FileKind = z.enum([...imageFormats, ...otherKinds]);
export type FileKind = z.infer<typeof FileKind>;

/**
 * Refusals that lie in what the file is. Sending it again cures none of them; it may be kept sealed if the documenter
 * asks. Not among them: a file that is too large to take, and whatever lies in the sending.
 */
const lyingInTheFile: ReadonlySet<RefusalCode> = new Set([
  "not-an-image", "unsupported-format", "too-many-pixels", "damaged", "decompression-bomb", "animated-too-long", "residue",
] as const);
export const mayBeKept = (code: RefusalCode): boolean => lyingInTheFile.has(code);

/** What can be the evidence of a consent: a picture of what was signed, or a recording, with or without a picture. */
const evident: ReadonlySet<FileKind> = new Set([...imageFormats, "other-image", "pdf", "video", "audio"] as const);
export const showsConsent = (kind: FileKind): boolean => evident.has(kind);
export const MOST_CONSENT_EVIDENCE_BYTES = 10_000_000;

/** `display` and `preview` are the picture smaller, for looking at; `display` always shows what `clean` shows. */
export const derivativeKinds = ["clean", "redacted", "display", "preview"] as const;
export const DerivativeKind = z.enum(derivativeKinds);
export type DerivativeKind = z.infer<typeof DerivativeKind>;

/** What a region shows. */
export const regionKinds = ["face", "tattoo", "plate", "badge", "screen", "tent", "other"] as const;
export const RegionKind = z.enum(regionKinds);
export type RegionKind = z.infer<typeof RegionKind>;

/**
 * Whose region it is, which is the answer that clearance asks for.
 * person     a grantor, whose consent decides
 * bystander  somebody nobody asked: redacted in every form that leaves
 * officer    follows the instance's rule, not consent
 * thing      identifies nobody; not an answer for a face or a tattoo
 */
export const subjects = ["person", "bystander", "officer", "thing"] as const;
export const Subject = z.enum(subjects);
export type Subject = z.infer<typeof Subject>;

/** Regions of a human body cannot be things. */
export const bodily = (kind: RegionKind): boolean => kind === "face" || kind === "tattoo";

/** What stands where a region was. Either way nothing of the person does. */
export const redactionMethods = ["solid", "mosaic"] as const;
export const RedactionMethod = z.enum(redactionMethods);
export type RedactionMethod = z.infer<typeof RedactionMethod>;

/**
 * How the regions of a redaction came about, in numbers.
 * suggested  by the detector
 * accepted   of these, confirmed by a person
 * dismissed  of these, taken away by a person
 * added      drawn by a person
 */
export const marks = ["suggested", "accepted", "dismissed", "added"] as const;
export type MarkCounts = Readonly<Record<(typeof marks)[number], number>>;

/** A rectangle in pixels of the upright clean picture: the origin is its top left corner. */
export const Region = z
  .strictObject({
    id: z.uuid(),
    kind: RegionKind,
    x: z.number().int().min(0).max(65_535),
    y: z.number().int().min(0).max(65_535),
    width: z.number().int().min(1).max(65_535),
    height: z.number().int().min(1).max(65_535),
    /** Who drew it. */
    origin: z.enum(["detector", "person"]),
    /** The detector was unsure, and nobody has accepted it or taken it away yet: no answer counts before that. */
    possible: z.boolean(),
    subject: Subject.nullable(),
    grantorId: z.uuid().nullable(),
    /** Whether the redaction covers it. A bystander's is always covered. */
    redact: z.boolean(),
  })
  .refine((r) => (r.subject === "person") === (r.grantorId !== null), "a person's region names the grantor, another names none")
  .refine((r) => !(r.subject === "thing" && bodily(r.kind)), "a face or a tattoo is never a thing")
  .refine((r) => r.subject !== "bystander" || r.redact, "a bystander is always redacted")
  .refine((r) => !r.possible || (r.origin === "detector" && r.subject === null && r.redact), "what is only possible is covered and unanswered");
export type Region = z.infer<typeof Region>;

export const MAX_REGIONS = 500;
/** As far as the detector fills them: a person has to find room for whom it missed, in the largest crowd too. */
export const MAX_AFTER_SUGGESTING = 400;
export const Regions = z
  .array(Region)
  .max(MAX_REGIONS)
  .refine((all) => new Set(all.map((r) => r.id)).size === all.length, "each region has an id of its own");

/** The outcome of looking for regions on an item, as clearance needs it. */
export type RegionFacts = Pick<Region, "id" | "kind" | "subject" | "grantorId" | "redact" | "possible">;

/** The numbers of confirmed regions, given the ids of all that the detector ever suggested for the item. */
export function countMarks(suggested: ReadonlySet<string>, confirmed: readonly Pick<Region, "id">[]): MarkCounts {
  const accepted = confirmed.filter(({ id }) => suggested.has(id)).length;
  return {
    suggested: suggested.size, accepted, dismissed: suggested.size - accepted, added: confirmed.length - accepted,
  };
}

type Rectangle = Pick<Region, "x" | "y" | "width" | "height">;
type Marked = Rectangle & Pick<Region, "kind">;

const overlap = (a: Rectangle, b: Rectangle): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

const area = ({ width, height }: Rectangle): number => width * height;

/** How much larger than a face its own mark may be. What is larger may hold the next face as well. */
const ROOMY = 4;

/**
 * Which of the detector's rectangles nobody has marked yet. One counts as marked when a single region can be this very
 * face: of a body, covering seven tenths of it, and not much larger. A tent over it says nothing of who is in front of
 * it. What is doubtful comes back as a suggestion too many, and never as a face too few.
 */
export const notMarkedYet = <R extends Rectangle>(found: readonly R[], marked: readonly Marked[]): R[] =>
  found.filter((one) => {
    const isIt = (region: Marked) =>
      bodily(region.kind) && area(region) <= ROOMY * area(one) && overlap(one, region) >= 0.7 * area(one);
    return !marked.some(isIt);
  });
