"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row } from "~/components/stack";
import type { IncidentState } from "~/domain/incident";
import { trpc } from "~/trpc/client";

type Props = {
  readonly incidentId: string;
  readonly state: IncidentState;
  /** Where this member may move it to. */
  readonly moves: readonly IncidentState[];
};

/** The words for a move, by where from and where to; one that is absent here is offered to nobody. */
const moveWords = {
  draft: { submitted: "draft.submitted" },
  submitted: { "in-review": "submitted.in-review", draft: "submitted.draft" },
  "in-review": { ready: "in-review.ready", draft: "in-review.draft" },
  ready: { "in-review": "ready.in-review", closed: "ready.closed" },
  closed: { "in-review": "closed.in-review" },
} as const satisfies Record<IncidentState, Partial<Record<IncidentState, string>>>;
type Words = { [S in IncidentState]: (typeof moveWords)[S][keyof (typeof moveWords)[S]] }[IncidentState];
const wordsOf = (from: IncidentState, to: IncidentState): Words | undefined =>
  (moveWords[from] as Partial<Record<IncidentState, Words>>)[to];

export function Moves({ incidentId, state, moves }: Props) {
  const t = useTranslations("incidents.moves");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const offered = moves.flatMap((to) => {
    const words = wordsOf(state, to);
    return words ? [{ to, words }] : [];
  });
  if (offered.length === 0) return null;
  const move = (to: IncidentState) =>
    attempt(async () => {
      await trpc.incidents.advance.mutate({ incidentId, from: state, to });
      router.refresh();
    });
  return (
    <Card title={t("title")}>
      {state === "draft" ? <p>{t("submitNote")}</p> : null}
      <RefusalNotice refused={refused} />
      <Row>
        {offered.map(({ to, words }) => (
          <Button key={to} onClick={() => void move(to)} pending={pending} variant={to === "draft" ? "quiet" : "primary"}>
            {t(words)}
          </Button>
        ))}
      </Row>
    </Card>
  );
}
