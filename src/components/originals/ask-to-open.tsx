"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { RadioGroupField } from "~/components/field";
import { ReasonField } from "~/components/reason-field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { openingPurposes, type OpeningPurpose } from "~/domain/opening";
import { trpc } from "~/trpc/client";

/** Ask that another reviewer agrees to this item's original being opened. */
export function AskToOpen({ itemId }: { itemId: string }) {
  const t = useTranslations("originals.ask");
  const purposes = useTranslations("originals.purposes");
  const router = useRouter();
  const [purpose, setPurpose] = useState<OpeningPurpose | null>(null);
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const submit = () => {
    setChecked(true);
    if (!purpose || reason.trim() === "") return;
    void attempt(async () => {
      const { id } = await trpc.originals.ask.mutate({ itemId, purpose, reason: reason.trim() });
      router.push(`/originals/${id}`);
    });
  };
  return (
    <Card title={t("title")}>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (!pending) submit();
        }}
      >
        <Stack gap="m">
          <p>{t("explain")}</p>
          <RadioGroupField
            error={checked && !purpose && t("purposeMissing")}
            label={t("purpose")}
            onChange={setPurpose}
            options={openingPurposes.map((value) => ({ value, label: purposes(value) }))}
            required
            value={purpose}
          />
          <ReasonField hint={t("reasonHint")} label={t("reason")} missing={checked && t("reasonMissing")} onChange={setReason} value={reason} />
          <RefusalNotice refused={refused} />
          <Row>
            <Button icon="lock" pending={pending} type="submit">
              {t("submit")}
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
