"use client";
import { useTranslations } from "use-intl";
import { AgreeOrDecline } from "~/components/agree-or-decline";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { trpc } from "~/trpc/client";

/** For a reviewer who did not ask: the originals that another wants to put into this dossier, and why. */
export function AgreeToAll({ openingIds, handle, reasons }: { openingIds: readonly string[]; handle: string; reasons: readonly string[] }) {
  const [t, agreeing] = [useTranslations("dossier.originals"), useTranslations("originals.agree")];
  const decide = async (agree: boolean) => {
    for (const openingId of openingIds) await trpc.originals.decide.mutate({ openingId, agree });
  };
  return (
    <AgreeOrDecline agree={agreeing("agree")} decide={decide} decline={agreeing("decline")} title={t("agreeTitle")}>
      <p>{t.rich("agreeExplain", { count: openingIds.length, who: filled(<Ltr>{handle}</Ltr>) })}</p>
      {reasons.map((reason) => (
        <blockquote dir="auto" key={reason}>
          {reason}
        </blockquote>
      ))}
    </AgreeOrDecline>
  );
}
