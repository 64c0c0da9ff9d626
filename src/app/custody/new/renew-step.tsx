"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import type { OwnKey } from "~/components/custody/key.worker";
import { UnlockForm } from "~/components/custody/unlock-form";
import { heldBy, type Mine, type Wraps } from "~/components/custody/unlocking";
import { useFingerprint } from "~/components/custody/use-fingerprint";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import type { Held, Renewed } from "~/keyring/ceremony";
import type { Recovery } from "~/keyring/shares";
import { RecoveryField, useRecovery } from "../recovery-field";
import { StepTitle } from "../step-title";
import type { Holders } from "./renewal";

type Reviewer = Holders["reviewers"][number];

/** Who will hold the key that is made here: the reader, and who holds the one before and is still in. */
export function RenewStep({ wraps, holders, onMade }: {
  wraps: Wraps;
  holders: Holders;
  onMade: (made: Renewed, own: Held, recovery: Recovery) => void;
}) {
  const t = useTranslations("newKey");
  const make = useTranslations("custody.make");
  const { recovery, fields } = useRecovery();
  const own = holders.reviewers.find(({ me }) => me);
  const others = holders.reviewers.filter(({ me, since }) => !me && since !== null);
  if (!own || (own.since === null && others.length > 0))
    return (
      <Notice tone="attention">
        <p>{t("holdFirst")}</p>
      </Notice>
    );
  const run = async (key: OwnKey, mine: Mine) => {
    const held = heldBy(mine, key, holders.id);
    const named = others.flatMap(({ recipient, memberId, tag }) =>
      tag ? [{ holder: recipient, member: memberId, tag: new Uint8Array(tag) }] : [],
    );
    const answer = await inWorker("renew", { key, held, named, recovery });
    if (!answer.ok) return answer.why;
    const { grant } = answer.grants.find(({ holder }) => holder === key.mine.recipient) ?? {};
    if (!grant) return "wrong-key";
    onMade(answer, { member: key.member, mine: key.mine, custody: answer.recipient, grant }, recovery);
    return null;
  };
  return (
    <Card title={<StepTitle number={1}>{make("title")}</StepTitle>}>
      <UnlockForm run={run} submit={make("submit")} wraps={wraps}>
        {others.length === 0 ? <p>{t("alone")}</p> : <p>{t("others")}</p>}
        <ul>
          {others.map((reviewer) => (
            <Other key={reviewer.id} reviewer={reviewer} />
          ))}
        </ul>
        {others.length > 0 && <p>{t("compare")}</p>}
        <RecoveryField {...fields} />
      </UnlockForm>
    </Card>
  );
}

function Other({ reviewer }: { reviewer: Reviewer }) {
  const fingerprint = useFingerprint(reviewer.recipient);
  return (
    <li>
      <Ltr>{reviewer.handle ?? "–"}</Ltr> · <Ltr mono>{fingerprint}</Ltr>
    </li>
  );
}
