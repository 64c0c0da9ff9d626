import type { Actor } from "~/domain/roles";
import { Authenticator } from "../authenticator";
import { openSession } from "../sessions";
import type { World } from "../world";
import type { Planter } from "./planting";

/** Names a session and a passkey with words, and shows what is none of ours, with words in it. */
export async function lookAfterAccount(world: World, planter: Planter, actor: Actor): Promise<void> {
  const { as, word, refused } = planter;
  const me = as(actor);
  const { id: sessionId } = await openSession(world, actor.id);
  await me.sessions.name({ sessionId, name: `${word()} ${word()}` });

  const passkey = new Authenticator();
  const { challenge } = await me.passkeys.offer({});
  const { id: passkeyId } = await me.passkeys.add({ label: word(), attestation: passkey.make(challenge) });
  await me.passkeys.rename({ passkeyId, label: `${word()} ${word()}` });

  const { challenge: another } = await me.passkeys.offer({});
  const made = passkey.make(another);
  const attestation = {
    ...made, id: word(), rawId: word(),
    response: { ...made.response, clientDataJSON: word(), attestationObject: word() },
  };
  const wrong = { label: word(), attestation };
  await refused("passkeys.add", wrong, () => me.passkeys.add(wrong));
  const assertion = {
    ...passkey.sign(another), id: word(), rawId: word(),
    response: { clientDataJSON: word(), authenticatorData: word(), signature: word(), userHandle: word() },
  };
  await refused("sessions.prove", { assertion }, () => me.sessions.prove({ assertion }));

  const codes: [string, string] = ["7K3M-Q2XW", "0000-0000"];
  const back = { token: word(), codes, passphrase: `${word()} ${word()}`, code: "123456" };
  const stranger = world.as(null).recovery;
  await refused("recovery.inspect", { token: back.token }, () => stranger.inspect({ token: back.token }));
  await refused("recovery.begin", { token: back.token, codes }, () => stranger.begin({ token: back.token, codes }));
  await refused("recovery.finish", back, () => stranger.finish(back));

  await me.members.changePassphrase({ passphrase: `${word()} and ${word()}` });
}
