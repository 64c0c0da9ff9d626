"use client";
import { useTranslations } from "use-intl";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { Time } from "~/components/time";
import type { Outputs } from "~/trpc/types";

/** Who has gone by their own act, for as long as it is news. */
export function Departed({ members }: { members: Outputs["members"]["list"]["members"] }) {
  const t = useTranslations("departure");
  const gone = members.filter(({ justLeft }) => justLeft);
  if (gone.length === 0) return null;
  return (
    <Notice title={t("told")} tone="attention">
      <ul>
        {gone.map(({ id, handle, leftAt }) => (
          <li key={id}>
            <Ltr>{handle}</Ltr> · {leftAt && t.rich("since", { time: filled(<Time at={leftAt} />) })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
