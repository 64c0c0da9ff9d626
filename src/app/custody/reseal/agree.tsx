"use client";
import { useTranslations } from "use-intl";
import { AgreeOrDecline } from "~/components/agree-or-decline";
import { trpc } from "~/trpc/client";

/** For a reviewer who has not asked, and who holds the key in use: whoever agrees checks. */
export function Agree({ resealingId, items }: { resealingId: string; items: number }) {
  const t = useTranslations("reseal.agree");
  const decide = (agree: boolean) => trpc.resealings.decide.mutate({ resealingId, agree });
  return (
    <AgreeOrDecline agree={t("agree")} decide={decide} decline={t("decline")} title={t("title")}>
      <p>{t("what", { count: items })}</p>
      <p>{t("then")}</p>
    </AgreeOrDecline>
  );
}
