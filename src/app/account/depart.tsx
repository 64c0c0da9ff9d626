"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Dialog } from "~/components/dialog";
import { CheckboxField } from "~/components/field";
import { leave } from "~/components/leaving";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Preview = Outputs["members"]["previewDeparture"];

/** Goes for good, after it was shown what follows: what was shown is what is confirmed. */
export function Depart() {
  const t = useTranslations("departure");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [accepted, setAccepted] = useState(false);
  const { pending, refused, attempt, forget } = useAttempt();
  const close = () => {
    setOpen(false);
    setPreview(null);
    setAccepted(false);
    forget();
  };
  const look = () => {
    setOpen(true);
    void attempt(async () => setPreview(await trpc.members.previewDeparture.query()));
  };
  const go = (digest: string) =>
    attempt(async () => {
      await trpc.members.depart.mutate({ preview: digest, accepted });
      // This browser keeps nothing of them either.
      await leave();
    });
  const warned = preview !== null && preview.warnings.length > 0;
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      <Row>
        <Button onClick={look}>{t("button")}</Button>
      </Row>
      <Dialog
        actions={
          <>
            <Button disabled={pending} onClick={close}>
              {common("cancel")}
            </Button>
            {preview && (
              <Button disabled={warned && !accepted} onClick={() => void go(preview.digest)} pending={pending} variant="danger">
                {t("confirm")}
              </Button>
            )}
          </>
        }
        busy={pending}
        onClose={close}
        open={open}
        title={t("sure")}
      >
        {preview ? (
          <Stack gap="s">
            <p>{t(preview.stand ? "stand" : "fall", { under: preview.under, candidates: preview.candidates })}</p>
            <p>{t("ends", { sessions: preview.sessions, links: preview.links })}</p>
            {preview.disclosures > 0 && <p>{t("disclosures", { count: preview.disclosures })}</p>}
            <p>{t("back")}</p>
            {preview.warnings.map((warning) => (
              <Notice key={warning} tone="danger">
                <p>{t(`warnings.${warning}`)}</p>
              </Notice>
            ))}
            {warned && <CheckboxField checked={accepted} label={t("accept")} onChange={(event) => setAccepted(event.target.checked)} />}
          </Stack>
        ) : (
          !refused && <p>{t("loading")}</p>
        )}
        <RefusalNotice refused={refused} />
      </Dialog>
    </Card>
  );
}
