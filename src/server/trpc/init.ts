import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError } from "zod";
import { asksAgain, may, type Action } from "~/domain/policy";
import { isProven } from "~/domain/proving";
import { Refusal, type RefusalCode } from "~/domain/refusal";
import { log } from "~/server/log";
import { opaque, referenceOf } from "./opaque";
import { noteRefused } from "./refused";
import type { Context } from "./context";

/** What a door is: an action of the policy, or one of the few that open without a session, named in the doors test. */
type Meta = { readonly action: Action | "open" };

/** Not allowed and not there look alike from outside. */
const statusOf = (code: RefusalCode): TRPCError["code"] => {
  if (code === "not-signed-in" || code === "prove-again") return "UNAUTHORIZED";
  if (code === "not-found") return "NOT_FOUND";
  if (code === "too-many-attempts" || code === "busy") return "TOO_MANY_REQUESTS";
  if (code === "changed-meanwhile" || code === "handle-taken" || code === "already-in-incident") return "CONFLICT";
  if (code === "too-many-bytes") return "PAYLOAD_TOO_LARGE";
  return "UNPROCESSABLE_CONTENT";
};

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
    isDev: false,
    // One opaque message with a reference number for what nobody expected; the code and its harmless details otherwise.
    errorFormatter({ shape, error }) {
      const refusal = error.cause instanceof Refusal ? error.cause : null;
      const invalid = error.code === "BAD_REQUEST" && error.cause instanceof ZodError;
      return {
        code: shape.code,
        message: refusal?.code ?? (invalid ? "input-invalid" : "unexpected"),
        data: {
          httpStatus: shape.data.httpStatus,
          refusal: refusal ? { code: refusal.code, details: refusal.details } : invalid ? inputInvalid(error.cause) : null,
          reference: referenceOf(error),
        },
      };
    },
  });

/** Which fields, never what was in them. */
const inputInvalid = (error: unknown) => ({
  code: "input-invalid" as const,
  details: { fields: error instanceof ZodError ? [...new Set(error.issues.map((i) => i.path.join(".")))] : [] },
});

/** Turns refusals into tRPC errors; everything else is logged under a reference number and loses its message. */
const translate = t.middleware(async ({ next, path }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = result.error.cause;
  if (cause instanceof Refusal) {
    log.turnedAway(path, cause.code);
    throw new TRPCError({ code: statusOf(cause.code), message: cause.code, cause });
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR") throw opaque(path, cause ?? result.error);
  if (cause instanceof ZodError) log.turnedAway(path, "input-invalid");
  return result;
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** The only way to make a procedure for members: say which action it is. Its path equals the action. */
export const act = (action: Action) =>
  t.procedure
    .meta({ action })
    .use(translate)
    .use(async ({ ctx, next }) => {
      if (!ctx.actor) throw new Refusal("not-signed-in");
      if (!may(ctx.actor.role, action)) {
        await noteRefused(ctx.actor, action, ctx.at);
        throw new Refusal("not-found");
      }
      if (asksAgain.has(action) && !isProven(ctx.provenAt, ctx.at)) throw new Refusal("prove-again");
      const result = await next({ ctx: { actor: ctx.actor, session: ctx.session!, at: ctx.at } });
      // Rows that are not theirs, or not there: which of the two is told to nobody, and that it was tried is recorded.
      if (!result.ok && isNotFound(result.error.cause)) await noteRefused(ctx.actor, action, ctx.at);
      return result;
    });

const isNotFound = (cause: unknown): boolean => cause instanceof Refusal && cause.code === "not-found";

/** For the handful of doors that open without a session. */
export const open = t.procedure.meta({ action: "open" }).use(translate);
