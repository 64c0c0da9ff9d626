import type { Actor } from "~/domain/roles";
import { currentSession } from "~/server/auth";
import { opaque } from "./opaque";

export type Context = {
  readonly actor: Actor | null;
  /** Id of the session row. */
  readonly session: string | null;
  /** When its holder last showed who they are. */
  readonly provenAt: Date | null;
  /** The instant of the request: the only clock that rules and commands see. */
  readonly at: Date;
  readonly headers: Headers;
};

/** Read anew on every request: a revoked session or a suspended member is refused on their next one. */
export async function createContext(headers: Headers): Promise<Context> {
  const at = new Date();
  // Whatever renders a page prints what it is thrown, and a message of the database's may quote a row.
  const session = await currentSession(headers, at).catch((error: unknown) => {
    throw opaque("context", error);
  });
  return {
    actor: session?.actor ?? null, session: session?.id ?? null, provenAt: session?.provenAt ?? null, at, headers,
  };
}
