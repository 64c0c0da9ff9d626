"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ConfirmButton } from "~/components/confirm-button";
import { RadioGroupField } from "~/components/field";
import { Row, Stack } from "~/components/stack";
import { reviewersGrounds, type ReviewersGround } from "~/domain/erasure";
import { trpc } from "~/trpc/client";

/** Let the clock run for a photo. Another reviewer may have it done sooner. */
export function PlanErasure({ itemId }: { itemId: string }) {
  const t = useTranslations("erasures.ofItem");
  const grounds = useTranslations("erasures.grounds");
  const router = useRouter();
  const [ground, setGround] = useState<ReviewersGround>("asked-by-person");
  const plan = async () => {
    await trpc.erasures.plan.mutate({ target: { itemId }, ground });
    router.refresh();
  };
  return (
    <Stack gap="m">
      <p>{t("explain")}</p>
      <RadioGroupField
        label={t("ground")}
        onChange={setGround}
        options={reviewersGrounds.map((value) => ({ value, label: grounds(value) }))}
        required
        value={ground}
      />
      <Row>
        <ConfirmButton confirmLabel={t("planConfirm")} icon="clock" label={t("plan")} onConfirm={plan} title={t("planTitle")}>
          <p>{t("planExplain")}</p>
        </ConfirmButton>
      </Row>
    </Stack>
  );
}
