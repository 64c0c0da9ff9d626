"use client";

import { useTranslations } from "use-intl";
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

/** What of the queue is shown, and what first: chosen here, and in no address. */
export function Filters({ filter, teams, order, onChange, onOrder }: Props) {
  const t = useTranslations("desk.filters");
  const terms = useTranslations("terms");
  const chosen = <V extends string>(value: string, among: readonly V[]): V | null => among.find((one) => one === value) ?? null;
  return (
    <Card title={t("title")}>
      <div className={styles.filters}>
        <SelectField
          label={t("state")}
          onChange={({ target }) => onChange({ ...filter, state: chosen(target.value, ["to-review", ...states] as const) })}
          required
          value={filter.state ?? ""}
        >
          <option value="">{t("all")}</option>
          <option value="to-review">{t("toReview")}</option>
          {states.map((state) => (
            <option key={state} value={state}>
              {terms(`incidentStates.${state}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("team")}
          onChange={({ target }) => onChange({ ...filter, teamId: target.value === "" ? null : target.value })}
          required
          value={filter.teamId ?? ""}
        >
          <option value="">{t("allTeams")}</option>
          {teams.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("assigned")}
          onChange={({ target }) => onChange({ ...filter, assigned: chosen(target.value, ["me", "nobody"] as const) })}
          required
          value={filter.assigned ?? ""}
        >
          <option value="">{t("anybody")}</option>
          <option value="me">{t("me")}</option>
          <option value="nobody">{t("nobody")}</option>
        </SelectField>
        <SelectField
          label={t("lacks")}
          onChange={({ target }) => onChange({ ...filter, lacks: chosen(target.value, workKinds) })}
          required
          value={filter.lacks ?? ""}
        >
          <option value="">{t("anything")}</option>
          {workKinds.map((one) => (
            <option key={one} value={one}>
              {t(one)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("age")}
          onChange={({ target }) => onChange({ ...filter, age: chosen(target.value, ages) })}
          required
          value={filter.age ?? ""}
        >
          <option value="">{t("anyAge")}</option>
          {ages.map((one) => (
            <option key={one} value={one}>
              {t(`ages.${one}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("due")}
          onChange={({ target }) => onChange({ ...filter, due: chosen(target.value, ["any", ...dueKinds] as const) })}
          required
          value={filter.due ?? ""}
        >
          <option value="">{t("anything")}</option>
          {(["any", ...dueKinds] as const).map((one) => (
            <option key={one} value={one}>
              {t(`dues.${one}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("dueBy")}
          onChange={({ target }) => onChange({ ...filter, dueBy: chosen(target.value, dueTimes) })}
          required
          value={filter.dueBy ?? ""}
        >
          <option value="">{t("whenever")}</option>
          {dueTimes.map((one) => (
            <option key={one} value={one}>
              {t(`dueTimes.${one}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("order")}
          onChange={({ target }) => onOrder(chosen(target.value, orders) ?? order)}
          required
          value={order}
        >
          {orders.map((one) => (
            <option key={one} value={one}>
              {t(`orders.${one}`)}
            </option>
          ))}
        </SelectField>
      </div>
    </Card>
  );
}
