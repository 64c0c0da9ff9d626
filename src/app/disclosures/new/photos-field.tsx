"use client";
import { useTranslations } from "use-intl";
import { Card } from "~/components/card";
import type { Scene } from "~/components/disclosures/scene";
import { Thumb } from "~/components/disclosures/thumb";
import { RadioGroupField } from "~/components/field";
import { purposes, sizesFor, type GivenForm, type Size } from "~/domain/consent";
import { photoFormsFor, type Proposal } from "./proposal";
import styles from "./choices.module.css";

/** For each photo how much of it leaves and, where the purpose leaves a choice, how large. */
export function PhotosField({
  items,
  proposal,
  onForm,
  onSize,
}: {
  items: Scene["items"];
  proposal: Pick<Proposal, "purpose" | "recipientClass" | "photos">;
  onForm: (id: string, form: GivenForm | "none") => void;
  onSize: (id: string, size: Size) => void;
}) {
  const t = useTranslations("disclosures.new");
  const terms = useTranslations("terms");
  const whole = useTranslations("whole");
  const { purpose, recipientClass, photos } = proposal;
  const forms = photoFormsFor(purpose);
  const sizes = sizesFor(purpose, recipientClass);
  if (items.length === 0)
    return (
      <Card title={t("photos")}>
        <p>{t("noPhotos")}</p>
      </Card>
    );
  return (
    <Card title={t("photos")}>
      {forms.includes("original") && <p>{whole("originalsHint")}</p>}
      <p>{t("photosHint", { form: terms(`forms.${forms.at(-1) ?? purposes[purpose].most}`) })}</p>
      <p>
        {t("sizeWhy")} {sizes.includes("full") ? t("sizeChoose") : t("sizeOnly")}
      </p>
      <ul className={styles.choices}>
        {items.map((item) => {
          const chosen = photos[item.id];
          return (
            <li className={styles.choice} key={item.id}>
              <Thumb preview={item.preview} />
              <div className={styles.asked}>
                <RadioGroupField
                  inline
                  label={t("formOf", { number: item.number })}
                  onChange={(form) => onForm(item.id, form)}
                  options={[
                    { value: "none" as const, label: t("leaveOut") },
                    ...forms.map((form) => ({ value: form, label: terms(`forms.${form}`) })),
                  ]}
                  required
                  value={chosen?.form ?? "none"}
                />
                {chosen && chosen.form !== "original" && sizes.length > 1 && (
                  <RadioGroupField
                    inline
                    label={t("sizeOf", { number: item.number })}
                    onChange={(size) => onSize(item.id, size)}
                    options={sizes.map((size) => ({
                      value: size,
                      label: terms(`sizes.${size}`),
                      hint: t(`sizeHints.${size}`),
                    }))}
                    required
                    value={chosen.size}
                  />
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
