"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { SelectField } from "~/components/field";
import { ages, dueKinds, dueTimes, orders, workKinds, type Filter, type Order } from "~/domain/desk";
import { incidentStates } from "~/domain/incident";
import styles from "./desk.module.css";

type Props = {
  readonly filter: Filter;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly order: Order;
  readonly onChange: (filter: Filter) => void;
  readonly onOrder: (order: Order) => void;
};

const states = incidentStates.filter((state) => state !== "closed");

type ChoiceProps<V extends string> = {
  readonly label: string;
  /** What is said of no choice; where there is none, one is always made. */
  readonly all?: string;
  readonly among: readonly V[];
  readonly word: (one: V) => string;
  readonly chosen: V | null;
  readonly onChoose: (one: V | null) => void;
};

function Choice<V extends string>({ label, all, among, word, chosen, onChoose }: ChoiceProps<V>) {
  return (
    <SelectField label={label} onChange={({ target }) => onChoose(among.find((one) => one === target.value) ?? null)} required value={chosen ?? ""}>
      {all === undefined ? null : <option value="">{all}</option>}
      {among.map((one) => (
        <option key={one} value={one}>
          {word(one)}
        </option>
      ))}
    </SelectField>
  );
}

/** What of the queue is shown, and what first: chosen here, and in no address. */
export function Filters({ filter, teams, order, onChange, onOrder }: Props) {
  const t = useTranslations("desk.filters");
  const terms = useTranslations("terms");
  const by = <K extends keyof Filter>(field: K) => ({ chosen: filter[field], onChoose: (one: Filter[K]) => onChange({ ...filter, [field]: one }) });
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const count = Object.values(filter).filter((chosen) => chosen !== null).length;
  const toggle = (
    <div className={styles.toggle}>
      <Button aria-controls={id} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {count === 0 ? t("choose") : t("chosen", { count })}
      </Button>
    </div>
  );
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  return (
    <Card actions={toggle} title={t("title")}>
      <div className={styles.filters} data-open={isOpen} id={id}>
        <Choice
          {...by("state")} all={t("all")} among={["to-review", ...states]} label={t("state")}
          word={(one) => (one === "to-review" ? t("toReview") : terms(`incidentStates.${one}`))}
        />
        <Choice {...by("teamId")} all={t("allTeams")} among={[...teamNames.keys()]} label={t("team")} word={(id) => teamNames.get(id)!} />
        <Choice {...by("assigned")} all={t("anybody")} among={["me", "nobody"]} label={t("assigned")} word={(one) => t(one)} />
        <Choice {...by("lacks")} all={t("anything")} among={workKinds} label={t("lacks")} word={(one) => t(one)} />
        <Choice {...by("age")} all={t("anyAge")} among={ages} label={t("age")} word={(one) => t(`ages.${one}`)} />
        <Choice {...by("due")} all={t("anything")} among={["any", ...dueKinds]} label={t("due")} word={(one) => t(`dues.${one}`)} />
        <Choice {...by("dueBy")} all={t("whenever")} among={dueTimes} label={t("dueBy")} word={(one) => t(`dueTimes.${one}`)} />
        <Choice among={orders} chosen={order} label={t("order")} onChoose={(one) => onOrder(one ?? order)} word={(one) => t(`orders.${one}`)} />
      </div>
    </Card>
  );
}
