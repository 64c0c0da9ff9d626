"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import type { OwnKey } from "~/components/custody/key.worker";
import { UnlockForm } from "~/components/custody/unlock-form";
import { heldBy, type Mine, type Wraps } from "~/components/custody/unlocking";
import { useFingerprint } from "~/components/custody/use-fingerprint";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Whom = NonNullable<Outputs["custodyKey"]["holders"]>["reviewers"][number];

/** One who waits: their key's fingerprint, compared by voice, then the custody key sealed to it. */
export function LetIn({ whom, wraps, custodyKeyId, onDone }: { whom: Whom; wraps: Wraps; custodyKeyId: string; onDone: () => void }) {
  const t = useTranslations("custody.letIn");
  const fingerprint = useFingerprint(whom.recipient);
  const run = async (key: OwnKey, mine: Mine) => {
    const held = heldBy(mine, key, custodyKeyId);
    if (!held) return "not-held";
    const answer = await inWorker("admit", { held, by: key.by, whom: { holder: whom.recipient, member: whom.memberId } });
    if (!answer.ok) return answer.why;
    await trpc.custodyKey.grant.mutate({ custodyKeyId, reviewerKeyId: whom.id, grant: answer.grant });
    onDone();
    return null;
  };
  return (
    <Card title={t.rich("title", { name: filled(<Ltr>{whom.handle ?? "–"}</Ltr>) })}>
      <UnlockForm run={run} submit={t("submit")} wraps={wraps}>
        <p>{t("compare")}</p>
        <p data-testid="fingerprint">
          <Ltr mono>{fingerprint}</Ltr>
        </p>
        <p>{t("care")}</p>
      </UnlockForm>
    </Card>
  );
}
