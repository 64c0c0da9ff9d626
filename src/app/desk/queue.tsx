"use client";

import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Row, Stack } from "~/components/stack";
import { arranged, everything, type Order } from "~/domain/desk";
import type { Refused } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import { Bulk } from "./bulk";
import styles from "./desk.module.css";
import { Filters } from "./filters";
import { KeysDialog } from "./keys-dialog";
import { QueueLine } from "./queue-line";
import { useQueueKeys } from "./use-queue-keys";

export type QueueData = Outputs["desk"]["queue"];
/** Why something was refused, by the incident. */
export type Refusals = ReadonlyMap<string, Refused>;

/** The incidents, what to show of them, and what to do with those that are marked. */
export function Queue({ queue, now }: { readonly queue: QueueData; readonly now: Date }) {
  const t = useTranslations("desk");
  const [filter, setFilter] = useState(everything);
  const [order, setOrder] = useState<Order>("due");
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [refusals, setRefusals] = useState<Refusals>(new Map());
  const list = useRef<HTMLOListElement>(null);
  const filters = useRef<HTMLDivElement>(null);
  const shown = arranged(queue.lines, filter, order, { me: queue.me, now });
  const chosen = shown.filter(({ id }) => marked.has(id));

  const mark = (id: string) => {
    const next = new Set(marked);
    if (!next.delete(id)) next.add(id);
    setMarked(next);
  };
  const keys = useQueueKeys({ list, filters, onMark: (index) => shown[index] && mark(shown[index].id) });
  /** What went through is unmarked, and what did not stays as it is, with its reason. */
  const done = (refused: Refusals) => {
    setMarked(new Set(chosen.flatMap(({ id }) => (refused.has(id) ? [id] : []))));
    setRefusals(refused);
  };

  return (
    <Stack>
      <div ref={filters}>
        <Filters filter={filter} onChange={setFilter} onOrder={setOrder} order={order} teams={queue.teams} />
      </div>
      <Card
        actions={<Button onClick={() => keys.setHelp(true)}>{t("keys.open")}</Button>}
        title={t("queue")}
      >
        <Row>
          <output>{t("count", { shown: shown.length, all: queue.lines.length })}</output>
          {shown.length > 0 ? (
            <Button onClick={() => setMarked(new Set(shown.map(({ id }) => id)))}>{t("bulk.markAll")}</Button>
          ) : null}
        </Row>
        <Bulk chosen={chosen} onClear={() => setMarked(new Set())} onDone={done} reviewers={queue.reviewers} />
        {shown.length === 0 ? <p>{t("noneShown")}</p> : null}
        <ol className={styles.list} ref={list}>
          {shown.map((line, index) => (
            <QueueLine
              inOrder={!keys.on || index === keys.at || (keys.at >= shown.length && index === 0)}
              key={line.id}
              line={line}
              marked={marked.has(line.id)}
              me={queue.me}
              now={now}
              onFocus={() => keys.setAt(index)}
              onMark={() => mark(line.id)}
              refused={refusals.get(line.id) ?? null}
              reviewers={queue.reviewers}
              team={queue.teams.find(({ id }) => id === line.teamId)?.name ?? ""}
            />
          ))}
        </ol>
      </Card>
      <KeysDialog onClose={() => keys.setHelp(false)} onUse={keys.setOn} open={keys.help} use={keys.on} />
    </Stack>
  );
}
