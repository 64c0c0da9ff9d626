"use client";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { heldBy, wrapUnderPassphrase } from "~/components/custody/held-by";
import { inWorker } from "~/components/custody/in-worker";
import { PassphraseForm } from "~/components/custody/passphrase-form";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import type { Held, Renewed } from "~/keyring/ceremony";
import { fingerprintOf } from "~/keyring/fingerprint";
import type { Recovery } from "~/keyring/shares";
import { RecoveryField, useRecovery } from "../recovery-field";
import { StepTitle } from "../step-title";
import type { Holders, Mine } from "./renewal";

type Reviewer = Holders["reviewers"][number];

/** Who will hold the key that is made here: the reader, and who holds the one before and is still in. */
export function RenewStep({ mine, holders, onMade }: {
  mine: Mine;
  holders: Holders;
  onMade: (made: Renewed, own: Held, recovery: Recovery) => void;
}) {
  const t = useTranslations("newKey");
  const make = useTranslations("custody.make");
  const { recovery, fields } = useRecovery();
  const held = heldBy(mine, holders.id);
  const own = wrapUnderPassphrase(mine);
  const others = holders.reviewers.filter(({ me, since }) => !me && since !== null);
  if (!own || (!held && others.length > 0))
    return (
      <Notice tone="attention">
        <p>{t("holdFirst")}</p>
      </Notice>
    );
  const run = async (passphrase: string) => {
    const named = others.flatMap(({ recipient, memberId, tag }) =>
      tag ? [{ holder: recipient, member: memberId, tag: new Uint8Array(tag) }] : [],
    );
    const answer = await inWorker("renew", { member: mine.member, mine: own, held, passphrase, named, recovery });
    if (!answer.ok) return answer.why;
    const { grant } = answer.grants.find(({ holder }) => holder === own.recipient) ?? {};
    if (!grant) return "wrong-key";
    onMade(answer, { member: mine.member, mine: own, custody: answer.recipient, grant }, recovery);
    return null;
  };
  return (
    <Card title={<StepTitle number={1}>{make("title")}</StepTitle>}>
      <PassphraseForm run={run} submit={make("submit")}>
        {others.length === 0 ? <p>{t("alone")}</p> : <p>{t("others")}</p>}
        <ul>
          {others.map((reviewer) => (
            <Other key={reviewer.id} reviewer={reviewer} />
          ))}
        </ul>
        {others.length > 0 && <p>{t("compare")}</p>}
        <RecoveryField {...fields} />
      </PassphraseForm>
    </Card>
  );
}

function Other({ reviewer }: { reviewer: Reviewer }) {
  const [fingerprint, setFingerprint] = useState("");
  useEffect(() => {
    void fingerprintOf(reviewer.recipient).then(setFingerprint);
  }, [reviewer.recipient]);
  return (
    <li>
      <Ltr>{reviewer.handle ?? "–"}</Ltr> · <Ltr mono>{fingerprint}</Ltr>
    </li>
  );
}
