"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Badge } from "~/components/badge";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { WallTime } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./patterns.module.css";

type Other = Outputs["connections"]["ofIncident"][number];

/** How many suggestions stand there at once: those that say the most. */
const AT_FIRST = 4;

/** Incidents that name the same as this one, why each is here, and what a person said of it. */
export function ConnectionsCard({ incidentId, others }: { readonly incidentId: string; readonly others: readonly Other[] }) {
  const t = useTranslations("patterns.connections");
  const by = (state: Other["state"]) => others.filter((other) => other.state === state);
  const [suggested, dismissed] = [by("suggested"), by("dismissed")];
  const first = [...by("confirmed"), ...suggested.slice(0, AT_FIRST)];
  const rest = suggested.slice(AT_FIRST);
  const lines = (list: readonly Other[]) => (
    <ul className={styles.list}>
      {list.map((other) => (
        <li className={styles.one} key={other.id}>
          <One incidentId={incidentId} other={other} />
        </li>
      ))}
    </ul>
  );
  return (
    <Card title={t("title")}>
      <p className={styles.quiet}>{others.length === 0 ? t("none") : t("text")}</p>
      {first.length > 0 ? lines(first) : null}
      {rest.length > 0 ? (
        <details>
          <summary>{t("rest", { count: rest.length })}</summary>
          {lines(rest)}
        </details>
      ) : null}
      {dismissed.length > 0 ? (
        <details>
          <summary>{t("others", { count: dismissed.length })}</summary>
          {lines(dismissed)}
        </details>
      ) : null}
    </Card>
  );
}

function One({ incidentId, other }: { readonly incidentId: string; readonly other: Other }) {
  const t = useTranslations("patterns.connections");
  const terms = useTranslations("terms");
  const format = useFormatter();
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const { id, reference, start, state, said, matches, weapons, tactics } = other;
  const say = (confirmed: boolean) =>
    void attempt(async () => {
      await trpc.connections.decide.mutate({ incidentId, otherId: id, from: said, confirmed });
      router.refresh();
    });
  const named = (kinds: Other["weapons"]) => format.list(kinds.map((kind) => terms(`kinds.${kind}`)));
  return (
    <Stack gap="s">
      <Row>
        <Link href={`/incidents/${id}`}>
          <Ltr>{reference}</Ltr>
        </Link>
        <WallTime at={start} shape="day" />
        <Badge tone={state === "confirmed" ? "ok" : "neutral"}>{t(state)}</Badge>
      </Row>
      <ul className={styles.bullets}>
        {matches.map(({ kind, how, one, other: theirs, featureId }) => (
          <li key={`${featureId} ${one}`}>
            {t.rich(`why.${how}`, {
              kind,
              one: filled(how === "same" ? <Link href={`/patterns/${featureId}`}><bdi>{one}</bdi></Link> : <bdi>{one}</bdi>),
              other: filled(<Link href={`/patterns/${featureId}`}><bdi>{theirs}</bdi></Link>),
            })}
          </li>
        ))}
        {weapons.length > 0 ? <li>{t("weapons", { list: named(weapons) })}</li> : null}
        {tactics.length > 0 ? <li>{t("tactics", { list: named(tactics) })}</li> : null}
      </ul>
      <RefusalNotice refused={refused} />
      <Row>
        {state === "confirmed" ? null : <Button icon="check" onClick={() => say(true)} pending={pending}>{t("confirm")}</Button>}
        {state === "dismissed" ? null : <Button icon="cross" onClick={() => say(false)} pending={pending}>{t("dismiss")}</Button>}
      </Row>
    </Stack>
  );
}
