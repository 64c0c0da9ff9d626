"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { ReasonField } from "~/components/reason-field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import type { Purpose } from "~/domain/consent";
import { OpeningPurpose } from "~/domain/opening";
import { trpc } from "~/trpc/client";

/** Ask for an opening of each of these originals, with one ground. */
export function AskForAll({ itemIds, purpose }: { itemIds: readonly string[]; purpose: Purpose }) {
  const [t, asking] = [useTranslations("dossier.originals"), useTranslations("originals.ask")];
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const submit = () => {
    setChecked(true);
    if (reason.trim() === "") return;
    void attempt(async () => {
      const opensFor = OpeningPurpose.parse(purpose);
      try {
        for (const itemId of itemIds) await trpc.originals.ask.mutate({ itemId, purpose: opensFor, reason: reason.trim() });
      } finally {
        // What was asked for before one of them was refused is asked for.
        router.refresh();
      }
    });
  };
  return (
    <Stack gap="m">
      <ReasonField hint={asking("reasonHint")} label={asking("reason")} missing={checked && asking("reasonMissing")} onChange={setReason} value={reason} />
      <RefusalNotice refused={refused} />
      <Row>
        <Button icon="lock" onClick={submit} pending={pending}>
          {t("ask", { count: itemIds.length })}
        </Button>
      </Row>
    </Stack>
  );
}
