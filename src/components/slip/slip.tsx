"use client";
import { useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CopyField } from "~/components/copy-field";
import { saveFile } from "~/components/disclosures/save-file";
import { Ltr } from "~/components/ltr";
import { QrCode } from "~/components/qr-code";
import { RefusalNotice } from "~/components/refusal-notice";
import { Facts, Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./slip.module.css";

type Made = {
  readonly slip: Outputs["ledger"]["slip"];
  /** What opens it, where its documenter has no such file yet. */
  readonly file: string | null;
};

/** What its documenter takes away of a photo that they handed in. */
export function ItemSlip({ itemId }: { readonly itemId: string }) {
  const t = useTranslations("slip");
  return (
    <Card title={t("title")}>
      <Slip about={t("item")} make={async () => ({ slip: await trpc.ledger.slip.query({ itemId }), file: null })} />
    </Card>
  );
}

/** What its author takes away of an account, as its words are now. */
export function AccountSlip({ accountId }: { readonly accountId: string }) {
  const t = useTranslations("slip");
  return (
    <details>
      <summary>{t("title")}</summary>
      <Slip about={t("account")} make={() => trpc.accounts.slip.query({ accountId })} />
    </details>
  );
}

/** Enough to show that something was handed in, without us. */
function Slip({ about, make }: { readonly about: ReactNode; readonly make: () => Promise<Made> }) {
  const t = useTranslations("slip");
  const { pending, refused, attempt } = useAttempt();
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Stack gap="m">
      <p>{about}</p>
      <RefusalNotice refused={refused} />
      {made === null ? (
        <Row>
          <Button onClick={() => void attempt(async () => setMade(await make()))} pending={pending}>
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
          <Paper text={made.slip.text} />
          {createPortal(
            <div aria-hidden="true" className={styles.printed}>
              <Paper text={made.slip.text} />
            </div>,
            document.body,
          )}
        </>
      )}
    </Stack>
  );
}

/** What is on it, and how it is checked: for whoever made it, and on the screen alone. */
function Told({ made: { slip: { digest, at, index }, file } }: { readonly made: Made }) {
  const t = useTranslations("slip");
  return (
    <>
      <h3>{t("screen")}</h3>
      <CopyField hint={t("digestHint")} label={t("digest")} value={digest} />
      {file === null ? null : (
        <>
          <p>{t("saveText")}</p>
          <Row>
            <Button onClick={() => saveFile("words.json", new Blob([file], { type: "application/json" }))}>{t("save")}</Button>
          </Row>
        </>
      )}
      <Facts>
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

/** The sheet: sealed, and without a word, so that it says nothing to whoever finds it. The digest that opens it never stands here. */
function Paper({ text }: { readonly text: string }) {
  const t = useTranslations("slip");
  return (
    <div className={styles.paper}>
      <QrCode label={t("code")} text={text} />
      <pre className={styles.text} dir="ltr">
        {text}
      </pre>
    </div>
  );
}
