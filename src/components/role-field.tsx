"use client";
import { useTranslations } from "use-intl";
import { memberRoles, type MemberRole } from "~/domain/roles";
import { RadioGroupField } from "./field";

/** What somebody will do here, with what each role may. */
export function RoleField({ label, value, onChange }: { label: string; value: MemberRole; onChange: (role: MemberRole) => void }) {
  const terms = useTranslations("terms");
  return (
    <RadioGroupField
      label={label}
      onChange={onChange}
      options={memberRoles.map((each) => ({ value: each, label: terms(`roles.${each}`), hint: terms(`rolesDo.${each}`) }))}
      required
      value={value}
    />
  );
}
