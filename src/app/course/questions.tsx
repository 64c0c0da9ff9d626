"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { RadioGroupField } from "~/components/field";
import { Notice } from "~/components/notice";
import { RefusalNotice } from "~/components/refusal-notice";
import { Stack } from "~/components/stack";
import { questionNames, questions, type Answer, type Answers, type Question } from "~/domain/course";
import { trpc } from "~/trpc/client";

/** The questions of the course. What was answered wrongly is explained beside it and can be answered again. */
export function Questions({ version }: { version: number }) {
  const t = useTranslations("course");
  const router = useRouter();
  const [answers, setAnswers] = useState<Answers>({});
  const [missed, setMissed] = useState<readonly Question[]>([]);
  const [tried, setTried] = useState(false);
  const { pending, refused, attempt } = useAttempt();
  const complete = questionNames.every((name) => answers[name] !== undefined);
  const check = async () => {
    const { wrong } = await trpc.course.answer.mutate({ version, answers });
    setMissed(wrong);
    if (wrong.length === 0) router.refresh();
  };
  return (
    <Card title={t("questionsTitle")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (complete) void attempt(check);
        }}
      >
        <Stack>
          {questionNames.map((name) => (
            <Stack gap="s" key={name}>
              <RadioGroupField
                error={tried && answers[name] === undefined && t("missing")}
                label={t(`questions.${name}.ask`)}
                onChange={(value) => {
                  setAnswers({ ...answers, [name]: value });
                  setMissed(missed.filter((other) => other !== name));
                }}
                options={questions[name].answers.map((value: Answer) => ({
                  value,
                  // The keys of a question's answers are its answers: `messages/course.test.ts` holds them together.
                  label: t(`questions.${name}.answers.${value}` as Parameters<typeof t>[0]),
                }))}
                required
                value={answers[name] ?? null}
              />
              {missed.includes(name) && (
                <Notice tone="attention">
                  <p>{t(`questions.${name}.why`)}</p>
                </Notice>
              )}
            </Stack>
          ))}
          {missed.length > 0 && (
            <Notice live="polite">
              <p>{t("again", { count: missed.length })}</p>
            </Notice>
          )}
          <RefusalNotice refused={refused} />
          <Button pending={pending} type="submit" variant="primary" wide>
            {t("submit")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
