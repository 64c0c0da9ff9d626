"use client";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { TextField } from "~/components/field";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import { openKey } from "./in-worker";
import { MAX_KEY_FILE_BYTES, type KeyFile, type Opened } from "./key-file";
import { KEY_FILE_NAME } from "./key-file-name";
import { StepTitle } from "./step-title";

type Fault = "noFile" | "noPassphrase" | "notAKeyFile" | "wrongPassphrase" | "anotherKey" | "failed";

function faultOf(opened: Opened, made: KeyFile): Fault | null {
  if (opened.ok) return opened.recipient === made.recipient ? null : "anotherKey";
  return opened.why === "wrong-passphrase" ? "wrongPassphrase" : "notAKeyFile";
}

async function prove(made: KeyFile, file: File | null, passphrase: string): Promise<Fault | null> {
  if (!file) return "noFile";
  if (!passphrase) return "noPassphrase";
  if (file.size > MAX_KEY_FILE_BYTES) return "notAKeyFile";
  try {
    return faultOf(await openKey(file, passphrase), made);
  } catch {
    return "failed";
  }
}

/** The recipient goes to the server from here, and nothing else of the key does. */
export function ProveStep({ made, onDone, onRestart }: { made: KeyFile; onDone: () => void; onRestart: () => void }) {
  const t = useTranslations("custody.prove");
  const failed = useTranslations("custody.make")("failed");
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const { pending, refused, attempt } = useAttempt();
  const submit = () =>
    attempt(async () => {
      const found = await prove(made, file, passphrase);
      setFault(found);
      if (found) return;
      await trpc.custodyKey.set.mutate({ recipient: made.recipient });
      onDone();
    });
  return (
    <Card title={<StepTitle number={3}>{t("title")}</StepTitle>}>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (!pending) void submit();
        }}
      >
        <Stack gap="m">
          <p>{t("why")}</p>
          <TextField
            error={(fault === "noFile" || fault === "anotherKey") && t(fault)}
            label={t("file")}
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
            required
            type="file"
          />
          {fault === "notAKeyFile" && (
            <Notice live="assertive" tone="danger">
              <p>{t.rich("notAKeyFile", { file: filled(<Ltr>{KEY_FILE_NAME}</Ltr>) })}</p>
            </Notice>
          )}
          <TextField
            autoComplete="off"
            error={(fault === "noPassphrase" || fault === "wrongPassphrase") && t(fault)}
            label={t("passphrase")}
            onChange={(event) => setPassphrase(event.target.value)}
            required
            type="password"
            value={passphrase}
          />
          {fault === "failed" && (
            <Notice live="assertive" tone="danger">
              <p>{failed}</p>
            </Notice>
          )}
          <RefusalNotice refused={refused} />
          <Row>
            <Button icon="lock" pending={pending} type="submit" variant="primary">
              {t("submit")}
            </Button>
            <span aria-live="polite">{pending && t("working")}</span>
          </Row>
          <Row>
            <Button disabled={pending} onClick={onRestart}>
              {t("restart")}
            </Button>
            <span>{t("restartHint")}</span>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
