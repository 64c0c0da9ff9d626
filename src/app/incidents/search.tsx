"use client";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { useSingleKeys } from "~/components/desk/single-keys";
import { CheckboxField, SelectField, TextField } from "~/components/field";
import { StateBadge } from "~/components/incidents/state-badge";
import { LineFacts, LineHead, LineLink, Lines } from "~/components/lines";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { IncidentKind, incidentKinds, IncidentState, incidentStates } from "~/domain/incident";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Found = Outputs["search"]["find"];
type Asked = {
  readonly words: string; readonly place: string; readonly kind: IncidentKind | null; readonly state: IncidentState | null; readonly teamId: string | null;
  /** Months, each empty where nobody chose one. */
  readonly from: string; readonly to: string;
};
const NOTHING: Asked = { words: "", place: "", kind: null, state: null, teamId: null, from: "", to: "" };

/** Of a period of which one end is open, that month alone. */
const questionOf = ({ from, to, ...asked }: Asked) => ({ ...asked, period: from || to ? { from: from || to, to: to || from } : null });

type Props = { readonly teams: readonly { readonly id: string; readonly name: string }[] };

/** Words that stand in reports, accounts and comments. What is asked for leaves in a body, and stands in no address. */
export function Search({ teams }: Props) {
  const t = useTranslations("search");
  const terms = useTranslations("terms");
  const [asked, setAsked] = useState(NOTHING);
  const [found, setFound] = useState<(Found & { readonly of: Asked }) | null>(null);
  const { pending, refused, attempt, forget } = useAttempt();
  const form = useRef<HTMLFormElement>(null);
  const [keys, setKeys] = useSingleKeys();

  useEffect(() => {
    if (!keys) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
      event.preventDefault();
      form.current?.querySelector("input")?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [keys]);

  const change = (part: Partial<Asked>) => {
    forget();
    setAsked({ ...asked, ...part });
  };
  const find = async () => setFound({ ...(await trpc.search.find.query(questionOf(asked))), of: asked });
  const more = async () => {
    if (!found?.next) return;
    const { hits, next } = await trpc.search.find.query({ ...questionOf(found.of), after: found.next });
    setFound({ ...found, hits: [...found.hits, ...hits], next });
  };

  return (
    <Card>
      <Stack gap="m">
        <search>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void attempt(find);
            }}
            ref={form}
          >
            <Stack gap="m">
              <TextField
                aria-keyshortcuts={keys ? "/" : undefined}
                autoComplete="off"
                dir="auto"
                hint={t("hint")}
                label={t("label")}
                maxLength={200}
                onChange={({ target }) => change({ words: target.value })}
                required
                spellCheck={false}
                type="search"
                value={asked.words}
              />
              <TextField
                autoComplete="off"
                dir="auto"
                label={t("place")}
                maxLength={100}
                onChange={({ target }) => change({ place: target.value })}
                spellCheck={false}
                value={asked.place}
              />
              <SelectField label={t("kind")} onChange={({ target }) => change({ kind: IncidentKind.safeParse(target.value).data ?? null })} value={asked.kind ?? ""}>
                <option value="">{t("anyKind")}</option>
                {incidentKinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {terms(`kinds.${kind}`)}
                  </option>
                ))}
              </SelectField>
              <details>
                <summary>{t("narrow")}</summary>
                <Stack gap="m">
                  <SelectField label={t("state")} onChange={({ target }) => change({ state: IncidentState.safeParse(target.value).data ?? null })} value={asked.state ?? ""}>
                    <option value="">{t("anyState")}</option>
                    {incidentStates.map((state) => (
                      <option key={state} value={state}>
                        {terms(`incidentStates.${state}`)}
                      </option>
                    ))}
                  </SelectField>
                  {teams.length > 1 ? (
                    <SelectField label={t("team")} onChange={({ target }) => change({ teamId: target.value || null })} value={asked.teamId ?? ""}>
                      <option value="">{t("anyTeam")}</option>
                      {teams.map(({ id, name }) => (
                        <option key={id} value={id}>
                          {name}
                        </option>
                      ))}
                    </SelectField>
                  ) : null}
                  <TextField
                    dir="ltr" label={t("from")} max={asked.to || undefined} onChange={({ target }) => change({ from: target.value })} pattern="\d{4}-\d{2}" type="month"
                    value={asked.from}
                  />
                  <TextField
                    dir="ltr" hint={t("period")} label={t("to")} min={asked.from || undefined} onChange={({ target }) => change({ to: target.value })}
                    pattern="\d{4}-\d{2}" type="month" value={asked.to}
                  />
                  <CheckboxField checked={keys} label={t("keys")} onChange={({ target }) => setKeys(target.checked)} />
                </Stack>
              </details>
              <RefusalNotice refused={refused} />
              <Row>
                <Button pending={pending} type="submit">
                  {t("submit")}
                </Button>
              </Row>
            </Stack>
          </form>
        </search>
        <output>{found ? (found.hits.length === 0 ? t(found.next ? "noneYet" : "none") : t("found", { count: found.hits.length })) : null}</output>
        {found ? <Hits hits={found.hits} /> : null}
        {found?.next ? (
          <Row>
            <Button onClick={() => void attempt(more)} pending={pending}>
              {t("more")}
            </Button>
          </Row>
        ) : null}
      </Stack>
    </Card>
  );
}

function Hits({ hits }: { readonly hits: Found["hits"] }) {
  const t = useTranslations("search");
  return (
    <Lines>
      {hits.map(({ id, incidentId, in: place, reference, state, snippet }) => (
        <LineLink href={`/incidents/${incidentId}`} key={id}>
          <LineHead>
            <strong>
              <Ltr>{reference}</Ltr>
            </strong>
            <StateBadge state={state} />
          </LineHead>
          <LineFacts>{t(`in.${place}`)}</LineFacts>
          <bdi>
            {snippet.before}
            <mark>{snippet.match}</mark>
            {snippet.after}
          </bdi>
        </LineLink>
      ))}
    </Lines>
  );
}
