import { Card } from "~/components/card";
import { ErasureLine } from "~/components/erasures/erasure-line";
import { filled } from "~/components/filled";
import { Link } from "~/components/link";
import { Ltr } from "~/components/ltr";
import { PageHeader } from "~/components/page-header";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { api, orNotFound } from "~/trpc/server";
import type { Outputs } from "~/trpc/types";
import { getTranslations } from "../i18n";
import styles from "./erasures.module.css";

export default async function ErasuresPage() {
  const t = await getTranslations("erasures");
  const { open, done } = await orNotFound((await api()).erasures.list());
  return (
    <>
      <PageHeader back={{ href: "/incidents", label: t("back") }} lead={t("intro")} title={t("title")} />
      <Stack>
        <Card title={t("toGo")}>
          {open.length === 0 ? <p>{t("nothingToGo")}</p> : null}
          <ul className={styles.list}>
            {open.map((line) => (
              <li className={styles.line} key={line.id}>
                <Head line={line} />
                <ErasureLine line={line} />
              </li>
            ))}
          </ul>
        </Card>
        <Card title={t("gone")}>
          {done.length === 0 ? <p>{t("nothingGone")}</p> : null}
          <ul className={styles.list}>
            {done.map((line) => (
              <li className={styles.line} key={line.id}>
                <Head line={line} />
                <p>
                  {t(`grounds.${line.ground}`)}. {line.doneAt ? t.rich("goneOn", { date: filled(<Time at={line.doneAt} />) }) : null}
                  {line.scrubbed ? null : <>. {t("lastCopies")}</>}
                </p>
              </li>
            ))}
          </ul>
        </Card>
      </Stack>
    </>
  );
}

/** What it is, and of which incident; a photo that is still there leads to its page. */
async function Head({ line }: { line: Outputs["erasures"]["list"]["open"][number] }) {
  const t = await getTranslations("erasures");
  const here = line.itemId !== null && line.doneAt === null;
  return (
    <p className={styles.head}>
      <strong>{here ? <Link href={`/incidents/${line.incidentId}/items/${line.itemId}`}>{t(`what.${line.what}`)}</Link> : t(`what.${line.what}`)}</strong>
      {line.readable ? (
        <Link href={`/incidents/${line.incidentId}`}>
          <Ltr>{line.reference}</Ltr>
        </Link>
      ) : (
        <Ltr>{line.reference}</Ltr>
      )}
    </p>
  );
}
