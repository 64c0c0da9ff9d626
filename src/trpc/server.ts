import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { createContext } from "~/server/trpc/context";
import { createCaller } from "~/server/trpc/root";

const context = cache(async () => createContext(await headers()));

/**
 * The API for server components: the same procedures, the same rights, one context per request. Who is not signed in
 * goes to sign in.
 */
export const api = cache(async () => {
  const ctx = await context();
  if (!ctx.actor) redirect("/sign-in");
  return createCaller(ctx);
});

/** Who is asking, or null when nobody is signed in. */
export const me = cache(async () => {
  const ctx = await context();
  return ctx.actor ? createCaller(ctx).members.me() : null;
});

/** What is not there, or not theirs, is a page that says so. */
export async function orNotFound<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) notFound();
    throw error;
  }
}
