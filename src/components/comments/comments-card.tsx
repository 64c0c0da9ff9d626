"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Badge } from "~/components/badge";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { RadioGroupField, TextArea } from "~/components/field";
import { useLeaveWarning } from "~/components/incidents/leave-warning";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { MOST_LETTERS, type Audience } from "~/domain/comment";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./comments.module.css";
import { LayAside } from "./lay-aside";

type Comment = Outputs["comments"]["list"][number];
type Props = {
  readonly incidentId: string;
  readonly comments: readonly Comment[];
  /** Who reads: reviewers choose whom they address, documenters write before their team. */
  readonly reviewing: boolean;
};

/** What members say to each other on an incident: never part of anything that leaves. */
export function CommentsCard({ incidentId, comments, reviewing }: Props) {
  const t = useTranslations("comments");
  const word = comments.find(({ waits }) => waits);
  return (
    <Card title={t("title")}>
      <p>{t("lead")}</p>
      {comments.length === 0 ? <p>{t("none")}</p> : null}
      {comments.some(({ callsMe }) => callsMe) ? (
        <Waits lay={() => trpc.comments.layAside.mutate({ incidentId })}>{t("waits")}</Waits>
      ) : null}
      {word ? <Waits lay={() => trpc.comments.layWordAside.mutate({ commentId: word.id })}>{t("lastWord")}</Waits> : null}
      <ol className={styles.list}>
        {comments.map((comment) => (
          <Said comment={comment} key={comment.id} reviewing={reviewing} />
        ))}
      </ol>
      <Write incidentId={incidentId} reviewing={reviewing} />
    </Card>
  );
}

const Waits = ({ lay, children }: { readonly lay: () => Promise<unknown>; readonly children: string }) => (
  <Notice tone="attention">
    <p>{children}</p>
    <LayAside lay={lay} />
  </Notice>
);

function Said({ comment, reviewing }: { readonly comment: Comment; readonly reviewing: boolean }) {
  const t = useTranslations("comments");
  const router = useRouter();
  const { mine, byReviewer, handle, audience, callsMe } = comment;
  const who = () => {
    if (mine) return t("you");
    if (!byReviewer) return t("documenter");
    return handle === null ? t("aReviewer") : t("reviewer", { handle });
  };
  const remove = async () => {
    await trpc.comments.remove.mutate({ commentId: comment.id });
    router.refresh();
  };
  return (
    <li className={styles.comment}>
      <div className={styles.head}>
        <strong>
          <bdi>{who()}</bdi>
        </strong>
        <span className={styles.quiet}>
          <Time at={comment.createdAt} />
        </span>
        {reviewing ? (
          <Badge icon={audience === "team" ? "people" : "lock"}>{audience === "team" ? t("toTeam") : t("toReviewers")}</Badge>
        ) : null}
        {callsMe ? (
          <Badge icon="alert" tone="attention">
            {t("calls")}
          </Badge>
        ) : null}
      </div>
      <p className={styles.text} dir="auto">
        {comment.text}
      </p>
      {comment.mayRemove ? (
        <div>
          <ConfirmButton confirmLabel={t("remove")} label={t("remove")} onConfirm={remove} title={t("removeTitle")}>
            <p>{t("removeText")}</p>
          </ConfirmButton>
        </div>
      ) : null}
    </li>
  );
}

function Write({ incidentId, reviewing }: { readonly incidentId: string; readonly reviewing: boolean }) {
  const t = useTranslations("comments");
  const form = useTranslations("incidents.form");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [text, setText] = useState("");
  const [audience, setAudience] = useState<Audience>(reviewing ? "reviewers" : "team");
  useLeaveWarning(text !== "", form("leave"));
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const done = await attempt(async () => {
      await trpc.comments.write.mutate({ incidentId, audience, text });
      router.refresh();
    });
    if (done) setText("");
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack gap="m">
        {reviewing ? (
          <RadioGroupField<Audience>
            label={t("audience")}
            onChange={setAudience}
            options={[{ value: "reviewers", label: t("reviewers") }, { value: "team", label: t("team") }]}
            required
            value={audience}
          />
        ) : null}
        <TextArea
          autoComplete="off"
          hint={reviewing ? t("textHint") : t("teamHint")}
          label={t("text")}
          maxLength={MOST_LETTERS}
          onChange={(event) => setText(event.target.value)}
          required
          rows={3}
          value={text}
        />
        <RefusalNotice refused={refused} />
        <Row>
          <Button disabled={text.trim() === ""} pending={pending} type="submit">
            {t("send")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
