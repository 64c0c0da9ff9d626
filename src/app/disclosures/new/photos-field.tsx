"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import type { Scene } from "~/components/disclosures/scene";
import { Thumb } from "~/components/disclosures/thumb";
import { RadioGroupField } from "~/components/field";
import { purposes, type Purpose } from "~/domain/consent";
import { formsFor, type LinkForm } from "./proposal";
import styles from "./choices.module.css";

export function PhotosField({
  items,
  forms,
  purpose,
  onChange,
}: {
  items: Scene["items"];
  forms: Readonly<Record<string, LinkForm>>;
  purpose: Purpose;
  onChange: (id: string, form: LinkForm | "none") => void;
}) {
  const t = useTranslations("disclosures.new");
  const terms = useTranslations("terms.forms");
  const permitted = formsFor(purpose);
  if (items.length === 0)
    return (
      <Card title={t("photos")}>
        <p>{t("noPhotos")}</p>
      </Card>
    );
  return (
    <Card title={t("photos")}>
      <p>{t("photosHint", { form: terms(permitted.at(-1) ?? purposes[purpose].most) })}</p>
      <ul className={styles.choices}>
        {items.map((item) => (
          <li className={styles.choice} key={item.id}>
            <Thumb preview={item.preview} />
            <RadioGroupField
              inline
              label={t("formOf", { number: item.number })}
              onChange={(form) => onChange(item.id, form)}
              options={[
                { value: "none" as const, label: t("leaveOut") },
                ...permitted.map((form) => ({ value: form, label: terms(form) })),
              ]}
              required
              value={forms[item.id] ?? "none"}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
