"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { TextField } from "~/components/field";
import { Stack } from "~/components/stack";
import { isLine, LINES } from "~/keyring/shares";
import styles from "./typed-cards.module.css";

type Typed = readonly (readonly string[])[];

const empty = (cards: number): Typed => Array.from({ length: cards }, () => Array<string>(LINES).fill(""));

/** Cards as somebody types them, line by line. `ready` is false while a line of them is wrong. */
export function useTypedCards(cards: number): { fields: Parameters<typeof TypedCards>[0]; typed: Typed; ready: () => boolean } {
  const [typed, setTyped] = useState(() => empty(cards));
  const [checked, setChecked] = useState(false);
  const set = (card: number, line: number, value: string) =>
    setTyped((before) => before.map((lines, c) => (c === card ? lines.map((l, i) => (i === line ? value : l)) : lines)));
  const ready = () => {
    setChecked(true);
    return typed.flat().every(isLine);
  };
  return { fields: { typed, checked, set }, typed, ready };
}

/** @param props.checked whether a line that is still empty is wrong already */
export function TypedCards({ typed, checked, set }: {
  typed: Typed;
  checked: boolean;
  set: (card: number, line: number, value: string) => void;
}) {
  const t = useTranslations("custody.typed");
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  return typed.map((lines, card) => (
    <fieldset className={styles.card} key={`card-${String(card)}`}>
      <legend className={styles.legend}>{t("card", { number: card + 1 })}</legend>
      <Stack gap="s">
        {lines.map((value, line) => {
          const name = `${card}.${line}`;
          const wrong = (checked || (left.has(name) && value !== "")) && !isLine(value);
          return (
            <TextField
              autoCapitalize="characters"
              autoComplete="off"
              dir="ltr"
              error={wrong && t("wrong")}
              key={name}
              label={t("line", { number: line + 1 })}
              onBlur={() => setLeft((before) => new Set(before).add(name))}
              onChange={(event) => set(card, line, event.target.value)}
              required
              spellCheck={false}
              value={value}
            />
          );
        })}
      </Stack>
    </fieldset>
  ));
}
