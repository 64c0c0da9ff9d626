"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { incidentKinds } from "~/domain/incident";
import { Icon } from "~/components/icon";
import type { IncidentDraft } from "./incident-draft";
import styles from "./incidents.module.css";

type Kinds = IncidentDraft["kinds"];

/** What happened, as chips large enough for a thumb in the rain. Each is a checkbox; a tick repeats the colour. */
export function KindsField({
  value,
  onChange,
  error,
}: {
  readonly value: Kinds;
  readonly onChange: (kinds: Kinds) => void;
  readonly error?: string | undefined;
}) {
  const t = useTranslations("incidents.form");
  const terms = useTranslations("terms");
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={styles.legend}>{t("kinds")}</legend>
      {error ? (
        <p className={styles.wrong} id={`${id}-error`} role="alert">
          <Icon name="alert" size={18} /> {error}
        </p>
      ) : null}
      <div className={styles.chips}>
        {incidentKinds.map((kind) => {
          const on = value.includes(kind);
          return (
            <label className={styles.chip} key={kind}>
              <input
                checked={on}
                onChange={() =>
                  onChange(incidentKinds.filter((one) => (one === kind ? !on : value.includes(one))))
                }
                type="checkbox"
              />
              <span className={styles.chipTick}>{on ? <Icon name="check" size={18} /> : null}</span>
              <span>{terms(`kinds.${kind}`)}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
