import * as z from "zod";
import { Card } from "~/components/card";
import { Link } from "~/components/link";
import { Notice } from "~/components/notice";
import { PageHeader } from "~/components/page-header";
import { Stack } from "~/components/stack";
import { personLanguages, personNameOf, type PersonLanguage } from "~/messages/wordings/languages";
import { passages } from "~/messages/wordings/passages";
import { api, orNotFound } from "~/trpc/server";
import { getTranslations } from "../i18n";
import { SpokenPassage } from "./passage";
import { Recorded } from "./recorded";
import styles from "./recordings.module.css";

const Query = z.object({ language: z.enum(personLanguages).catch("ti") });

/** What people hear before they answer: by language, what the instance has recorded of what a sheet reads out. */
export default async function RecordingsPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { language } = Query.parse(await searchParams);
  const [t, members] = [await getTranslations("recordings"), await getTranslations("members")];
  const recordings = await orNotFound((await api()).recordings.list());
  const of = (one: string) => recordings.filter((recording) => recording.language === one);
  const count = (one: PersonLanguage) => of(one).filter(({ fits }) => fits).length;
  const gone = of(language).filter(({ passage }) => !passages.some((known) => known === passage));
  return (
    <>
      <PageHeader back={{ href: "/members", label: members("title") }} lead={<p>{t("lead")}</p>} title={t("title")} />
      <div className={styles.page}>
        <Stack>
          <Notice title={t("voiceTitle")} tone="attention">
            <p>{t("voice")}</p>
          </Notice>
          <Notice title={t("wordsTitle")}>
            <p>{t("words")}</p>
          </Notice>
          <nav aria-label={t("languages")}>
            <ul className={styles.languages}>
              {personLanguages.map((one) => (
                <li key={one}>
                  <Link aria-current={one === language ? "page" : undefined} href={`/recordings?language=${one}`}>
                    <bdi lang={one}>{personNameOf[one]}</bdi>{" "}
                    <span>
                      {count(one)}/{passages.length}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <div>
            <h2 className={styles.heading} lang={language}>
              <bdi>{personNameOf[language]}</bdi>
            </h2>
            <p>{t("spoken", { count: count(language), total: passages.length })}</p>
            <p className={styles.quiet}>{t("together")}</p>
          </div>
          {passages.map((passage) => (
            <SpokenPassage
              key={`${language} ${passage}`}
              language={language}
              passage={passage}
              recording={of(language).find((one) => one.passage === passage) ?? null}
            />
          ))}
          {gone.length > 0 ? (
            <Card title={t("gone")}>
              {gone.map((recording) => (
                <Recorded key={recording.id} name={recording.passage} recording={recording} />
              ))}
            </Card>
          ) : null}
        </Stack>
      </div>
    </>
  );
}
