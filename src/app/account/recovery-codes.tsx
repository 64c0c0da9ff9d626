"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { CopyField } from "~/components/copy-field";
import { filled } from "~/components/filled";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

/** `isHereByOne`: the reader signed in with one of them just now. */
export function RecoveryCodes({ codes, isHereByOne }: { codes: Outputs["recoveryCodes"]["left"]; isHereByOne: boolean }) {
  const t = useTranslations("recoveryCodes");
  const router = useRouter();
  const [made, setMade] = useState<readonly string[] | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const make = async () => setMade((await trpc.recoveryCodes.make.mutate({})).codes);
  if (made)
    return (
      <Card title={t("title")}>
        <Notice live="polite" title={t("shownTitle")} tone="attention">
          <p>{t("shownText")}</p>
        </Notice>
        <CopyField label={t("codes")} lines={made.length} value={made.join("\n")} />
        <Row>
          <Button onClick={() => window.print()}>{t("print")}</Button>
          <Button
            onClick={() => {
              setMade(null);
              router.refresh();
            }}
            variant="primary"
          >
            {t("kept")}
          </Button>
        </Row>
      </Card>
    );
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      {isHereByOne && (
        <Notice title={t("usedNow.title")} tone="attention">
          <p>{t("usedNow.text")}</p>
        </Notice>
      )}
      {codes ? (
        <>
          <p>{t("left", { count: codes.left })}</p>
          {codes.usedAt && <p>{t.rich("usedAt", { time: filled(<Time at={codes.usedAt} />) })}</p>}
          <Row>
            <ConfirmButton confirmLabel={t("make")} label={t("make")} onConfirm={make} title={t("makeTitle")}>
              <p>{t("makeText")}</p>
            </ConfirmButton>
          </Row>
        </>
      ) : (
        <>
          <Notice tone="attention">
            <p>{t("none")}</p>
          </Notice>
          <RefusalNotice refused={refused} />
          <Row>
            <Button onClick={() => void attempt(make)} pending={pending} variant="primary">
              {t("make")}
            </Button>
          </Row>
        </>
      )}
    </Card>
  );
}
