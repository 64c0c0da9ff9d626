"use client";

import { useId, useState, type Ref } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { CheckboxField, SelectField, TextField } from "~/components/field";
import { AddPerson } from "~/components/people/add-person";
import { Row } from "~/components/stack";
import { bodily, regionKinds, RegionKind, Subject, type Region } from "~/domain/evidence";
import { fit, type Box, type Size } from "./geometry";
import { answered, asKind, covered, whoseIs, type Whose } from "./region-answers";
import styles from "./region-editor.module.css";
import type { Person } from "./use-region-words";


const PERSON = "person:";
const NEW = "new";

const valueOf = (whose: Whose): string => {
  if (whose === null) return "";
  return whose.subject === "person" ? PERSON + whose.grantorId : whose.subject;
};

function whoseOf(value: string): Whose {
  if (value.startsWith(PERSON)) return { subject: "person", grantorId: value.slice(PERSON.length) };
  const subject = Subject.exclude(["person"]).safeParse(value);
  return subject.success ? { subject: subject.data } : null;
}

const sides = ["x", "y", "width", "height"] as const;

type Props = {
  readonly incidentId: string;
  readonly region: Region;
  /** Its place in the list, from 1. */
  readonly number: number;
  readonly picture: Size;
  readonly people: readonly Person[];
  readonly onChange: (region: Region) => void;
  readonly onPlace: (box: Box) => void;
  readonly onRemove: () => void;
  readonly onClose: () => void;
  readonly onPersonAdded: (person: Person) => void;
  readonly firstField: Ref<HTMLSelectElement>;
};

/** The questions about one region: what it is, whose, whether it is covered, and exactly where. */
export function RegionForm(props: Props) {
  const { incidentId, region, number, picture, people, onChange, onPlace, onPersonAdded, firstField } = props;
  const t = useTranslations("regions");
  const terms = useTranslations("terms");
  const common = useTranslations("common");
  const title = useId();
  const [adding, setAdding] = useState(false);
  return (
    <section aria-labelledby={title} className={styles.questions}>
      <h3 id={title}>{t("area", { number })}</h3>
      <SelectField
        label={t("kind")}
        onChange={(event) => onChange(asKind(region, RegionKind.parse(event.target.value)))}
        ref={firstField}
        required
        value={region.kind}
      >
        {regionKinds.map((kind) => (
          <option key={kind} value={kind}>
            {terms(`regionKinds.${kind}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("whose")}
        onChange={({ target }) => {
          if (target.value === NEW) setAdding(true);
          else onChange(answered(region, whoseOf(target.value)));
        }}
        required
        value={adding ? NEW : valueOf(whoseIs(region))}
      >
        <option value="">{t("whoseChoose")}</option>
        {people.map(({ id, pseudonym }) => (
          <option key={id} value={PERSON + id}>
            {terms("grantor", { pseudonym })}
          </option>
        ))}
        <option value={NEW}>{t("newPerson")}</option>
        <option value="bystander">{terms("subjects.bystander")}</option>
        <option value="officer">{terms("subjects.officer")}</option>
        {bodily(region.kind) ? null : <option value="thing">{terms("subjects.thing")}</option>}
      </SelectField>
      {adding ? (
        <div className={styles.inset}>
          <AddPerson
            incidentId={incidentId}
            kind="depicted"
            onAdded={(person) => {
              setAdding(false);
              onPersonAdded(person);
              onChange(answered(region, { subject: "person", grantorId: person.id }));
            }}
            onCancel={() => setAdding(false)}
          />
        </div>
      ) : null}
      <CheckboxField
        checked={region.redact}
        disabled={region.subject === "bystander"}
        hint={region.subject === "bystander" ? t("bystanderNote") : undefined}
        label={t("redact")}
        onChange={(event) => onChange(covered(region, event.target.checked))}
      />
      <details>
        <summary>{t("position")}</summary>
        <div className={styles.sides}>
          {sides.map((side) => (
            <TextField
              dir="ltr"
              inputMode="numeric"
              key={side}
              label={t(side)}
              min={0}
              onChange={({ target }) => {
                if (target.value !== "") onPlace(fit({ ...region, [side]: Number(target.value) }, picture));
              }}
              required
              type="number"
              value={region[side]}
            />
          ))}
        </div>
      </details>
      <Row>
        <Button onClick={props.onClose}>{common("close")}</Button>
        <Button onClick={props.onRemove}>{t("remove")}</Button>
      </Row>
    </section>
  );
}
