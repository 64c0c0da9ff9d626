import * as z from "zod";
import { Card } from "~/components/card";
import { Empty } from "~/components/empty";
import { Link } from "~/components/link";
import { PageHeader } from "~/components/page-header";
import { Stack } from "~/components/stack";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../i18n";
import { UnderReview } from "../vouching/under-review";
import { Checkpoint } from "./checkpoint";
import { Entry } from "./entry";
import { Witnesses } from "./witnesses";
import styles from "./ledger.module.css";

const Before = z.coerce.number().int().min(0).nullable().catch(null);

export default async function LedgerPage({ searchParams }: { searchParams: Promise<{ before?: string }> }) {
  const before = Before.parse((await searchParams).before ?? null);
  const caller = await api();
  const [t, page, checkpoint, followed, me] = await Promise.all([
    getTranslations("ledger"),
    orNotFound(caller.ledger.entries({ before })),
    orNotFound(caller.ledger.checkpoint()),
    orNotFound(caller.witnesses.list()),
    orNotFound(caller.members.me()),
  ]);
  const oldest = page.entries.at(-1)?.index ?? 0;
  return (
    <>
      <PageHeader lead={<p>{t("lead")}</p>} title={t("title")} />
      <Stack>
        <UnderReview />
        <Checkpoint {...checkpoint} />
        <Witnesses {...followed} role={me.role} />
        <Card title={t("entries.title")}>
          {page.entries.length === 0 ? (
            <Empty icon="ledger" title={t("entries.none")}>
              <p>{t("entries.noneText")}</p>
            </Empty>
          ) : (
            <ol className={styles.entries}>
              {page.entries.map((entry) => (
                <Entry entry={entry} key={entry.index} />
              ))}
            </ol>
          )}
          <nav aria-label={t("entries.pages")} className={styles.pages}>
            {before !== null && <Link href="/ledger">{t("entries.newest")}</Link>}
            {oldest > 0 && <Link href={`/ledger?before=${oldest}`}>{t("entries.older")}</Link>}
          </nav>
        </Card>
      </Stack>
    </>
  );
}
