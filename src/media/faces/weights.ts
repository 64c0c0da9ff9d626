/** Loads weights whose digest is known, and only those: a file with another digest is not run. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import { InferenceSession, Tensor } from "onnxruntime-node";

import type { FaceModel, Planes } from "./detector";

/** Threads of one inference: both cores of the smallest machine that this is meant for. */
const THREADS = 2;

type Output = { readonly name: string; readonly dims: readonly number[]; readonly data: Float32Array };

export type Model = {
  readonly name: string;
  /** Side of the square window that it takes; null where it takes any. */
  readonly window: number | null;
  /** One square window of this side through the model. Throws when an output is no tensor of floats. */
  readonly run: (planes: Planes, window: number) => Promise<Output[]>;
};

/** Throws when the file is missing, is not the one that was named, or does not take one picture of three colour planes. */
export async function load({ path, sha256 }: FaceModel): Promise<Model> {
  const bytes = await readFile(path);
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
    throw new Error(`the face detector's weights are not the ones that were named: ${path}`);
  }
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: THREADS, interOpNumThreads: 1 });
  const [input, ...further] = session.inputMetadata;
  if (!input?.isTensor || further.length > 0 || input.type !== "float32" || input.shape.length !== 4 || input.shape[1] !== 3) {
    throw new Error(`the face detector does not take one picture of three colour planes: ${path}`);
  }
  const [, , height, width] = input.shape;
  if (height !== width && typeof height === "number" && typeof width === "number") {
    throw new Error(`the face detector does not look at squares: ${path}`);
  }
  return {
    name: path,
    window: typeof height === "number" ? height : null,
    async run(planes, window) {
      const outputs = await session.run({ [input.name]: new Tensor("float32", planes, [1, 3, window, window]) });
      return Object.entries(outputs).map(([name, { data, dims }]) => {
        if (!(data instanceof Float32Array)) throw new Error(`the face detector's output ${name} is not made of floats: ${path}`);
        return { name, dims, data };
      });
    },
  };
}

/** The output that is wanted. Throws, so that another model than was meant is no detector that finds nobody. */
export function output(model: Model, outputs: readonly Output[], what: string, wanted: (one: Output) => boolean): Float32Array {
  const found = outputs.filter(wanted);
  if (found.length !== 1) {
    const shapes = outputs.map(({ name, dims }) => `${name} [${dims.join(" × ")}]`).join(", ");
    throw new Error(`the face detector has no ${what} as its kind has, but ${shapes}: ${model.name}`);
  }
  return found[0]!.data;
}
