import * as z from "zod";

/** What a file tells beside its picture, as it is shown to people: to who sent it, once, and to who opens the original. */
export const carriers = [
  "exif", "xmp", "iptc", "thumbnail", "colour-profile", "comment", "text", "time", "provenance", "further-picture", "maker-data",
  "unknown-block", "trailing-data",
] as const;
const Carrier = z.enum(carriers);
type Carrier = z.infer<typeof Carrier>;

const text = z.string().max(200).optional();
/**
 * What was found, read from what lies sealed beside an original: in the browser of who opens it, for whom the server's word for
 * it is no reason to trust it.
 */
export const Found = z.object({
  place: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      altitude: z.number().optional(),
      direction: z.number().optional(),
      accuracy: z.number().optional(),
    })
    .optional(),
  taken: z.object({ local: z.string().max(40), offset: z.string().max(6).optional() }).optional(),
  satelliteTime: z.string().max(40).optional(),
  device: z.object({ make: text, model: text, lens: text, serials: z.array(z.string().max(200)).max(6), software: text, host: text }),
  people: z.object({ artist: text, owner: text, copyright: text }),
  texts: z.array(z.string().max(200)).max(10),
  thumbnail: z.boolean(),
  exif: z.boolean(),
  xmp: z.boolean(),
  iptc: z.boolean(),
  residue: z.array(z.object({ kind: Carrier })).max(carriers.length),
});
export type Found = z.infer<typeof Found>;

export const toldOf = (found: Found) => ({
  place: found.place ?? null,
  time: found.taken ?? null,
  satelliteTime: found.satelliteTime ?? null,
  device: {
    make: found.device.make ?? null,
    model: found.device.model ?? null,
    lens: found.device.lens ?? null,
    serials: found.device.serials,
  },
  software: [found.device.software, found.device.host].filter((name) => name !== undefined),
  names: [found.people.artist, found.people.owner, found.people.copyright].filter((name) => name !== undefined),
  texts: found.texts,
  carriers: [...new Set<Carrier>([
    ...(found.exif ? ["exif" as const] : []), ...(found.xmp ? ["xmp" as const] : []), ...(found.iptc ? ["iptc" as const] : []),
    ...(found.thumbnail ? ["thumbnail" as const] : []), ...found.residue.map((part) => part.kind),
  ])],
});
export type Told = ReturnType<typeof toldOf>;
