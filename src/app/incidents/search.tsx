"use client";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { SelectField, TextField } from "~/components/field";
import { StateBadge } from "~/components/incidents/state-badge";
import { LineFacts, LineHead, LineLink, Lines } from "~/components/lines";
import { Ltr } from "~/components/ltr";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { IncidentKind, incidentKinds } from "~/domain/incident";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";

type Found = Outputs["search"]["find"];
type Asked = { readonly words: string; readonly place: string; readonly kind: IncidentKind | null };

/** Words that stand in reports and accounts. What is asked for leaves in a body, and stands in no address. */
export function Search() {
  const t = useTranslations("search");
  const terms = useTranslations("terms");
  const [asked, setAsked] = useState<Asked>({ words: "", place: "", kind: null });
  const [found, setFound] = useState<(Found & { readonly of: Asked }) | null>(null);
  const { pending, refused, attempt, forget } = useAttempt();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
      event.preventDefault();
      form.current?.querySelector("input")?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const change = (part: Partial<Asked>) => {
    forget();
    setAsked({ ...asked, ...part });
  };
  const find = async () => setFound({ ...(await trpc.search.find.query(asked)), of: asked });
  const more = async () => {
    if (!found?.next) return;
    const { hits, next } = await trpc.search.find.query({ ...found.of, after: found.next });
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
                aria-keyshortcuts="/"
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
      {hits.map(({ id, incidentId, accountId, reference, state, snippet }) => (
        <LineLink href={`/incidents/${incidentId}`} key={id}>
          <LineHead>
            <strong>
              <Ltr>{reference}</Ltr>
            </strong>
            <StateBadge state={state} />
          </LineHead>
          <LineFacts>{t(accountId === null ? "inReport" : "inAccount")}</LineFacts>
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
