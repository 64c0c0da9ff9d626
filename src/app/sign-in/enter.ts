"use client";
import { getCsrfToken, signIn } from "next-auth/react";
import { refusalCodes, type RefusalCode } from "~/domain/refusal";

export type Credentials = { handle: string; passphrase: string; code: string };

/**
 * Starts a session.
 * @returns null when it is started, else why not. Which of the three did not match is never told.
 */
export async function enter({ handle, passphrase, code }: Credentials): Promise<RefusalCode | "offline" | "unexpected" | null> {
  // Where the server cannot be reached, next-auth leaves the page, and with it what was typed. So ask first.
  if ((await getCsrfToken()) === undefined) return "offline";
  const answer = await signIn("credentials", { handle, passphrase, code, redirect: false });
  if (answer?.ok && !answer.error) return null;
  return refusalCodes.find((code) => code === answer?.error) ?? "unexpected";
}
