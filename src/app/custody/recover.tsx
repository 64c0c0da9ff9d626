"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { inWorker } from "~/components/custody/in-worker";
import { KeyForm } from "~/components/custody/key-form";
import { TypedCards, useTypedCards } from "~/components/custody/typed-cards";
import { Row, Stack } from "~/components/stack";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Holders = NonNullable<Outputs["custodyKey"]["holders"]>;
type Props = {
  custody: { readonly id: string; readonly recipient: string; readonly needed: number | null };
  me: Holders["reviewers"][number];
  onDone: () => void;
};

/** The custody key for the reader, out of the printed parts, where nobody is left who could let them in. */
export function Recover(props: Props) {
  const t = useTranslations("custody.recover");
  const [begun, setBegun] = useState(false);
  const { needed } = props.custody;
  if (needed === null) return null;
  return (
    <Card title={t("title")}>
      {begun ? (
        <Cards {...props} needed={needed} />
      ) : (
        <Stack gap="m">
          <p>{t("when", { needed })}</p>
          <Row>
            <Button onClick={() => setBegun(true)}>{t("begin")}</Button>
          </Row>
        </Stack>
      )}
    </Card>
  );
}

function Cards({ custody, me, needed, onDone }: Props & { needed: number }) {
  const t = useTranslations("custody.recover");
  const cards = useTypedCards(needed);
  const run = async () => {
    const { sealed, until, code } = await trpc.custodyKey.question.mutate({ custodyKeyId: custody.id });
    const whom = { holder: me.recipient, member: me.memberId };
    const answer = await inWorker("recover", { custody: custody.recipient, typed: cards.typed, whom, question: sealed });
    if (!answer.ok) return answer.why;
    await trpc.custodyKey.recover.mutate({ custodyKeyId: custody.id, answered: { until, code, answer: answer.answer }, grant: answer.grant });
    onDone();
    return null;
  };
  return (
    <KeyForm ready={cards.ready} run={run} submit={t("submit")}>
      <TypedCards {...cards.fields} />
    </KeyForm>
  );
}
