"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { CodeField } from "~/components/sign-in/code-field";
import { isCode, plainDigits } from "~/components/sign-in/digits";

export function EnterCode({ onFinish, onBack }: { onFinish: (code: string) => Promise<void>; onBack: () => void }) {
  const t = useTranslations("join.code");
  const signIn = useTranslations("signIn");
  const [code, setCode] = useState("");
  const [misshapen, setMisshapen] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  return (
    <Card title={t("title")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setMisshapen(!isCode(code));
          if (isCode(code)) void attempt(() => onFinish(plainDigits(code)));
        }}
      >
        <Stack gap="m">
          <CodeField
            error={misshapen && signIn("codeShape")}
            label={t("field")}
            onChange={(value) => {
              setCode(value);
              if (isCode(value)) setMisshapen(false);
            }}
            value={code}
          />
          <RefusalNotice refused={refused} />
          <Row>
            <Button pending={pending} type="submit" variant="primary">
              {t("finish")}
            </Button>
            <Button disabled={pending} onClick={onBack}>
              {t("again")}
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
