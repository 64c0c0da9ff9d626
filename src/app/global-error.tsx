"use client";
import { directionOf, languages, type Language } from "~/messages/languages";
import "./globals.css";
import styles from "./global-error.module.css";

/** The frame itself failed, and with it the catalogues: the one place where sentences stand in code. */
const sentences: Record<Language, { title: string; what: string; retry: string }> = {
  en: {
    title: "This page could not be shown",
    what: "Something went wrong that should not have. Try again in a minute. If it repeats, tell a steward.",
    retry: "Try again",
  },
  fr: {
    title: "Cette page n’a pas pu s’afficher",
    what: "Une erreur imprévue s’est produite. Réessayez dans une minute. Si cela se répète, prévenez l’intendance.",
    retry: "Réessayer",
  },
  ar: {
    title: "تعذّر عرض هذه الصفحة",
    what: "حدث خطأ لم يكن ينبغي أن يحدث. حاول من جديد بعد دقيقة. وإن تكرّر فأخبر أحد المشرفين.",
    retry: "إعادة المحاولة",
  },
};

export default function EverythingFailed({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Vouchsafe</title>
        <main className={styles.page}>
          {languages.map((language) => (
            <section className={styles.section} dir={directionOf[language]} key={language} lang={language}>
              <h1>{sentences[language].title}</h1>
              <p>{sentences[language].what}</p>
              <button className={styles.button} onClick={retry} type="button">
                {sentences[language].retry}
              </button>
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}
