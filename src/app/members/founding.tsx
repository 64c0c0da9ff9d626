"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { Stack } from "~/components/stack";
import { FOUNDERS_MOST, FOUNDING_MS } from "~/domain/founding";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

const DAYS = FOUNDING_MS / (24 * 3600_000);

/** How long a steward's invite is still the whole of it, and its end. */
export function Founding({ founding }: { founding: Outputs["members"]["founding"] }) {
  const t = useTranslations("vouching.founding");
  const router = useRouter();
  const end = async () => {
    await trpc.members.endFounding.mutate({});
    router.refresh();
  };
  if (!founding.open)
    return (
      <Card title={t("title")}>
        <p>{t("over")}</p>
      </Card>
    );
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("text", { days: DAYS, most: FOUNDERS_MOST })}</p>
        <p>{t("count", { count: founding.founders })}</p>
        <ConfirmButton
          confirmLabel={t("end")}
          label={t("end")}
          onConfirm={end}
          title={t("endTitle")}
        >
          <p>{t("endText")}</p>
        </ConfirmButton>
      </Stack>
    </Card>
  );
}
