"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Link } from "~/components/link";
import { CustodyEntries } from "~/components/pictures/custody-history";
import { RefusalNotice } from "~/components/refusal-notice";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { joined, type Page } from "./history";

type Props = {
  readonly incident: Pick<Outputs["incidents"]["read"], "id" | "items">;
  readonly newest: Page;
};

/** What happened to an incident, its photos and its accounts, in plain words. */
export function IncidentHistory({ incident: { id, items }, newest }: Props) {
  const t = useTranslations("incidents");
  const [kept, setKept] = useState<Page | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const { entries, before } = joined(newest, kept);
  const which = (itemId: string) => {
    const index = items.findIndex((item) => item.id === itemId);
    return index < 0 ? null : <Link href={`/incidents/${id}/items/${itemId}`}>{t("photos.photo", { number: index + 1 })}</Link>;
  };
  const more = async () => {
    const earlier = await trpc.incidents.history.query({ incidentId: id, before });
    setKept({ entries: [...entries, ...earlier.entries], before: earlier.before });
  };
  return (
    <Card title={t("history.title")}>
      <CustodyEntries entries={entries} which={which} />
      <RefusalNotice refused={refused} />
      {before === null ? null : (
        <div>
          <Button onClick={() => void attempt(more)} pending={pending}>
            {t("history.earlier")}
          </Button>
        </div>
      )}
    </Card>
  );
}
