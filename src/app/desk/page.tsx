import { getTranslations } from "~/app/i18n";
import { Waiting } from "~/components/comments/waiting";
import { Empty } from "~/components/empty";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Stack } from "~/components/stack";
import { api, orNotFound } from "~/trpc/server";
import { Queue } from "./queue";

/** What reviewers work from: every incident that is not closed, with what is missing and what falls due. */
export default async function DeskPage() {
  const t = await getTranslations("desk");
  const incidents = await getTranslations("incidents.read");
  const queue = await orNotFound((await api()).desk.queue());
  return (
    <>
      <PageHeader back={{ href: "/incidents", label: incidents("back") }} lead={t("lead")} title={t("title")} />
      <Stack>
        <Waiting waiting={queue.waiting} />
        {queue.more ? <Notice tone="attention">{t("more")}</Notice> : null}
        {queue.lines.length === 0 ? <Empty title={t("none")} /> : <Queue now={new Date()} queue={queue} />}
      </Stack>
    </>
  );
}
