"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Naming } from "~/components/naming";
import { Notice } from "~/components/notice";
import { AddPasskey } from "~/components/passkeys/add-passkey";
import { Row } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./account.module.css";

type Passkey = Outputs["passkeys"]["list"][number];

/** The reader's passkeys, and why there should be one beside the app. */
export function Passkeys({ passkeys }: { passkeys: readonly Passkey[] }) {
  const t = useTranslations("passkeys");
  const router = useRouter();
  const changed = () => router.refresh();
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      {passkeys.length === 0 && (
        <Notice title={t("second.title")} tone="attention">
          <p>{t("second.text")}</p>
        </Notice>
      )}
      <ul className={styles.list}>
        {passkeys.map((passkey) => (
          <One key={passkey.id} onChanged={changed} passkey={passkey} />
        ))}
      </ul>
      <AddPasskey onAdded={changed} />
    </Card>
  );
}

function One({ passkey, onChanged }: { passkey: Passkey; onChanged: () => void }) {
  const t = useTranslations("passkeys");
  const [renaming, setRenaming] = useState(false);
  const rename = async (label: string) => {
    await trpc.passkeys.rename.mutate({ passkeyId: passkey.id, label });
    setRenaming(false);
    onChanged();
  };
  const remove = async () => {
    await trpc.passkeys.remove.mutate({ passkeyId: passkey.id });
    onChanged();
  };
  return (
    <li>
      <strong>
        <bdi>{passkey.label}</bdi>
      </strong>
      <p className={styles.quiet}>
        {t.rich("since", { time: filled(<Time at={passkey.createdAt} shape="day" />) })}
        {passkey.usedAt && <> · {t.rich("used", { time: filled(<Time at={passkey.usedAt} />) })}</>}
      </p>
      {renaming ? (
        <Naming onSave={rename} value={passkey.label} words={{ label: t("label"), missing: t("labelMissing") }} />
      ) : (
        <Row>
          <Button onClick={() => setRenaming(true)}>{t("rename")}</Button>
          <ConfirmButton
            confirmLabel={t("remove")}
            label={t("remove")}
            onConfirm={remove}
            title={t("removeTitle", { label: passkey.label })}
          >
            <p>{t("removeText")}</p>
          </ConfirmButton>
        </Row>
      )}
    </li>
  );
}
