import { useTranslations } from "use-intl";

/** Who has read a wording as a native speaker, or that nobody has. */
export function Reviewed({ by }: { readonly by: string | null }) {
  const t = useTranslations("asking");
  return by === null ? t("notReviewed") : t("reviewed", { by });
}
