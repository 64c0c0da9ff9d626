"use client";
import { useRef, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { trpc } from "~/trpc/client";
import { KeyForm, type KeyFault } from "./key-form";
import type { OwnKey } from "./key.worker";
import { withPasskey, withPassphrase, type Mine, type Wraps } from "./unlocking";

/**
 * Something that is done with the reader's own key, which opens by their passphrase or one of their passkeys. What is to be
 * opened is fetched only then: that it leaves the server stands in the ledger each time.
 * @param props.wraps those of them that may open it here
 * @param props.ready whether what else is typed can be tried; it says itself what is wrong
 * @param props.run what is wrong, or null where it went through
 */
export function UnlockForm({ wraps, submit, ready = () => true, run, children }: {
  wraps: Wraps;
  submit: ReactNode;
  ready?: () => boolean;
  run: (key: OwnKey, mine: Mine) => Promise<KeyFault | null>;
  children?: ReactNode;
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
  if (!has("passphrase")) return <KeyForm ready={ready} run={passkey} submit={<>{submit} ({t("byPasskey")})</>}>{children}</KeyForm>;
  return (
    <KeyForm
      asksPassphrase
      {...(has("passkey") && { otherwise: { label: t("withPasskey"), run: passkey } })}
      ready={ready}
      run={(passphrase) => by((mine) => withPassphrase(mine, passphrase))()}
      submit={submit}
    >
      {children}
    </KeyForm>
  );
}
