/** What a file tells besides its picture. Sealed with the original, and shown once to the person who took it. Every string is short and printable. */
import * as z from "zod";

import { residueKinds } from "./formats/format";
import { formatIds } from "./formats/list";

const text = z.string().min(1).max(200);

export const Told = z.object({
  format: z.enum(formatIds),
  /** Degrees (WGS 84, north and east positive), metres, degrees clockwise from north. */
  place: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      altitude: z.number().optional(),
      direction: z.number().min(0).max(360).optional(),
      accuracy: z.number().nonnegative().optional(),
    })
    .optional(),
  /** When it was taken, by the camera's own clock: local time, and the distance to UTC where the camera says it ("+02:00"). */
  taken: z.object({ local: z.iso.datetime({ local: true }), offset: z.string().regex(/^[+-]\d\d:\d\d$/).optional() }).optional(),
  /** The satellites' time, UTC. */
  satelliteTime: z.iso.datetime().optional(),
  device: z.object({
    make: text.optional(),
    model: text.optional(),
    lens: text.optional(),
    serials: z.array(text).max(6),
    software: text.optional(),
    host: text.optional(),
  }),
  people: z.object({ artist: text.optional(), owner: text.optional(), copyright: text.optional() }),
  texts: z.array(text).max(10),
  thumbnail: z.boolean(),
  exif: z.boolean(),
  xmp: z.boolean(),
  iptc: z.boolean(),
  /** Everything in the container that is not picture, by kind, in bytes (for TIFF: in counted values). */
  residue: z.array(z.object({ kind: z.enum(residueKinds), bytes: z.number().nonnegative() })).max(residueKinds.length),
  frames: z.int().min(1),
});
export type Told = z.infer<typeof Told>;
