import { createTRPCClient, httpLink } from "@trpc/client";
import { generate } from "otplib";
import superjson from "superjson";
import * as z from "zod";
import type { MemberRole } from "~/domain/roles";
import type { Root } from "~/server/trpc/root";
import { ceremony } from "../support/ceremony";
import { details } from "../support/collective";

const PASSPHRASE = "tulip anchor velvet moon";
const Csrf = z.object({ csrfToken: z.string() });

/** The API, asked over HTTP as the pages ask it. */
export const api = (address: string, cookie = "") =>
  createTRPCClient<Root>({
    links: [
      httpLink({
        url: `${address}/api/trpc`,
        transformer: superjson,
        methodOverride: "POST",
        headers: { origin: address, cookie },
      }),
    ],
  });

const cookiesOf = (response: Response): string =>
  response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");

/** @returns the cookies that a browser would send from here on */
async function signIn(address: string, handle: string, secret: string): Promise<string> {
  const asked = await fetch(`${address}/api/auth/csrf`);
  const { csrfToken } = Csrf.parse(await asked.json());
  const form = { csrfToken, handle, passphrase: PASSPHRASE, code: await generate({ secret }), json: "true" };
  const answered = await fetch(`${address}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { origin: address, cookie: cookiesOf(asked) },
    body: new URLSearchParams(form),
    redirect: "manual",
  });
  const session = cookiesOf(answered);
  if (!answered.ok || !session.includes("vouchsafe.session")) throw new Error(`${handle} is not let in (${answered.status}).`);
  return session;
}

/** Somebody who is signed in: the cookies that a browser would send, and what they show for who they are. */
export type Joined = Readonly<{ cookie: string; passphrase: string; key: string }>;

/** Join with a link's token and sign in. */
async function join(address: string, token: string, handle: string): Promise<Joined> {
  const { secret } = await api(address).join.begin.mutate({ token, handle });
  const code = await generate({ secret });
  await api(address).join.finish.mutate({ token, handle, passphrase: PASSPHRASE, code });
  return { cookie: await signIn(address, handle, secret), passphrase: PASSPHRASE, key: secret };
}

export type Collective = Readonly<{
  /** Of a documenter who is signed in. */
  cookie: string;
  incidents: readonly string[];
  /** The custody key's private half, which no instance ever sees. */
  identity: string;
}>;

/** Takes an empty instance over from its first link, over HTTP: a steward, a team, and a way to let others in. */
async function found(address: string, firstStewardLink: string) {
  const [, firstToken = ""] = firstStewardLink.split("#");
  const sol = await join(address, firstToken, "sol");
  const steward = api(address, sol.cookie);
  const { id: teamId } = await steward.teams.create.mutate({ name: "Dawn team", code: "CAL" });
  const letIn = async (role: MemberRole, handle: string) => {
    const { token } = await steward.members.invite.mutate({ role, teamId: role === "documenter" ? teamId : null });
    return join(address, token, handle);
  };
  return { sol, teamId, letIn };
}

/** The founders of an empty instance, who came in over HTTP: a steward called sol, and the reviewers and documenters that are named. */
export async function founders<Handle extends string>(
  address: string,
  firstStewardLink: string,
  named: Readonly<Record<Handle, MemberRole>>,
): Promise<Record<Handle | "sol", Joined>> {
  const { sol, letIn } = await found(address, firstStewardLink);
  const joined: Record<string, Joined> = { sol };
  for (const [handle, role] of Object.entries<MemberRole>(named)) joined[handle] = await letIn(role, handle);
  return joined;
}

/** Fills an empty instance with the people that taking photos in needs, over HTTP, from its first link on. */
export async function gather(address: string, firstStewardLink: string): Promise<Collective> {
  const { teamId, letIn } = await found(address, firstStewardLink);
  const reviewer = api(address, (await letIn("reviewer", "rosa")).cookie);
  const { set, identity } = await ceremony((await reviewer.members.me.query()).id);
  await reviewer.custodyKey.set.mutate(set);

  const { cookie } = await letIn("documenter", "amal");
  const create = async (place: string) => {
    const { id } = await api(address, cookie).incidents.create.mutate({ teamId, details: { ...details, place }, account: null });
    return id;
  };
  return { cookie, identity, incidents: [await create("Under the bridge"), await create("Behind the station")] };
}
