import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Stands between a service and PostgreSQL's socket, and breaks connections at a chosen point of the protocol
 * (PostgreSQL's documentation, "Message Formats"), which a kill from outside hits once in ten thousand times.
 */
export class BreakableDatabase {
  /** Breaks the next connection that commits, when PostgreSQL has answered and before the service hears of it. */
  loseNextCommit = false;
  /** Turns away whoever connects, as while PostgreSQL starts; connections that stand go on. */
  turnAway = false;
  readonly #open = new Set<Socket>();

  private constructor(
    /** A connection string that goes through here. */
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  /** @param url of a database behind a unix socket */
  static async before(url: string): Promise<BreakableDatabase> {
    const through = new URL(url);
    const socket = path.join(through.searchParams.get("host") ?? "", ".s.PGSQL.5432");
    const folder = await mkdtemp(path.join(tmpdir(), "vouchsafe-pg-"));
    through.searchParams.set("host", folder);
    const server = createServer((client) => breakable.#join(client, connect(socket)));
    const breakable = new BreakableDatabase(through.href, async () => {
      breakable.cut();
      server.close();
      await rm(folder, { recursive: true, force: true });
    });
    await new Promise<void>((listening) => server.listen(path.join(folder, ".s.PGSQL.5432"), listening));
    return breakable;
  }

  /** Ends every connection that stands, as a restart does. */
  cut(): void {
    for (const open of this.#open) open.destroy();
  }

  #join(client: Socket, postgres: Socket): void {
    const sides = [client, postgres];
    const part = () => {
      for (const side of sides) side.destroy();
    };
    for (const side of sides) {
      this.#open.add(side);
      side.once("close", () => this.#open.delete(side));
      side.once("close", part);
      side.on("error", part);
    }
    if (this.turnAway) return part();
    client.on("data", (asked) => postgres.write(asked));
    postgres.on("data", (answered) => {
      // CommandComplete with its tag. By now the commit is on the disk.
      if (this.loseNextCommit && answered.includes("COMMIT\0")) {
        this.loseNextCommit = false;
        part();
      } else client.write(answered);
    });
  }
}
