"use client";

import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { Link } from "~/components/link";
import { Time } from "~/components/time";
import { personNameOf } from "~/messages/wordings/languages";
import type { Outputs } from "~/trpc/types";
import { answerLooks } from "./answers";
import { AttachEvidence } from "./attach-evidence";
import styles from "./people.module.css";

type Said = Outputs["consents"]["read"]["records"][number];

/** Everything that was said, newest first. Records are never changed: a withdrawal stands above the yes it ends. */
export function ConsentHistory({
  records,
  incidentId,
  mayAttach,
}: {
  readonly records: readonly Said[];
  readonly incidentId: string;
  readonly mayAttach: boolean;
}) {
  const t = useTranslations("people.history");
  return (
    <Card title={t("title")}>
      {records.length === 0 ? <p>{t("none")}</p> : null}
      <ol className={styles.history}>
        {records.map((record) => (
          <li className={styles.record} key={record.id}>
            <Entry incidentId={incidentId} record={record} />
            {mayAttach && record.byMe && record.answer !== "withdrawn" && firstOf(record, records) ? (
              <AttachEvidence attachedAlready={record.evidence.length > 0} recordId={record.id} />
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** What is attached is attached to everything that was said at that instant: it is asked for once. */
const firstOf = (record: Said, records: readonly Said[]): boolean =>
  records.find(({ recordedAt }) => +recordedAt === +record.recordedAt)?.id === record.id;

function Entry({ record, incidentId }: { readonly record: Said; readonly incidentId: string }) {
  const t = useTranslations("people.history");
  const now = useTranslations("people.now");
  const terms = useTranslations("terms");
  const { answer, until, recipients } = record;
  const day = () => (until === null ? null : <Time at={until} shape="day" />);
  const facts = [
    answer === "given" ? terms(`forms.${record.form}`) : null,
    record.everything
      ? t("everything")
      : t("covers", { items: record.items.length, accounts: record.accounts.length }),
    recipients.kind === "class" ? terms(`recipientClasses.${recipients.class}`) : null,
    recipients.kind === "disclosure" ? t("oneDisclosure") : null,
    terms(`capacities.${record.capacity}`),
    terms(`manners.${record.manner}`),
    t("language", { language: personNameOf[record.language] }),
    record.interpretation === "nobody" ? null : t("interpretation", { how: terms(`interpretations.${record.interpretation}`) }),
    record.understood === null ? null : record.understood ? t("understood") : t("notUnderstood"),
    record.byCard ? t("byCard") : record.byMe ? t("byMe") : t("byOther"),
  ].filter((fact) => fact !== null);
  return (
    <>
      <span className={styles.personHead}>
        <strong>{terms(`purposes.${record.purpose}`)}</strong>
        <Badge {...answerLooks[answer]}>{terms(`answers.${answer}`)}</Badge>
      </span>
      <span>
        <Time at={record.recordedAt} />
        {until === null ? null : <> · {now.rich("until", { day })}</>}
      </span>
      {record.interest === null ? null : <p dir="auto">{t("interest", { why: record.interest })}</p>}
      <ul className={styles.facts}>
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
        {record.evidence.map(({ itemId, format }) => (
          <li key={itemId}>
            <Link href={`/incidents/${incidentId}/items/${itemId}`}>{t("evidence", { kind: format === "audio" || format === "video" ? "recording" : "picture" })}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
