"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { trpc } from "~/trpc/client";
import { useAttempt } from "../attempt";
import { Button } from "../button";
import { TextField } from "../field";
import { Notice } from "../notice";
import { RefusalNotice } from "../refusal-notice";
import { Row, Stack } from "../stack";
import { makePasskey } from "./ceremony";

/** Make a passkey on this device, under a name by which its owner knows the device. */
export function AddPasskey({ onAdded }: { onAdded: () => void }) {
  const t = useTranslations("passkeys");
  const [label, setLabel] = useState("");
  const [tried, setTried] = useState(false);
  const [added, setAdded] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const add = async () => {
    const offer = await trpc.passkeys.offer.mutate({});
    await trpc.passkeys.add.mutate({ label: label.trim(), attestation: await makePasskey(offer) });
    setLabel("");
    setTried(false);
    setAdded(true);
    onAdded();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        setAdded(false);
        if (label.trim() !== "") void attempt(add);
      }}
    >
      <Stack gap="m">
        <TextField
          autoComplete="off"
          dir="auto"
          error={tried && label.trim() === "" && t("labelMissing")}
          hint={t("labelHint")}
          label={t("label")}
          maxLength={40}
          onChange={(event) => setLabel(event.target.value)}
          required
          value={label}
        />
        <RefusalNotice refused={refused} />
        {added && (
          <Notice live="polite" tone="ok">
            <p>{t("added")}</p>
          </Notice>
        )}
        <Row>
          <Button icon="key" pending={pending} type="submit" variant="primary">
            {t("add")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
