"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import { useAttempt } from "~/components/attempt";
import { Button } from "~/components/button";
import { useLeaveWarning } from "~/components/incidents/leave-warning";
import { Notice } from "~/components/notice";
import { LitPicture } from "~/components/pictures/lit-picture";
import { RefusalNotice } from "~/components/refusal-notice";
import { Row, Stack } from "~/components/stack";
import { useLanguage } from "~/components/translations";
import { sheetWording } from "~/messages/wordings/asking";
import { trpc } from "~/trpc/client";
import {
  choiceOf, emptySheet, ledTo, recordOf, stepsOf, tiedTo, type Asked, type ConsentDraft, type Led, type SheetWrong, type Waiting,
} from "./consent-draft";
import { Heard, type Fitting } from "./heard";
import type { SheetAccount, SheetPicture } from "./matter";
import { SheetAbout } from "./sheet-about";
import { SheetCheck } from "./sheet-check";
import { SheetEnd } from "./sheet-end";
import { SheetPurpose } from "./sheet-purpose";
import styles from "./sheet.module.css";
import { Spoken } from "./spoken";

type Props = {
  readonly grantor: Asked & { readonly id: string };
  readonly pictures: readonly SheetPicture[];
  readonly accounts: readonly SheetAccount[];
  readonly waiting: readonly Waiting[];
  readonly led: Led | null;
  readonly recordings: Fitting;
};

/**
 * The consent sheet, one screen after the other: what it is about, then in the person's language what is asked of them,
 * whether that was understood and each purpose, then how it was said. It stays in this window's memory only.
 */
export function ConsentSheet({ grantor, pictures, accounts, waiting, led, recordings }: Props) {
  const t = useTranslations("asking");
  const people = useTranslations("people.sheet");
  const router = useRouter();
  const { pending, refused, attempt } = useAttempt();
  const top = useRef<HTMLDivElement>(null);
  const own = useLanguage();
  const blank = emptySheet({ ...grantor, items: pictures.map(({ id }) => id), accounts: accounts.map(({ id }) => id) }, own);
  const [draft, setDraft] = useState<ConsentDraft>(() => ledTo(blank, led, waiting));
  const [at, setAt] = useState(0);
  const [wrong, setWrong] = useState<readonly SheetWrong[]>([]);
  const [recorded, setRecorded] = useState(false);
  const steps = stepsOf(draft, grantor);
  const step = steps[at] ?? { at: "about" as const };
  useLeaveWarning(Object.keys(draft.choices).length > 0, people("leave"));

  const set = (change: Partial<ConsentDraft>) => {
    setRecorded(false);
    setWrong([]);
    setDraft((before) => ({ ...before, ...change }));
  };
  /** To another screen, whose heading takes the focus: what stood there before is gone. */
  const go = (to: number) => {
    flushSync(() => setAt(to));
    top.current?.scrollIntoView();
    (top.current?.querySelector<HTMLElement>("h2[tabindex]") ?? top.current)?.focus();
  };
  const forward = () => {
    if (step.at === "about") {
      const lacks: SheetWrong[] = [];
      if (draft.items.length + draft.accounts.length === 0) lacks.push("matter");
      if (draft.purposes.length === 0) lacks.push("purposes");
      if (draft.capacity === null) lacks.push("capacity");
      setWrong(lacks);
      if (lacks.length > 0) return;
    }
    // Passed without a choice: what stood there was no.
    if (step.at === "purpose") set({ choices: { ...draft.choices, [step.purpose]: choiceOf(draft, step.purpose, grantor.minor) } });
    go(at + 1);
  };
  const record = async () => {
    const result = recordOf(draft, grantor, new Date());
    flushSync(() => setWrong("wrong" in result ? result.wrong : []));
    if ("wrong" in result) {
      top.current?.querySelector<HTMLElement>("[aria-invalid] input, textarea[aria-invalid], input[aria-invalid]")?.focus();
      return;
    }
    const done = await attempt(async () => {
      await trpc.consents.record.mutate({ grantorId: grantor.id, ...result.record });
      router.refresh();
    });
    if (!done) return;
    setDraft({ ...blank, language: draft.language });
    setRecorded(true);
    go(0);
  };

  const { words } = sheetWording(draft.language);
  const props = { draft, asked: grantor, onChange: set, wrong };
  const lit = pictures.filter(({ id }) => draft.items.includes(id));
  const last = step.at === "end";
  return (
    <div id="sheet" ref={top} tabIndex={-1}>
      <Heard recordings={recordings}>
        <Stack>
          {recorded ? (
            <>
              <Spoken beside={sheetWording(own).words.end} language={draft.language} passages={["end"]} words={words.end} />
              <Notice live="polite" tone="ok">
                {people("recorded")}
              </Notice>
            </>
          ) : null}
          <p className={styles.head}>{t("screen", { at: at + 1, of: steps.length })}</p>
          {(step.at === "start" || step.at === "purpose") && lit.length > 0 ? (
            <div className={styles.strip} data-large={step.at === "start"}>
              {lit.map((picture) => (
                <LitPicture alt={people("pictureAlt", { number: picture.number })} key={picture.id} picture={picture} />
              ))}
            </div>
          ) : null}
          {step.at === "about" ? (
            <SheetAbout {...props} accounts={accounts} onOccasion={(one) => set(tiedTo(blank, one))} pictures={pictures} waiting={waiting} />
          ) : null}
          {step.at === "start" ? (
            <Spoken beside={sheetWording(own).words.start} language={draft.language} passages={["start"]} words={words.start}>
              {lit.length > 0 ? <p>{words.you}</p> : null}
            </Spoken>
          ) : null}
          {step.at === "check" ? <SheetCheck {...props} key={draft.question} /> : null}
          {step.at === "purpose" ? <SheetPurpose {...props} key={step.purpose} purpose={step.purpose} /> : null}
          {last ? <SheetEnd {...props} /> : null}
          <RefusalNotice refused={refused} />
          <Row>
            {last ? (
              <Button onClick={() => void record()} pending={pending} variant="primary">
                {people("submit")}
              </Button>
            ) : (
              <Button icon="next" onClick={forward} variant="primary">
                {step.at === "about" ? t("begin") : t("next")}
              </Button>
            )}
            {at > 0 ? (
              <Button icon="back" onClick={() => go(at - 1)}>
                {t("back")}
              </Button>
            ) : null}
            {last && wrong.includes("check") ? (
              <Button onClick={() => go(steps.findIndex((one) => one.at === "check"))}>{t("askAgainWhether")}</Button>
            ) : null}
          </Row>
        </Stack>
      </Heard>
    </div>
  );
}
