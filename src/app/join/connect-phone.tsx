"use client";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CopyField } from "~/components/copy-field";
import { QrCode } from "~/components/qr-code";
import { Row } from "~/components/stack";
import styles from "./join.module.css";

/** `secret` in base32 and the same as an `otpauth:` address, which an app on this phone opens by itself. */
export function ConnectPhone({
  secret,
  uri,
  onNext,
  onBack,
}: {
  secret: string;
  uri: string;
  onNext: () => void;
  onBack: () => void;
}) {
  const t = useTranslations("join.phone");
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      <a className={styles.external} href={uri}>
        {t("open")}
      </a>
      <div className={styles.scan}>
        <h3>{t("scan")}</h3>
        <QrCode label={t("qr")} text={uri} />
      </div>
      <CopyField label={t("key")} lines={2} value={secret.replace(/(.{4})(?=.)/g, "$1 ")} />
      <Row>
        <Button onClick={onNext} variant="primary">
          {t("next")}
        </Button>
        <Button onClick={onBack}>{t("again")}</Button>
      </Row>
    </Card>
  );
}
