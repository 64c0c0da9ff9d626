"use client";
import { useTranslations } from "use-intl";
import { AgreeOrDecline } from "~/components/agree-or-decline";
import { trpc } from "~/trpc/client";

/** For a reviewer who is not the one who asked. */
export function Agree({ openingId }: { openingId: string }) {
  const t = useTranslations("originals.agree");
  const decide = (agree: boolean) => trpc.originals.decide.mutate({ openingId, agree });
  return (
    <AgreeOrDecline agree={t("agree")} decide={decide} decline={t("decline")} title={t("title")}>
      <p>{t("explain")}</p>
    </AgreeOrDecline>
  );
}
