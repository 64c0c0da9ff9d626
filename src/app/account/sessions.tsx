"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Badge } from "~/components/badge";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { TextField } from "~/components/field";
import { filled } from "~/components/filled";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { trpc } from "~/trpc/client";
import type { Outputs } from "~/trpc/types";
import styles from "./account.module.css";

type Session = Outputs["sessions"]["list"][number];

/** Where the reader is signed in. This one is ended further down, by signing out. */
export function Sessions({ sessions }: { sessions: readonly Session[] }) {
  const t = useTranslations("sessions");
  return (
    <Card title={t("title")}>
      <p>{t("text")}</p>
      <ul className={styles.list}>
        {sessions.map((session) => (
          <One key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  );
}

function One({ session }: { session: Session }) {
  const t = useTranslations("sessions");
  const router = useRouter();
  const [naming, setNaming] = useState(false);
  const end = async () => {
    await trpc.sessions.end.mutate({ sessionId: session.id });
    router.refresh();
  };
  return (
    <li>
      <Row>
        <strong>{session.name === null ? t("unnamed") : <bdi>{session.name}</bdi>}</strong>
        {session.isThis && <Badge>{t("this")}</Badge>}
      </Row>
      <p className={styles.quiet}>
        {t.rich("since", { means: session.means, time: filled(<Time at={session.createdAt} />) })}
      </p>
      {naming ? (
        <Naming
          onDone={() => {
            setNaming(false);
            router.refresh();
          }}
          session={session}
        />
      ) : (
        <Row>
          <Button onClick={() => setNaming(true)}>{t("rename")}</Button>
          {!session.isThis && (
            <ConfirmButton confirmLabel={t("end")} label={t("end")} onConfirm={end} title={t("endTitle")}>
              <p>{t("endText")}</p>
            </ConfirmButton>
          )}
        </Row>
      )}
    </li>
  );
}

function Naming({ session, onDone }: { session: Session; onDone: () => void }) {
  const t = useTranslations("sessions");
  const common = useTranslations("common");
  const [name, setName] = useState(session.name ?? "");
  const [tried, setTried] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const save = async () => {
    await trpc.sessions.name.mutate({ sessionId: session.id, name: name.trim() });
    onDone();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (name.trim() !== "") void attempt(save);
      }}
    >
      <Stack gap="s">
        <TextField
          autoComplete="off"
          dir="auto"
          error={tried && name.trim() === "" && t("nameMissing")}
          label={t("name")}
          maxLength={40}
          onChange={(event) => setName(event.target.value)}
          required
          value={name}
        />
        <RefusalNotice refused={refused} />
        <Row>
          <Button pending={pending} type="submit" variant="primary">
            {common("save")}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
