/** Loads the weights that the lock file brought, and only those: a file with another digest is not run. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import type { Planes } from "./detector";

/** Threads of one inference: both cores of the smallest machine that this is meant for. */
const THREADS = 2;

export type Weights = {
  /** Below node_modules. */
  readonly path: string;
  readonly sha256: string;
  /** Name of the input, and side of the square window that it takes. */
  readonly input: string;
  readonly window: number;
};

/** Runs the model over one window and gives an output by its name. */
export type Model = (planes: Planes) => Promise<(output: string) => Float32Array>;

/** Found from the project's root by hand, since a bundler would take a `require.resolve` apart. */
const located = (path: string) => [process.cwd(), "node_modules", path].join("/");

/** Throws when the file is missing or is not the one that was measured. */
export async function load({ path, sha256, input, window }: Weights): Promise<Model> {
  const bytes = await readFile(located(path));
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
    throw new Error(`the face detector's weights are not the ones that were measured: ${path}`);
  }
  // The web process imports this module too and never looks for faces: it must not load the runtime.
  const { InferenceSession, Tensor } = await import("onnxruntime-node");
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: THREADS, interOpNumThreads: 1 });
  return async (planes) => {
    const outputs = await session.run({ [input]: new Tensor("float32", planes, [1, 3, window, window]) });
    return (output) => {
      const data = outputs[output]?.data;
      if (!(data instanceof Float32Array)) throw new Error(`the face detector has no output ${output}`);
      return data;
    };
  };
}
