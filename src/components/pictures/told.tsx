"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { BeforeAfter } from "./told-before-after";

type Told = Outputs["evidence"]["told"];

/**
 * What the file would have told, shown to the one who sent it, once: the answer lives in this component only, and
 * the server has erased it by the time it is here. `toBeShown` is the page's word at first; it does not take the
 * answer away again when the page is read anew.
 */
export function ToldOnce({ itemId, toBeShown }: { readonly itemId: string; readonly toBeShown: boolean }) {
  const t = useTranslations("item.told");
  const { pending, refused, attempt } = useAttempt();
  const [told, setTold] = useState<Told | null>(null);
  if (!toBeShown && told === null) return null;
  const show = () =>
    attempt(async () => {
      setTold(await trpc.evidence.told.mutate({ itemId }));
    });
  return (
    <Card title={t("title")}>
      {told === null ? (
        <>
          <p>{t("intro")}</p>
          <RefusalNotice refused={refused} />
          <div>
            <Button icon="eye" onClick={() => void show()} pending={pending} variant="primary">
              {t("show")}
            </Button>
          </div>
        </>
      ) : (
        <>
          <Notice live="polite" tone="attention">
            {t("erased")}
          </Notice>
          <BeforeAfter told={told} />
          <p>{t("keep")}</p>
        </>
      )}
    </Card>
  );
}
