import * as z from "zod";
import type { RefusalCode } from "./refusal";

export const ItemId = z.uuid().brand<"ItemId">();
export type ItemId = z.infer<typeof ItemId>;

/**
 * received   the bytes are stored, the worker has not finished
 * ready      sanitised; the original is sealed to the custody key
 * refused    it could not be sanitised, or was kept although it was not taken in: there is only the sealed original
 */
export const itemStates = ["received", "ready", "refused"] as const;
export type ItemState = (typeof itemStates)[number];

/** What a received file can be, by its content. The decoder's list, in `media/formats`, has the same ids. */
export const imageFormats = ["jpeg", "png", "webp", "avif", "tiff", "gif"] as const;
export const ImageFormat = z.enum(imageFormats);
export type ImageFormat = z.infer<typeof ImageFormat>;

/** What a file can be that is no picture for us, by its content. `media/formats/refused` has the same words; the last is for the rest. */
export const otherKinds = ["heic", "raw", "jpeg-xl", "svg", "pdf", "video", "other-image", "unknown"] as const;
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

export const derivativeKinds = ["clean", "redacted", "preview"] as const;
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
    subject: Subject.nullable(),
    grantorId: z.uuid().nullable(),
    /** Whether the redaction covers it. A bystander's is always covered. */
    redact: z.boolean(),
  })
  .refine((r) => (r.subject === "person") === (r.grantorId !== null), "a person's region names the grantor, another names none")
  .refine((r) => !(r.subject === "thing" && bodily(r.kind)), "a face or a tattoo is never a thing")
  .refine((r) => r.subject !== "bystander" || r.redact, "a bystander is always redacted");
export type Region = z.infer<typeof Region>;

export const MAX_REGIONS = 500;
export const Regions = z
  .array(Region)
  .max(MAX_REGIONS)
  .refine((all) => new Set(all.map((r) => r.id)).size === all.length, "each region has an id of its own");

/** The outcome of looking for regions on an item, as clearance needs it. */
export type RegionFacts = Pick<Region, "id" | "kind" | "subject" | "grantorId" | "redact">;
