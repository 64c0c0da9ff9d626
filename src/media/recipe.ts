/**
 * How a clean image came about, step by step, so that somebody with the same source and the same tools gets the same pixels.
 * Holds versions, parameters and rectangles; never a name, a date or a value read from the source.
 */
import * as z from "zod";

import { Seed, methods } from "./redaction/methods";

const Tools = z.record(z.string().max(40), z.string().max(60));
const Encoding = z.object({ quality: z.int(), chroma: z.literal("4:2:0"), process: z.literal("baseline") });
const Edge = z.int().positive().nullable();

export const RecipeStep = z.discriminatedUnion("step", [
  z.object({ step: z.literal("sanitise"), format: z.string().max(20), longEdge: Edge, tools: Tools, encoding: Encoding }),
  z.object({ step: z.literal("resize"), longEdge: Edge, tools: Tools, encoding: Encoding }),
  z.object({
    step: z.literal("redact"),
    longEdge: Edge,
    method: z.enum(methods),
    version: z.int().positive(),
    /** What chance was drawn from; null for a method without any. */
    seed: z.string().regex(Seed).nullable(),
    /** The rectangles as they were destroyed, in their standard shapes. */
    regions: z.array(z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })).max(1000),
    tools: Tools,
    encoding: Encoding,
  }),
  /** `text` is ours: what stands in the band under the picture. */
  z.object({ step: z.literal("mark"), version: z.int().positive(), text: z.string().max(80), tools: Tools, encoding: Encoding }),
]);
export type RecipeStep = z.infer<typeof RecipeStep>;

export const Recipe = z.array(RecipeStep).max(20).readonly();
export type Recipe = z.infer<typeof Recipe>;
