"use client";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { heldBy } from "~/components/custody/held-by";
import { inWorker } from "~/components/custody/in-worker";
import { PassphraseForm } from "~/components/custody/passphrase-form";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { fingerprintOf } from "~/keyring/fingerprint";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Mine = NonNullable<Outputs["custodyKey"]["mine"]>;
type Whom = NonNullable<Outputs["custodyKey"]["holders"]>["reviewers"][number];

/** One who waits: their key's fingerprint, compared by voice, then the custody key sealed to it. */
export function LetIn({ whom, mine, custodyKeyId, onDone }: { whom: Whom; mine: Mine; custodyKeyId: string; onDone: () => void }) {
  const t = useTranslations("custody.letIn");
  const [fingerprint, setFingerprint] = useState("");
  useEffect(() => {
    void fingerprintOf(whom.recipient).then(setFingerprint);
  }, [whom.recipient]);
  const held = heldBy(mine, custodyKeyId);
  if (!held) return null;
  const run = async (passphrase: string) => {
    const answer = await inWorker("admit", { held, passphrase, whom: { holder: whom.recipient, member: whom.memberId } });
    if (!answer.ok) return answer.why;
    await trpc.custodyKey.grant.mutate({ custodyKeyId, reviewerKeyId: whom.id, grant: answer.grant });
    onDone();
    return null;
  };
  return (
    <Card title={t.rich("title", { name: filled(<Ltr>{whom.handle ?? "–"}</Ltr>) })}>
      <PassphraseForm run={run} submit={t("submit")}>
        <p>{t("compare")}</p>
        <p data-testid="fingerprint">
          <Ltr mono>{fingerprint}</Ltr>
        </p>
        <p>{t("care")}</p>
      </PassphraseForm>
    </Card>
  );
}
