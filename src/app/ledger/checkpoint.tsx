"use client";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CopyField } from "~/components/copy-field";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Row } from "~/components/stack";

/** Hands the text to the browser as a file. The link is never in the page. */
function download(text: string, name: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The ledger's signed head, to take away. `note` is a signed note, `publicKey` the key in the form that verifiers take. */
export function Checkpoint({ note, publicKey, size }: { note: string; publicKey: string; size: number }) {
  const t = useTranslations("ledger.checkpoint");
  return (
    <Card title={t("title")}>
      <p>{t("text", { count: size })}</p>
      <CopyField label={t("note")} lines={5} value={note} />
      <Row>
        <Button icon="share" onClick={() => download(note, `checkpoint-${size}.txt`)}>
          {t("download")}
        </Button>
      </Row>
      <CopyField hint={t("keyHint")} label={t("key")} value={publicKey} />
      <p>{t.rich("verify", { command: filled(<Ltr mono>npm run ledger:verify</Ltr>) })}</p>
    </Card>
  );
}
