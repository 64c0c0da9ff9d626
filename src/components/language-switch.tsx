"use client";
import { useRouter } from "next/navigation";
import { useId, useTransition } from "react";
import { useTranslations } from "use-intl";
import { isLanguage, languageChoice, languages, nameOf, type Language } from "~/messages/languages";
import { Icon } from "./icon";
import { useLanguage } from "./translations";
import { VisuallyHidden } from "./visually-hidden";
import styles from "./language-switch.module.css";

function remember(language: Language) {
  document.cookie = languageChoice(language, window.location.protocol === "https:");
}

/** Changes the language where the reader is: the page is read anew, and what was typed stays. */
export function LanguageSwitch() {
  const t = useTranslations("shell");
  const language = useLanguage();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const id = useId();
  return (
    <div className={styles.switch}>
      <Icon name="language" size={18} />
      <label htmlFor={id}>
        <VisuallyHidden>{t("language")}</VisuallyHidden>
      </label>
      <select
        aria-busy={pending || undefined}
        id={id}
        onChange={(event) => {
          const chosen = event.target.value;
          if (!isLanguage(chosen)) return;
          remember(chosen);
          startTransition(() => router.refresh());
        }}
        value={language}
      >
        {languages.map((each) => (
          <option key={each} lang={each} value={each}>
            {nameOf[each]}
          </option>
        ))}
      </select>
    </div>
  );
}
