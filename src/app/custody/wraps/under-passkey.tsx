"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "~/components/button";
import { inWorker } from "~/components/custody/in-worker";
import type { OwnKey } from "~/components/custody/key.worker";
import { UnlockForm } from "~/components/custody/unlock-form";
import type { Mine, Wraps } from "~/components/custody/unlocking";
import { Notice } from "~/components/notice";
import { credentialOf, evaluatePrf } from "~/components/passkeys/prf";
import { Row, Stack } from "~/components/stack";
import { passkeyHead } from "~/keyring/wrap";
import { trpc } from "~/trpc/client";
import type { Passkeys } from "./own-wraps";

type Props = { reviewerKeyId: string; wraps: Wraps; passkeys: Passkeys; onAdded: () => void };

/** The reader's own key under a passkey as well, where one of theirs makes keys (WebAuthn PRF). */
export function UnderPasskey(props: Props) {
  const t = useTranslations("wraps.add");
  const [begun, setBegun] = useState(false);
  const [added, setAdded] = useState(false);
  const { passkeys, wraps } = props;
  const free = passkeys.filter(({ prf, credentialId }) => prf && !wraps.some((wrap) => wrap.credentialId === credentialId));
  const why = passkeys.length === 0 ? "none" : passkeys.some(({ prf }) => prf) ? null : "cannot";
  return (
    <Stack gap="s">
      <h3>{t("title")}</h3>
      {added && (
        <Notice live="polite" tone="ok">
          <p>{t("added")}</p>
        </Notice>
      )}
      <p>{t("explain")}</p>
      {why && <p>{t(why)}</p>}
      {why && (
        <Row>
          <ButtonLink href="/account" icon="key">
            {t("toPasskeys")}
          </ButtonLink>
        </Row>
      )}
      {free.length > 0 && !begun && (
        <Row>
          <Button icon="key" onClick={() => setBegun(true)}>
            {t("begin")}
          </Button>
        </Row>
      )}
      {free.length > 0 && begun && (
        <Add
          {...props}
          onAdded={() => {
            setBegun(false);
            setAdded(true);
            props.onAdded();
          }}
          passkeys={free}
        />
      )}
    </Stack>
  );
}

function Add({ reviewerKeyId, wraps, passkeys, onAdded }: Props) {
  const t = useTranslations("wraps.add");
  const run = async (key: OwnKey, mine: Mine) => {
    if (mine.id !== reviewerKeyId) return "not-held";
    const heads = passkeys.map(({ credentialId }) => passkeyHead(credentialOf(credentialId)));
    // Asked for at once: browsers let a page ask for a passkey only soon after something was pressed.
    const made = await evaluatePrf(heads.map((head) => ({ head, credential: head.credential, salt: head.input })));
    if (!made) return "no-keys";
    const answer = await inWorker("rewrap", { key, head: made.passkey.head, under: { means: "passkey", output: made.output } });
    if (!answer.ok) return answer.why;
    await trpc.wraps.add.mutate({ reviewerKeyId, wrap: answer.wrap });
    onAdded();
    return null;
  };
  return (
    <UnlockForm run={run} submit={t("submit")} wraps={wraps}>
      <p>{t("first")}</p>
    </UnlockForm>
  );
}
