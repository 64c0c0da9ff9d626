"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CopyField } from "~/components/copy-field";
import { Notice } from "~/components/notice";
import { QrCode } from "~/components/qr-code";
import { RefusalNotice } from "~/components/refusal-notice";
import { CodeField } from "~/components/sign-in/code-field";
import { isCode, plainDigits } from "~/components/sign-in/digits";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

/** Put another authenticator app in the place of the one that is connected. */
export function AuthenticatorApp() {
  const t = useTranslations("authenticatorApp");
  const [begun, setBegun] = useState<Outputs["factors"]["newApp"] | null>(null);
  const [done, setDone] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const begin = async () => {
    setDone(false);
    setBegun(await trpc.factors.newApp.mutate({}));
  };
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      {done && (
        <Notice live="polite" tone="ok">
          <p>{t("done")}</p>
        </Notice>
      )}
      {begun ? (
        <Connecting
          begun={begun}
          onDone={() => {
            setBegun(null);
            setDone(true);
          }}
        />
      ) : (
        <>
          <RefusalNotice refused={refused} />
          <Row>
            <Button onClick={() => void attempt(begin)} pending={pending}>
              {t("begin")}
            </Button>
          </Row>
        </>
      )}
    </Card>
  );
}

function Connecting({ begun: { secret, uri }, onDone }: { begun: Outputs["factors"]["newApp"]; onDone: () => void }) {
  const t = useTranslations("authenticatorApp");
  const phone = useTranslations("join.phone");
  const signIn = useTranslations("signIn");
  const field = useTranslations("join.code");
  const [code, setCode] = useState("");
  const [misshapen, setMisshapen] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const connect = async () => {
    await trpc.factors.connectApp.mutate({ code: plainDigits(code) });
    onDone();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMisshapen(!isCode(code));
        if (isCode(code)) void attempt(connect);
      }}
    >
      <Stack gap="m">
        <h3>{phone("scan")}</h3>
        <QrCode label={phone("qr")} text={uri} />
        <CopyField label={phone("key")} lines={2} value={secret.replace(/(.{4})(?=.)/g, "$1 ")} />
        <CodeField error={misshapen && signIn("codeShape")} label={field("field")} onChange={setCode} value={code} />
        <RefusalNotice refused={refused} />
        <Row>
          <Button pending={pending} type="submit" variant="primary">
            {t("finish")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
