"use client";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { trpc } from "~/trpc/client";
import { KeyForm, type FormLooks, type KeyFault } from "./key-form";
import type { OwnKey } from "./key.worker";
import { withPasskey, withPassphrase, type Mine, type Wraps } from "./unlocking";

/**
 * Something that is done with the reader's own key, which opens by their passphrase or one of their passkeys. What is to be
 * opened is fetched only then: that it leaves the server stands in the ledger each time.
 * @param props.wraps those of them that may open it here
 * @param props.run what is wrong, or null where it went through
 */
export function UnlockForm({ wraps, submit, run, ...looks }: FormLooks & {
  wraps: Wraps;
  run: (key: OwnKey, mine: Mine) => Promise<KeyFault | null>;
}) {
  const t = useTranslations("wraps");
  const kept = useRef<Mine>(null);
  const by = (means: (mine: Mine) => OwnKey | null | Promise<OwnKey | null>) => async (): Promise<KeyFault | null> => {
    // Nothing of it is open, so it may stay: a passphrase that was mistyped does not take it out a second time.
    const mine = (kept.current ??= await trpc.custodyKey.mine.mutate({}));
    if (!mine) return "not-held";
    const key = await means({ ...mine, wraps: mine.wraps.filter(({ id }) => wraps.some((wrap) => wrap.id === id)) });
    if (!key) return "no-keys";
    const found = await run(key, mine);
    if (found !== "wrong-passphrase") kept.current = null;
    return found;
  };
  const has = (means: Wraps[number]["means"]) => wraps.some((wrap) => wrap.means === means);
  const passkey = async () => {
    const found = await by(withPasskey)();
    return found === "wrong-passphrase" ? "wrong-passkey" : found;
  };
  if (!has("passphrase")) return <KeyForm {...looks} run={passkey} submit={<>{submit} ({t("byPasskey")})</>} />;
  return (
    <KeyForm
      {...looks}
      asksPassphrase
      {...(has("passkey") && { otherwise: { label: t("withPasskey"), run: passkey } })}
      run={(passphrase) => by((mine) => withPassphrase(mine, passphrase))()}
      submit={submit}
    />
  );
}
