import { Card } from "~/components/card";
import { filled } from "~/components/filled";
import { Ltr } from "~/components/ltr";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Stack } from "~/components/stack";
import { Time } from "~/components/time";
import { Shortfalls } from "~/components/vouching/shortfalls";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../i18n";
import styles from "./course.module.css";
import { Questions } from "./questions";

const lessons = ["consent", "children", "pictures", "phone", "trust"] as const;

export default async function CoursePage() {
  const caller = await api();
  const [t, me, mine, course] = await Promise.all([
    getTranslations("course"),
    orNotFound(caller.members.me()),
    orNotFound(caller.vouching.mine()),
    orNotFound(caller.course.state()),
  ]);
  return (
    <>
      <PageHeader lead={<p>{t("lead")}</p>} title={t("title")} />
      <div className={styles.page}>
        <Stack>
          {mine.shortfalls && (
            <Card title={t("candidate.title")}>
              <Stack gap="m">
                <p>{t("candidate.text")}</p>
                <p>{t.rich("candidate.ask", { handle: filled(<Ltr mono>{me.handle}</Ltr>) })}</p>
                <Shortfalls shortfalls={mine.shortfalls} />
              </Stack>
            </Card>
          )}
          {lessons.map((lesson) => (
            <Card key={lesson} title={t(`lessons.${lesson}.title`)}>
              <p>{t(`lessons.${lesson}.text`)}</p>
            </Card>
          ))}
          {course.passedAt ? (
            <Notice title={t("passed")} tone="ok">
              <p>{t.rich("passedAt", { time: filled(<Time at={course.passedAt} />) })}</p>
            </Notice>
          ) : (
            <Questions version={course.version} />
          )}
        </Stack>
      </div>
    </>
  );
}
