"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { Stack } from "~/components/stack";
import type { Outputs } from "~/trpc/types";
import { ErasureLine } from "./erasure-line";
import { AskHold, HoldLine } from "./holds";
import { PlanErasure } from "./plan-erasure";

/** For a reviewer, on a photo's page: what is to become of it. A hold is only asked for where something is to go. */
export function EraseOrKeep({ itemId, erasures, holds }: { itemId: string } & Outputs["erasures"]["ofItem"]) {
  const t = useTranslations("erasures");
  const mayAsk = erasures.length > 0 && !holds.some(({ state }) => state === "asked" || state === "held");
  return (
    <>
      <Card title={t("ofItem.title")}>
        <Stack>
          {erasures.map((line) => (
            <ErasureLine key={line.id} line={line} />
          ))}
          {holds.map((hold) => (
            <HoldLine hold={hold} key={hold.id} />
          ))}
          {erasures.length === 0 && <PlanErasure itemId={itemId} />}
        </Stack>
      </Card>
      {mayAsk && (
        <Card title={t("hold.title")}>
          <AskHold of={{ itemId }} />
        </Card>
      )}
    </>
  );
}
