"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { inParts } from "~/components/desk/keys";
import { SelectField } from "~/components/field";
import { Stack } from "~/components/stack";
import { incidentStates, mayMove, type IncidentState } from "~/domain/incident";
import { refusalOf, trpc, type Refused } from "~/trpc/client";
import styles from "./desk.module.css";
import type { QueueData, Refusals } from "./queue";

type Line = QueueData["lines"][number];
type Props = {
  readonly chosen: readonly Line[];
  readonly reviewers: QueueData["reviewers"];
  readonly onClear: () => void;
  readonly onDone: (refused: Refusals) => void;
};

/** So many acts go in one question. */
const AT_ONCE = 20;
const NOBODY = "nobody";

/** Does one thing to each of those that are marked, by the very command that does it to one. */
export function Bulk({ chosen, reviewers, onClear, onDone }: Props) {
  const t = useTranslations("desk.bulk");
  const terms = useTranslations("terms");
  const router = useRouter();
  const [to, setTo] = useState<string>(NOBODY);
  const [wanted, setState] = useState<IncidentState | null>(null);
  const [pending, setPending] = useState(false);
  const [told, setTold] = useState<{ readonly done: number; readonly refused: number } | null>(null);
  const states = incidentStates.filter((state) => chosen.some((line) => mayMove(line.state, state, "reviewer")));
  // Giving something back is said, not left as it stood.
  const state = wanted !== null && states.includes(wanted) ? wanted : (states.find((one) => one !== "draft") ?? states[0] ?? null);

  const each = async (act: (line: Line) => Promise<unknown>) => {
    setPending(true);
    const refused = new Map<string, Refused>();
    for (const part of inParts(chosen, AT_ONCE)) {
      await Promise.all(part.map((line) => act(line).catch((error: unknown) => refused.set(line.id, refusalOf(error)))));
    }
    setTold({ done: chosen.length - refused.size, refused: refused.size });
    setPending(false);
    onDone(refused);
    router.refresh();
  };
  const assign = () => each(({ id, assignedTo }) => trpc.incidents.assign.mutate({ incidentId: id, from: assignedTo, to: to === NOBODY ? null : to }));
  const move = (next: IncidentState) => each((line) => trpc.incidents.advance.mutate({ incidentId: line.id, from: line.state, to: next }));

  return (
    <div className={styles.bulk}>
      <output>
        {told ? `${t("done", { count: told.done })} ${told.refused > 0 ? t("refused", { count: told.refused }) : ""}` : null}
      </output>
      {chosen.length > 0 ? (
        <Stack gap="m">
          <h3>{t("title", { count: chosen.length })}</h3>
          <p>{t("hint")}</p>
          <div className={styles.acts}>
            <SelectField label={t("assignTo")} onChange={({ target }) => setTo(target.value)} required value={to}>
              <option value={NOBODY}>{t("nobody")}</option>
              {reviewers.map(({ id, handle }) => (
                <option key={id} value={id}>
                  {handle}
                </option>
              ))}
            </SelectField>
            <Button onClick={() => void assign()} pending={pending}>
              {t("assign")}
            </Button>
            {state === null ? null : (
              <>
                <SelectField label={t("moveTo")} onChange={({ target }) => setState(states.find((one) => one === target.value) ?? null)} required value={state}>
                  {states.map((one) => (
                    <option key={one} value={one}>
                      {terms(`incidentStates.${one}`)}
                    </option>
                  ))}
                </SelectField>
                <Button onClick={() => void move(state)} pending={pending}>
                  {t("move")}
                </Button>
              </>
            )}
          </div>
          <div>
            <Button onClick={onClear}>{t("clear")}</Button>
          </div>
        </Stack>
      ) : null}
    </div>
  );
}
