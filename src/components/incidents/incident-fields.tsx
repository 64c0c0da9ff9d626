"use client";

import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import { RadioGroupField, TextArea, TextField } from "~/components/field";
import { timePrecisions } from "~/domain/incident";
import { ForcesFields } from "./forces-fields";
import type { IncidentDraft, Wrong } from "./incident-draft";
import styles from "./incidents.module.css";
import { KindsField } from "./kinds-field";

type Props = {
  readonly draft: IncidentDraft;
  readonly onChange: (draft: IncidentDraft) => void;
  /** What has to be mended, said beside its field. */
  readonly wrong: readonly Wrong[];
};

/** Everything that is asked about an incident, in the order in which one tells it. */
export function IncidentFields({ draft, onChange, wrong }: Props) {
  const t = useTranslations("incidents.form");
  const terms = useTranslations("terms");
  const common = useTranslations("common");
  const set = (change: Partial<IncidentDraft>) => onChange({ ...draft, ...change });
  const said = (field: Exclude<Wrong, `forces.${string}`>) => (wrong.includes(field) ? t(`wrong.${field}`) : undefined);
  const timed = draft.precision !== "day";
  return (
    <>
      <Card title={t("when")}>
        <RadioGroupField
          label={t("precision")}
          onChange={(precision) => set({ precision })}
          options={timePrecisions.map((value) => ({ value, label: terms(`precisions.${value}`) }))}
          required
          value={draft.precision}
        />
        <div className={styles.pair}>
          <TextField
            error={said("startDate")}
            label={t("startDate")}
            onChange={(event) => set({ startDate: event.target.value })}
            required
            type="date"
            value={draft.startDate}
          />
          {timed ? (
            <TextField
              error={said("startTime")}
              label={t("startTime")}
              onChange={(event) => set({ startTime: event.target.value })}
              required
              type="time"
              value={draft.startTime}
            />
          ) : null}
        </div>
        <div className={styles.pair}>
          <TextField
            error={said("endDate") ?? said("endsBefore")}
            label={t("endDate")}
            onChange={(event) => set({ endDate: event.target.value })}
            type="date"
            value={draft.endDate}
          />
          {timed ? (
            <TextField
              error={said("endTime")}
              label={t("endTime")}
              onChange={(event) => set({ endTime: event.target.value, endDate: draft.endDate || draft.startDate })}
              type="time"
              value={draft.endTime}
            />
          ) : null}
        </div>
      </Card>
      <Card title={t("where")}>
        <TextField
          autoComplete="off"
          dir="auto"
          error={said("place")}
          hint={t("placeHint")}
          label={t("place")}
          maxLength={300}
          onChange={(event) => set({ place: event.target.value })}
          required
          value={draft.place}
        />
      </Card>
      <Card title={t("what")}>
        <KindsField error={said("kinds")} onChange={(kinds) => set({ kinds })} value={draft.kinds} />
      </Card>
      <Card title={t("forces")}>
        <ForcesFields forces={draft.forces} onChange={(forces) => set({ forces })} wrong={wrong} />
      </Card>
      <Card title={t("people")}>
        <TextField
          autoComplete="off"
          dir="ltr"
          error={said("count")}
          inputMode="numeric"
          label={t("count")}
          onChange={(event) => set({ count: event.target.value })}
          value={draft.count}
        />
        <RadioGroupField
          label={t("minors")}
          onChange={(minors) => set({ minors })}
          options={(["yes", "no", "unknown"] as const).map((value) => ({ value, label: common(value) }))}
          required
          inline
          value={draft.minors}
        />
        <TextArea
          hint={t("injuriesHint")}
          label={t("injuries")}
          maxLength={4000}
          onChange={(event) => set({ injuries: event.target.value })}
          rows={3}
          value={draft.injuries}
        />
      </Card>
      <Card title={t("observers")}>
        <TextArea
          label={t("asked")}
          maxLength={2000}
          onChange={(event) => set({ asked: event.target.value })}
          rows={2}
          value={draft.asked}
        />
      </Card>
    </>
  );
}
