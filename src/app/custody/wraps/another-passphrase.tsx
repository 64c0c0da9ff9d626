"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { inWorker } from "~/components/custody/in-worker";
import type { OwnKey } from "~/components/custody/key.worker";
import { NewPassphrase, useNewPassphrase } from "~/components/custody/new-passphrase";
import { UnlockForm } from "~/components/custody/unlock-form";
import type { Mine, Wraps } from "~/components/custody/unlocking";
import { Notice } from "~/components/notice";
import { Row, Stack } from "~/components/stack";
import { passphraseHead } from "~/keyring/wrap";
import { trpc } from "~/trpc/client";

type Props = { reviewerKeyId: string; wraps: Wraps; onDone: () => void };

/** A passphrase beside a passkey, or in the place of the one before. */
export function AnotherPassphrase(props: Props) {
  const t = useTranslations("wraps.another");
  const [state, setState] = useState<"idle" | "begun" | "done">("idle");
  return (
    <Stack gap="s">
      <h3>{t("title")}</h3>
      {state === "done" && (
        <Notice live="polite" tone="ok">
          <p>{t("done")}</p>
        </Notice>
      )}
      {state === "begun" ? (
        <Choose
          {...props}
          onDone={() => {
            setState("done");
            props.onDone();
          }}
        />
      ) : (
        <Row>
          <Button onClick={() => setState("begun")}>{t("begin")}</Button>
        </Row>
      )}
    </Stack>
  );
}

function Choose({ reviewerKeyId, wraps, onDone }: Props) {
  const t = useTranslations("wraps.another");
  const chosen = useNewPassphrase();
  const run = async (key: OwnKey, mine: Mine) => {
    if (mine.id !== reviewerKeyId) return "not-held";
    const answer = await inWorker("rewrap", { key, head: passphraseHead(), under: { means: "passphrase", passphrase: chosen.passphrase } });
    if (!answer.ok) return answer.why;
    await trpc.wraps.add.mutate({ reviewerKeyId, wrap: answer.wrap });
    // Only now: interrupted in between, both open it, and the list shows both.
    for (const { id, means } of wraps) if (means === "passphrase") await trpc.wraps.remove.mutate({ wrapId: id });
    onDone();
    return null;
  };
  return (
    <UnlockForm ready={chosen.ready} run={run} submit={t("submit")} wraps={wraps}>
      <p>{t("explain")}</p>
      <NewPassphrase {...chosen.fields} />
      <p>{t("first")}</p>
    </UnlockForm>
  );
}
