import { getTranslations } from "~/app/i18n";
import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { PageHeader } from "~/components/page-header";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { AnswerRequest, TellRecipient } from "./acts";
import styles from "./due.module.css";

/** Whom to tell that something was closed, and what people asked for, each with the day by which it has to be done. */
export default async function DuePage() {
  const t = await getTranslations("due");
  const caller = await api();
  const [notices, requests] = await orNotFound(Promise.all([caller.notices.list(), caller.requests.list()]));
  return (
    <>
      <PageHeader back={{ href: "/disclosures", label: t("back") }} lead={t("lead")} title={t("title")} />
      <Stack>
        <Card title={t("requests.title")}>
          <p>{requests.length === 0 ? t("requests.none") : t("requests.lead")}</p>
          <ul className={styles.list}>
            {requests.map((request) => (
              <Asked key={request.id} request={request} />
            ))}
          </ul>
        </Card>
        <Card title={t("notices.title")}>
          <p>{notices.length === 0 ? t("notices.none") : t("notices.lead")}</p>
          <ul className={styles.list}>
            {notices.map((notice) => (
              <ToTell key={notice.id} notice={notice} />
            ))}
          </ul>
        </Card>
      </Stack>
    </>
  );
}

async function Asked({ request }: { request: Outputs["requests"]["list"][number] }) {
  const t = await getTranslations("due");
  const terms = await getTranslations("terms");
  return (
    <li className={styles.line}>
      <strong>{t(`kinds.${request.kind}`)}</strong>
      <span>
        {terms("grantor", { pseudonym: request.pseudonym })} · <Ltr>{request.reference}</Ltr>
      </span>
      <span className={styles.when}>{t.rich("due", { day: filled(<Time at={request.due} shape="day" />) })}</span>
      {request.actsAt && (
        <span className={styles.when}>{t.rich("requests.deletes", { day: filled(<Time at={request.actsAt} shape="day" />) })}</span>
      )}
      <AnswerRequest kind={request.kind} requestId={request.id} />
    </li>
  );
}

async function ToTell({ notice }: { notice: Outputs["notices"]["list"][number] }) {
  const t = await getTranslations("due");
  const book = await getTranslations("addressBook");
  const terms = await getTranslations("terms");
  return (
    <li className={styles.line}>
      <strong>
        <bdi>{notice.recipient.name}</bdi> ({terms(`recipientClasses.${notice.recipient.class}`)})
      </strong>
      <span>
        {terms(`purposes.${notice.purpose}`)} · <Ltr>{notice.reference}</Ltr> · {terms(`closings.${notice.closing}`)}
      </span>
      <span>
        {notice.recipient.reach ? book.rich("reachedBy", { reach: filled(<bdi>{notice.recipient.reach}</bdi>) }) : book("noReach")}
      </span>
      <span className={styles.when}>{t.rich("due", { day: filled(<Time at={notice.due} shape="day" />) })}</span>
      {notice.mailedAt ? <span>{t.rich("notices.mailed", { day: filled(<Time at={notice.mailedAt} shape="day" />) })}</span> : null}
      <TellRecipient noticeId={notice.id} />
    </li>
  );
}
