"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { Link } from "~/components/link";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";

/** What was here and is not any more: when it went, and why. */
export function Tombstones({ erased, linked }: { erased: Outputs["incidents"]["read"]["erased"]; linked: boolean }) {
  const t = useTranslations("erasures");
  if (erased.length === 0) return null;
  return (
    <Card title={t("tombstones.title")}>
      <ul>
        {erased.map(({ id, what, ground, doneAt }) => (
          <li key={id}>
            {t.rich("tombstones.line", {
              date: filled(<Time at={doneAt} shape="day" />), what: t(`what.${what}`), ground: t(`grounds.${ground}`),
            })}
          </li>
        ))}
      </ul>
      {linked && <Link href="/erasures">{t("see")}</Link>}
    </Card>
  );
}
