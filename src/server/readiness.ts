import { authSecret, config } from "~/env";
import { loadSigner } from "~/ledger";
import { noteOpened, openAuthSecret } from "./keys/commands";
import { checkMaps } from "./maps";
import { instanceHolder } from "./sealing";

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");

/** Each need, with what to say where it is not met. */
const needs: readonly (readonly [need: () => unknown, sentence: (reason: string) => string])[] = [
  [config, (reason) => reason],
  [instanceHolder, (reason) => `The instance key cannot be used: ${reason}`],
  [openAuthSecret, (reason) => `The secret of session cookies cannot be opened: ${reason}`],
  [authSecret, (reason) => `The secret of session cookies cannot be used: ${reason}`],
  [() => loadSigner(config().keys.ledger), (reason) => `The ledger's key cannot be used: ${reason}`],
  [checkMaps, (reason) => `The map tiles that MAP_TILES names cannot be used: ${reason} Name another file, or leave it out: then maps are drawn from the outlines that come along.`],
  // Last, for it is true only of a process that goes on.
  [() => noteOpened(new Date()), (reason) => `That the instance key was opened cannot be written into the ledger: ${reason}`],
];

/**
 * What keeps this process from doing its work, in a sentence for whoever runs it; null where nothing does. A service
 * that cannot open what it sealed must not take photos in.
 */
export async function hindrance(): Promise<string | null> {
  for (const [need, sentence] of needs) {
    try {
      await need();
    } catch (error) {
      return sentence(reasonOf(error));
    }
  }
  return null;
}
