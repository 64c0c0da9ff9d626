"use client";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Badge } from "~/components/badge";
import { Card } from "~/components/card";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { directionOf } from "~/messages/languages";
import { askedPurposes } from "~/messages/wordings/asking";
import { personDirectionOf, type PersonLanguage } from "~/messages/wordings/languages";
import { spokenWords, type Passage } from "~/messages/wordings/passages";
import { addRecording } from "~/trpc/upload";
import { Recorded, type Recording } from "./recorded";
import styles from "./recordings.module.css";

const paragraphs = (text: string) => text.split("\n\n").map((paragraph) => <p key={paragraph}>{paragraph}</p>);

/** One passage: its words, to be spoken as they stand, and what there is of it. */
export function SpokenPassage({
  language,
  passage,
  recording,
}: {
  readonly language: PersonLanguage;
  readonly passage: Passage;
  readonly recording: Recording | null;
}) {
  const t = useTranslations("recordings");
  const terms = useTranslations("terms");
  const own = useLanguage();
  const purpose = askedPurposes.find((one) => one === passage);
  const name = purpose ? terms(`purposes.${purpose}`) : t(`passages.${passage as Exclude<Passage, (typeof askedPurposes)[number]>}`);
  return (
    <Card actions={<State recording={recording} />} title={name}>
      <Stack gap="m">
        <div className={styles.words} dir={personDirectionOf[language]} lang={language}>
          {paragraphs(spokenWords(passage, language))}
        </div>
        {language === own ? null : (
          <details className={styles.beside} dir={directionOf[own]} lang={own}>
            <summary>{t("beside")}</summary>
            {paragraphs(spokenWords(passage, own))}
          </details>
        )}
        {recording && !recording.fits ? (
          <Notice tone="attention">
            <p>{t("outdatedText")}</p>
          </Notice>
        ) : null}
        {recording ? <Recorded key={recording.id} name={name} recording={recording} /> : null}
        <Add language={language} name={name} passage={passage} replaces={recording !== null} />
      </Stack>
    </Card>
  );
}

function State({ recording }: { recording: Recording | null }) {
  const t = useTranslations("recordings");
  if (!recording) return <Badge>{t("none")}</Badge>;
  return recording.fits ? (
    <Badge icon="check" tone="ok">
      {t("fits")}
    </Badge>
  ) : (
    <Badge icon="alert" tone="attention">
      {t("outdated")}
    </Badge>
  );
}

function Add({ language, passage, name, replaces }: { language: PersonLanguage; passage: Passage; name: string; replaces: boolean }) {
  const t = useTranslations("recordings");
  const id = useId();
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const [added, setAdded] = useState(false);
  const add = (file: File | undefined) =>
    file &&
    attempt(async () => {
      setAdded(false);
      await addRecording({ language, passage }, file);
      setAdded(true);
      router.refresh();
    });
  return (
    <div className={styles.add}>
      <label htmlFor={id}>{t("file", { passage: name })}</label>
      <input
        accept=".mp3,audio/mpeg"
        aria-describedby={`${id}-hint`}
        disabled={pending}
        id={id}
        onChange={(event) => void add(event.target.files?.[0])}
        type="file"
      />
      <p className={styles.quiet} id={`${id}-hint`}>
        {t("fileHint")} {replaces ? t("replaces") : null}
      </p>
      {pending ? <output>{t("sending")}</output> : null}
      {added ? (
        <Notice live="polite" tone="ok">
          {t("added")}
        </Notice>
      ) : null}
      <RefusalNotice refused={refused} />
    </div>
  );
}
