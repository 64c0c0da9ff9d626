"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { RadioGroupField } from "~/components/field";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Facts, Row } from "~/components/stack";
import { Time } from "~/components/time";
import { Checklist, traits, type Finding, type Trait } from "~/domain/checklist";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./checklist-card.module.css";

type Item = Outputs["evidence"]["read"];

/** What tells who somebody is beside their face: answered for the picture as it is marked, or still to be. */
export function ChecklistCard({ item }: { item: Pick<Item, "id" | "looked" | "mayEdit" | "regionsVersion" | "checklist"> }) {
  const t = useTranslations("checklist");
  const { checklist } = item;
  const answered = checklist !== null && checklist.version === item.regionsVersion && item.looked ? checklist : null;
  return (
    <div id="checklist">
      <Card title={t("title")}>
        <p>{t("intro")}</p>
        {answered ? <Answered answers={answered.answers} at={answered.at} /> : null}
        {!answered && checklist ? <Notice tone="attention">{t("outdated")}</Notice> : null}
        {!answered && !item.looked ? <Notice>{t("first")}</Notice> : null}
        {!answered && item.looked && item.mayEdit ? <Questions itemId={item.id} key={item.regionsVersion} version={item.regionsVersion} /> : null}
      </Card>
    </div>
  );
}

function Answered({ answers, at }: { answers: Checklist; at: Date }) {
  const t = useTranslations("checklist");
  return (
    <>
      <Notice tone="ok">
        {t("answered")} <Time at={at} />
      </Notice>
      <details>
        <summary>{t("show")}</summary>
        <Facts>
          {traits.flatMap((trait) => [
            <dt key={`${trait} asked`}>{t(`traits.${trait}`)}</dt>,
            <dd key={trait}>{t(`findings.${answers[trait]}`)}</dd>,
          ])}
        </Facts>
      </details>
    </>
  );
}

/** Nothing is chosen beforehand: each answer is somebody's. */
function Questions({ itemId, version }: { itemId: string; version: number }) {
  const t = useTranslations("checklist");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [answers, setAnswers] = useState<Partial<Record<Trait, Finding>>>({});
  const [tried, setTried] = useState(false);
  const fields: unknown = refused?.code === "checklist-contradicted" ? refused.details["fields"] : [];
  const wrong = (trait: Trait): boolean => Array.isArray(fields) && fields.includes(trait);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const complete = Checklist.safeParse(answers);
    if (pending || !complete.success) return;
    void attempt(async () => {
      await trpc.checklists.answer.mutate({ itemId, version, answers: complete.data });
      router.refresh();
    });
  };
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      {traits.map((trait) => (
        <RadioGroupField
          error={(tried && !answers[trait] && t("missing")) || (wrong(trait) && t(`contradicted.${answers[trait] ?? "none"}`))}
          hint={t(`hints.${trait}`)}
          inline
          key={trait}
          label={t(`traits.${trait}`)}
          onChange={(finding) => setAnswers({ ...answers, [trait]: finding })}
          options={[
            { value: "none" as const, label: t("findings.none") },
            { value: "marked" as const, label: t("findings.marked") },
          ]}
          required
          value={answers[trait] ?? null}
        />
      ))}
      <RefusalNotice refused={refused} />
      <Row>
        <Button icon="check" pending={pending} type="submit" variant="primary">
          {t("submit")}
        </Button>
      </Row>
    </form>
  );
}
