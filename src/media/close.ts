import { close as closeDecoders } from "./confined/pool";
import { closeDetectors } from "./faces/thread";

/** Ends every decoder and the detectors' thread. Work under way ends with MediaInterrupted. */
export async function close(): Promise<void> {
  await Promise.all([closeDecoders(), closeDetectors()]);
}
