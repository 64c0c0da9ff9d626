"use client";
import { useState } from "react";
import { createPortal } from "react-dom";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Ltr } from "~/components/ltr";
import { QrCode } from "~/components/qr-code";
import { RefusalNotice } from "~/components/refusal-notice";
import { Facts, Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./slip.module.css";

type Made = Outputs["ledger"]["slip"];

/** What its documenter takes away of a file that they handed in: enough to show that they did, without us. */
export function Slip({ itemId }: { readonly itemId: string }) {
  const t = useTranslations("item.slip");
  const { pending, refused, attempt } = useAttempt();
  const [made, setMade] = useState<Made | null>(null);
  const make = () =>
    attempt(async () => {
      setMade(await trpc.ledger.slip.query({ itemId }));
    });
  return (
    <Card title={t("title")}>
      <Stack gap="m">
        <p>{t("text")}</p>
        <RefusalNotice refused={refused} />
        {made === null ? (
          <Row>
            <Button onClick={() => void make()} pending={pending}>
              {t("make")}
            </Button>
          </Row>
        ) : (
          <>
            <Row>
              <Button onClick={() => print()} variant="primary">
                {t("print")}
              </Button>
              <Button onClick={() => setMade(null)}>{t("done")}</Button>
            </Row>
            <Told made={made} />
            <Paper text={made.text} />
            {createPortal(
              <div aria-hidden="true" className={styles.printed}>
                <Paper text={made.text} />
              </div>,
              document.body,
            )}
          </>
        )}
      </Stack>
    </Card>
  );
}

/** What is on it, and how it is checked: for whoever made it, and on the screen alone. */
function Told({ made: { digest, at, index } }: { readonly made: Made }) {
  const t = useTranslations("item.slip");
  return (
    <>
      <h3>{t("screen")}</h3>
      <Facts>
        <dt>{t("digest")}</dt>
        <dd>
          <Ltr mono>{digest}</Ltr>
        </dd>
        <dt>{t("at")}</dt>
        <dd>
          <Time at={at} shape="second" />
        </dd>
        <dt>{t("index")}</dt>
        <dd>
          <Ltr>{index}</Ltr>
        </dd>
      </Facts>
      <p>{t("check")}</p>
    </>
  );
}

/** The sheet: sealed, and without a word, so that it says nothing to whoever finds it. The file's digest opens it, and never stands here. */
function Paper({ text }: { readonly text: string }) {
  const t = useTranslations("item.slip");
  return (
    <div className={styles.paper}>
      <QrCode label={t("code")} text={text} />
      <pre className={styles.text} dir="ltr">
        {text}
      </pre>
    </div>
  );
}
