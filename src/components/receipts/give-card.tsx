"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { Notice } from "~/components/notice";
import { LanguageField } from "~/components/people/language-field";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { isPersonLanguage, type PersonLanguage } from "~/messages/wordings/languages";
import { trpc } from "~/trpc/client";
import { Paper, Printed } from "./paper";
import { saveCard, type Made } from "./picture";

type Props = {
  readonly grantorId: string;
  readonly madeAt: Date | null;
  /** In which the person was asked last. */
  readonly language: string;
};

/**
 * Give somebody a card with which they read and change their answers, without one of us. Its number is on this page once: printed,
 * photographed or written down, and forgotten when the page is left.
 */
export function GiveCard({ grantorId, madeAt, language: spoken }: Props) {
  const t = useTranslations("receipts");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [made, setMade] = useState<Made | null>(null);
  const [language, setLanguage] = useState<PersonLanguage>(isPersonLanguage(spoken) ? spoken : "en");
  const make = async () => {
    setMade(await trpc.receipts.make.mutate({ grantorId }));
    router.refresh();
  };
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        {made ? (
          <>
            <Notice live="polite" tone="ok">
              {t("made")}
            </Notice>
            <LanguageField label={t("language")} onChange={setLanguage} value={language} />
            <Row>
              <Button onClick={() => print()} variant="primary">
                {t("print")}
              </Button>
              <Button onClick={() => void saveCard(made, language)}>{t("picture")}</Button>
              <Button onClick={() => setMade(null)}>{t("done")}</Button>
            </Row>
            <Paper language={language} made={made} />
            <Printed language={language} made={made} />
          </>
        ) : (
          <>
            <p>{t("what")}</p>
            {madeAt ? (
              <>
                <p>{t.rich("has", { at: () => <Time at={madeAt} /> })}</p>
                <div>
                  <ConfirmButton confirmLabel={t("again")} label={t("again")} onConfirm={make} title={t("againTitle")}>
                    <p>{t("againText")}</p>
                  </ConfirmButton>
                </div>
              </>
            ) : (
              <Row>
                <Button onClick={() => void attempt(make)} pending={pending}>
                  {t("make")}
                </Button>
              </Row>
            )}
            {refused && <RefusalNotice refused={refused} />}
          </>
        )}
      </Stack>
    </Card>
  );
}
