"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import { PassphraseForm } from "~/components/custody/passphrase-form";
import { wrapUnderPassphrase } from "~/components/custody/held-by";
import { Ltr } from "~/components/ltr";
import { Stack } from "~/components/stack";
import type { Outputs } from "~/trpc/types";

/**
 * What the reader tells the one who lets them in. It is made from the private half, after the passphrase: made from what
 * the server says, it would be the server's word for whose key that is.
 */
export function OwnFingerprint({ mine }: { mine: NonNullable<Outputs["custodyKey"]["mine"]> }) {
  const t = useTranslations("custody.fingerprint");
  const [fingerprint, setFingerprint] = useState<string | null>(null);
  const wrapped = wrapUnderPassphrase(mine);
  if (!wrapped) return null;
  const run = async (passphrase: string) => {
    const answer = await inWorker("fingerprint", { member: mine.member, mine: wrapped, passphrase });
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
        <PassphraseForm run={run} submit={t("show")}>
          <p>{t("explain")}</p>
        </PassphraseForm>
      )}
    </Card>
  );
}
