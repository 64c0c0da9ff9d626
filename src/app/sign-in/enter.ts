"use client";
import { getCsrfToken, signIn } from "next-auth/react";
import { signWithPasskey } from "~/components/passkeys/ceremony";
import { refusalCodes } from "~/domain/refusal";
import { trpc, type Refused } from "~/trpc/client";

export type Credentials = { handle: string; passphrase: string; code: string };

/** @returns null when a session is started, else why not. Which of what was shown did not match is never told. */
async function show(provider: "credentials" | "passkey", shown: Record<string, string>): Promise<Refused["code"] | null> {
  // Where the server cannot be reached, next-auth leaves the page, and with it what was typed. So ask first.
  if ((await getCsrfToken()) === undefined) return "offline";
  const answer = await signIn(provider, { ...shown, redirect: false });
  if (answer?.ok && !answer.error) return null;
  return refusalCodes.find((code) => code === answer?.error) ?? "unexpected";
}

export const enter = (credentials: Credentials) => show("credentials", credentials);

/** The same with a passkey. @throws Refusing where the reader has none here or does not want to */
export async function enterWithPasskey(): Promise<Refused["code"] | null> {
  const assertion = await signWithPasskey(await trpc.passkeys.ask.mutate({}));
  const why = await show("passkey", { assertion: JSON.stringify(assertion) });
  return why === "sign-in-failed" ? "passkey-unknown" : why;
}
