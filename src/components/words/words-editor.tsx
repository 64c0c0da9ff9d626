"use client";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { TextArea } from "~/components/field";
import { Notice } from "~/components/notice";
import {
  cover, elsewhere, leaving, maskKinds, MAX_WORDS, mention, personToken, stretchesOf, tidy, typed, uncover,
  type MaskKind, type Words,
} from "~/domain/words";
import { LeavingText } from "./leaving-text";
import { Pieces } from "./pieces";
import styles from "./words.module.css";

type Person = { readonly id: string; readonly pseudonym: string };
type Props = { readonly words: Words; readonly language: string; readonly people: readonly Person[]; readonly onChange: (words: Words) => void };

/** A press that leaves the focus, and with it what is selected, where it is. */
const staying = { onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault() };

/**
 * Words, and what of them is hidden. The text is an ordinary text field, so that fingers, keyboards and every script's input
 * work as they do elsewhere: select, then press a button. What leaves stands beside it as it is written.
 */
export function WordsEditor({ words, language, people, onChange }: Props) {
  const t = useTranslations("words");
  const terms = useTranslations("terms");
  const form = useTranslations("incidents.form");
  const area = useRef<HTMLTextAreaElement>(null);
  const [nothingSelected, setNothingSelected] = useState(false);
  const again = elsewhere(words);

  const selection = () => ({ from: area.current?.selectionStart ?? 0, to: area.current?.selectionEnd ?? 0 });
  const hide = (kind: MaskKind) => {
    const next = cover(words, selection(), kind);
    setNothingSelected(next === words);
    if (next !== words) onChange(next);
  };
  const put = (pseudonym: string) => {
    const { from, to } = selection();
    const after = from + personToken(pseudonym).length;
    setNothingSelected(false);
    flushSync(() => onChange(mention(words, { from, to }, pseudonym)));
    area.current?.focus();
    area.current?.setSelectionRange(after, after);
  };

  return (
    <div className={styles.editor}>
      <TextArea
        hint={form("accountHint")}
        label={form("text")}
        lang={language}
        maxLength={MAX_WORDS}
        onChange={(event) => onChange(typed(words, event.target.value))}
        ref={area}
        required
        rows={9}
        value={words.text}
      />
      <p>{t("editor.how")}</p>
      <fieldset className={styles.tools}>
        <legend className={styles.legend}>{t("editor.tools")}</legend>
        {maskKinds.map((kind) => (
          <Button {...staying} icon="minus" key={kind} onClick={() => hide(kind)}>
            {t(`editor.hide.${kind}`)}
          </Button>
        ))}
        {people.map(({ id, pseudonym }) => (
          <Button {...staying} icon="person" key={id} onClick={() => put(pseudonym)}>
            {t("editor.put", { person: terms("grantor", { pseudonym }) })}
          </Button>
        ))}
      </fieldset>
      {nothingSelected && (
        <Notice live="polite" tone="attention">
          {t("editor.selectFirst")}
        </Notice>
      )}
      {again.length > 0 && (
        <Notice live="polite" title={t("editor.elsewhere", { count: again.length })} tone="attention">
          <Button onClick={() => onChange({ text: words.text, masks: tidy({ text: words.text, masks: [...words.masks, ...again] }) })}>
            {t("editor.hideElsewhere")}
          </Button>
        </Notice>
      )}
      <Hidden language={language} onShow={(mask) => onChange(uncover(words, mask))} words={words} />
      <div className={styles.preview}>
        <p className={styles.label}>{t("editor.leaves")}</p>
        {words.text.trim() === "" ? <p>{t("editor.nothing")}</p> : <LeavingText language={language} text={leaving(words, "redacted")} />}
      </div>
    </div>
  );
}

/** What is hidden, each with a way back. */
function Hidden({ words, language, onShow }: { words: Words; language: string; onShow: (mask: Words["masks"][number]) => void }) {
  const t = useTranslations("words");
  const hidden = stretchesOf(words).flatMap(({ hidden: mask, pieces }) => (mask ? [{ mask, pieces }] : []));
  if (hidden.length === 0) return null;
  return (
    <div>
      <p className={styles.label}>{t("editor.hidden")}</p>
      <ul className={styles.masks}>
        {hidden.map(({ mask, pieces }) => (
          <li key={`${mask.from} ${mask.kind}`}>
            <span>
              {t(`hiddenAs.${mask.kind}`)}:{" "}
              <bdi id={`hidden-${mask.from}`} lang={language}>
                <Pieces pieces={pieces} />
              </bdi>
            </span>
            <Button aria-describedby={`hidden-${mask.from}`} onClick={() => onShow(mask)}>
              {t("editor.show")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
