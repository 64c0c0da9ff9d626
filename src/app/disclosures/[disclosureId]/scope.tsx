import { filled } from "~/components/filled";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../../i18n";

/** Whether it is the whole incident, and how much of that was left out: as the recipient of a dossier is told it. */
export async function ScopeFacts({ scope }: Pick<Outputs["disclosures"]["read"], "scope">) {
  const t = await getTranslations("whole");
  return (
    <>
      <dt>{t("scope")}</dt>
      <dd>
        {scope.of === "things" ? (
          t("things")
        ) : (
          <>
            <p>{t.rich("incident", { date: filled(<Time at={new Date(scope.at)} />) })}</p>
            {scope.leftOut.length === 0 && <p>{t("outNone")}</p>}
            {scope.leftOut.map(({ kind, why, count }) => (
              <p key={`${kind} ${why}`}>
                {t("leftOut", { things: t(kind === "photo" ? "photos" : "accounts", { count }), why: t(`why.${why}`) })}
              </p>
            ))}
          </>
        )}
      </dd>
    </>
  );
}
