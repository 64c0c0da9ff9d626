import * as commands from "./commands";

/** Once a night: see what was kept long enough, and let go what was announced in time. */
export async function apply(at: Date = new Date()): Promise<void> {
  await commands.carryOut(at);
  await commands.retain(at);
}
