"use client";

import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { TextField } from "~/components/field";
import { emptyForces, type ForcesDraft, type Wrong } from "./incident-draft";
import styles from "./incidents.module.css";

const MOST = 20;

type Props = {
  readonly forces: readonly ForcesDraft[];
  readonly onChange: (forces: readonly ForcesDraft[]) => void;
  readonly wrong: readonly Wrong[];
};

/** The services that were there, one entry each. Plates and numbers read left to right in every language. */
export function ForcesFields({ forces, onChange, wrong }: Props) {
  const t = useTranslations("incidents.form");
  const set = (index: number, change: Partial<ForcesDraft>) =>
    onChange(forces.map((one, at) => (at === index ? { ...one, ...change } : one)));
  const add = () => onChange([...forces, emptyForces(Math.max(-1, ...forces.map(({ key }) => key)) + 1)]);
  const said = (index: number, field: "officers" | "plates" | "numbers") =>
    wrong.includes(`forces.${index}.${field}`) ? t(`wrong.${field}`) : undefined;
  return (
    <>
      <p className={styles.quiet}>{t("forcesHint")}</p>
      {forces.map((one, index) => (
        <fieldset className={styles.force} key={one.key}>
          <legend className={styles.legend}>{t("force", { number: index + 1 })}</legend>
          <TextField
            dir="auto"
            hint={t("serviceHint")}
            label={t("service")}
            maxLength={120}
            onChange={(event) => set(index, { service: event.target.value })}
            value={one.service}
          />
          <div className={styles.pair}>
            <TextField
              dir="auto"
              label={t("unit")}
              maxLength={120}
              onChange={(event) => set(index, { unit: event.target.value })}
              value={one.unit}
            />
            <TextField
              dir="ltr"
              error={said(index, "officers")}
              inputMode="numeric"
              label={t("officers")}
              onChange={(event) => set(index, { officers: event.target.value })}
              value={one.officers}
            />
          </div>
          <TextField
            autoCapitalize="characters"
            autoComplete="off"
            dir="ltr"
            error={said(index, "plates")}
            hint={t("platesHint")}
            label={t("plates")}
            onChange={(event) => set(index, { plates: event.target.value })}
            spellCheck={false}
            value={one.plates}
          />
          <TextField
            autoComplete="off"
            dir="ltr"
            error={said(index, "numbers")}
            hint={t("numbersHint")}
            label={t("numbers")}
            onChange={(event) => set(index, { numbers: event.target.value })}
            spellCheck={false}
            value={one.numbers}
          />
          <div>
            <Button onClick={() => onChange(forces.filter(({ key }) => key !== one.key))}>
              {t("removeForce", { number: index + 1 })}
            </Button>
          </div>
        </fieldset>
      ))}
      {forces.length < MOST ? (
        <div>
          <Button icon="plus" onClick={add}>
            {forces.length === 0 ? t("addFirstForce") : t("addForce")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
