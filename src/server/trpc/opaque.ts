import { TRPCError } from "@trpc/server";
import { randomBytes } from "node:crypto";
import { log } from "~/server/log";

const references = new WeakMap<object, string>();

/** The number under which the log has an error, if it is one that nobody expected. */
export const referenceOf = (error: object): string | null => references.get(error) ?? null;

/** What nobody expected: logged by where it came from under a number, and from then on without its message. */
export function opaque(where: string, error: unknown): TRPCError {
  const reference = randomBytes(4).toString("hex");
  log.unexpected(reference, where, error);
  const left = new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "unexpected" });
  references.set(left, reference);
  return left;
}
