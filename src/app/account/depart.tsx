"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { CheckboxField } from "~/components/field";
import { leave } from "~/components/leaving";
import { Notice } from "~/components/notice";
import { Previewed } from "~/components/previewed";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";

/** Goes for good, after it was shown what follows. */
export function Depart() {
  const t = useTranslations("departure");
  const [accepted, setAccepted] = useState(false);
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      <Row>
        <Previewed
          act={async (preview) => {
            await trpc.members.depart.mutate({ preview, accepted });
            // This browser keeps nothing of them either.
            await leave();
          }}
          button={t("button")}
          confirm={t("confirm")}
          held={({ warnings }) => warnings.length > 0 && !accepted}
          loading={t("loading")}
          look={() => trpc.members.previewDeparture.query()}
          onClose={() => setAccepted(false)}
          shown={({ stand, under, candidates, sessions, links, disclosures, warnings }) => (
            <Stack gap="s">
              <p>{t(stand ? "stand" : "fall", { under, candidates })}</p>
              <p>{t("ends", { sessions, links })}</p>
              {disclosures > 0 && <p>{t("disclosures", { count: disclosures })}</p>}
              <p>{t("back")}</p>
              {warnings.map((warning) => (
                <Notice key={warning} tone="danger">
                  <p>{t(`warnings.${warning}`)}</p>
                </Notice>
              ))}
              {warnings.length > 0 && (
                <CheckboxField checked={accepted} label={t("accept")} onChange={(event) => setAccepted(event.target.checked)} />
              )}
            </Stack>
          )}
          title={t("sure")}
        />
      </Row>
    </Card>
  );
}
