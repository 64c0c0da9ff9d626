"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import type { OwnKey } from "~/components/custody/key.worker";
import { UnlockForm } from "~/components/custody/unlock-form";
import type { Wraps } from "~/components/custody/unlocking";
import { Ltr } from "~/components/ltr";
import { Stack } from "~/components/stack";

/**
 * What the reader tells the one who lets them in. It is made from the private half, which has to be opened for it: made
 * from what the server says, it would be the server's word for whose key that is.
 */
export function OwnFingerprint({ wraps }: { wraps: Wraps }) {
  const t = useTranslations("custody.fingerprint");
  const [fingerprint, setFingerprint] = useState<string | null>(null);
  const run = async (key: OwnKey) => {
    const answer = await inWorker("fingerprint", key);
    if (!answer.ok) return answer.why;
    setFingerprint(answer.fingerprint);
    return null;
  };
  return (
    <Card title={t("title")}>
      {fingerprint ? (
        <Stack gap="m">
          <p>{t("tell")}</p>
          <p data-testid="fingerprint">
            <Ltr mono>{fingerprint}</Ltr>
          </p>
        </Stack>
      ) : (
        <UnlockForm run={run} submit={t("show")} wraps={wraps}>
          <p>{t("explain")}</p>
        </UnlockForm>
      )}
    </Card>
  );
}
