import { hashPassphrase, newSecret } from "~/server/credentials";
import { db } from "~/server/db";
import { sealJson } from "~/server/sealing";

/** Somebody who can sign in. */
export type Member = { readonly handle: string; readonly passphrase: string; readonly secret: string };

const PASSPHRASE = "tulip anchor velvet moon";

/** Members straight into the table, with one passphrase, hashed once as the service hashes it, and an authenticator each. */
export async function newMembers(handles: readonly string[]): Promise<Member[]> {
  const passphraseHash = await hashPassphrase(PASSPHRASE);
  return Promise.all(
    handles.map(async (handle) => {
      const secret = newSecret();
      const { id } = await db().member.create({
        data: { handle, role: "documenter", passphraseHash, totpSealed: new Uint8Array() },
        select: { id: true },
      });
      await db().member.update({ where: { id }, data: { totpSealed: await sealJson(secret, { kind: "totp", id }) }, select: { id: true } });
      return { handle, passphrase: PASSPHRASE, secret };
    }),
  );
}
