"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { TextArea, TextField } from "~/components/field";
import { Notice } from "~/components/notice";
import { Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import { LEAST } from "./sentence";

const HANDLE = /^[a-z0-9][a-z0-9-]{2,30}$/;

/** Stand behind somebody whose name here the reader has from themselves. */
export function Vouch() {
  const t = useTranslations("vouching");
  const router = useRouter();
  const [handle, setHandle] = useState("");
  const [sentence, setSentence] = useState("");
  const [done, setDone] = useState(false);
  const named = HANDLE.test(handle);
  const short = sentence.trim().length < LEAST;
  const vouch = async () => {
    await trpc.vouching.vouch.mutate({ handle, sentence });
    setHandle("");
    setSentence("");
    setDone(true);
    router.refresh();
  };
  return (
    <Card title={t("vouch.title")}>
      <Stack gap="m">
        <p>{t("vouch.text")}</p>
        <TextField
          autoCapitalize="none"
          autoComplete="off"
          dir="ltr"
          error={handle !== "" && !named && t("vouch.handleShape")}
          label={t("vouch.handle")}
          maxLength={31}
          onChange={(event) => {
            setHandle(event.target.value.toLowerCase());
            setDone(false);
          }}
          required
          spellCheck={false}
          value={handle}
        />
        <TextArea
          error={sentence !== "" && short && t("introduce.short")}
          hint={t("introduce.sentenceHint")}
          label={t("introduce.sentence")}
          maxLength={1000}
          onChange={(event) => setSentence(event.target.value)}
          required
          rows={4}
          value={sentence}
        />
        {done && (
          <Notice live="polite" tone="ok">
            <p>{t("vouch.done")}</p>
          </Notice>
        )}
        <ConfirmButton
          confirmLabel={t("vouch.submit")}
          confirmVariant="primary"
          disabled={!named || short}
          label={t("vouch.submit")}
          onConfirm={vouch}
          title={t("vouch.sure", { handle })}
        >
          <p>{t("vouch.sureText")}</p>
        </ConfirmButton>
      </Stack>
    </Card>
  );
}
