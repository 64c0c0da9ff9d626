"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { TextField } from "~/components/field";
import { filled } from "~/components/filled";
import { Notice } from "~/components/notice";
import { AddPasskey } from "~/components/passkeys/add-passkey";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
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
        <Rename
          onDone={() => {
            setRenaming(false);
            onChanged();
          }}
          passkey={passkey}
        />
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

function Rename({ passkey, onDone }: { passkey: Passkey; onDone: () => void }) {
  const t = useTranslations("passkeys");
  const common = useTranslations("common");
  const [label, setLabel] = useState(passkey.label);
  const { pending, refused, attempt } = useAttempt();
  const rename = async () => {
    await trpc.passkeys.rename.mutate({ passkeyId: passkey.id, label: label.trim() });
    onDone();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (label.trim() !== "") void attempt(rename);
      }}
    >
      <Stack gap="s">
        <TextField
          autoComplete="off"
          dir="auto"
          error={label.trim() === "" && t("labelMissing")}
          label={t("label")}
          maxLength={40}
          onChange={(event) => setLabel(event.target.value)}
          required
          value={label}
        />
        <RefusalNotice refused={refused} />
        <Row>
          <Button pending={pending} type="submit" variant="primary">
            {common("save")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
