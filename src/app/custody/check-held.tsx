"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import type { OwnKey } from "~/components/custody/key.worker";
import { UnlockForm } from "~/components/custody/unlock-form";
import { heldBy, type Mine, type Wraps } from "~/components/custody/unlocking";
import { Notice } from "~/components/notice";

/**
 * Whether what the reader was given is the custody key: the server keeps what somebody sealed to them and cannot look into
 * it. What is not it is better noticed today than on the day of the hearing.
 */
export function CheckHeld({ custodyKeyId, wraps }: { custodyKeyId: string; wraps: Wraps }) {
  const t = useTranslations("custody.check");
  const [found, setFound] = useState<"right" | "wrong" | null>(null);
  const run = async (key: OwnKey, mine: Mine) => {
    const held = heldBy(mine, key, custodyKeyId);
    if (!held) return "not-held";
    const answer = await inWorker("check", { held, by: key.by });
    setFound(answer.ok ? "right" : answer.why === "wrong-key" ? "wrong" : null);
    return answer.ok || answer.why === "wrong-key" ? null : answer.why;
  };
  return (
    <Card title={t("title")}>
      <UnlockForm run={run} submit={t("submit")} wraps={wraps}>
        <p>{t("explain")}</p>
        {found && (
          <Notice live={found === "right" ? "polite" : "assertive"} tone={found === "right" ? "ok" : "danger"}>
            <p>{t(found)}</p>
          </Notice>
        )}
      </UnlockForm>
    </Card>
  );
}
