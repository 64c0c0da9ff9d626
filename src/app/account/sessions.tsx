"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { ConfirmButton } from "~/components/confirm-button";
import { filled } from "~/components/filled";
import { Naming } from "~/components/naming";
import { Row } from "~/components/stack";
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
  const save = async (name: string) => {
    await trpc.sessions.name.mutate({ sessionId: session.id, name });
    setNaming(false);
    router.refresh();
  };
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
        <Naming onSave={save} value={session.name ?? ""} words={{ label: t("name"), missing: t("nameMissing") }} />
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
