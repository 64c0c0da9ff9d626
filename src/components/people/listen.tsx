"use client";

import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { useLanguage } from "~/components/translations";
import { directionOf } from "~/messages/languages";
import { sheetWording } from "~/messages/wordings/asking";
import type { PersonLanguage } from "~/messages/wordings/languages";
import { spokenWords, type Passage } from "~/messages/wordings/passages";
import { useRecorded } from "./heard";
import styles from "./sheet.module.css";
import { useSound } from "./sound";
import { useVoice } from "./voice";

/**
 * Has passages heard in a person's language: as the instance recorded them, else with the device's own voice. Where there is neither it
 * says so, once on a screen.
 */
export function Listen({ language, passages, again = false }: { readonly language: PersonLanguage; readonly passages: readonly Passage[]; readonly again?: boolean }) {
  const t = useTranslations("asking");
  const own = useLanguage();
  const { listen, stop } = sheetWording(language).words;
  const { ids, load } = useRecorded(language, passages);
  const sound = useSound(load);
  const voice = useVoice(language);
  const failed = sound.state === "failed";
  // What could not be loaded is spoken by the device where it can, at the next press.
  const recorded = failed && voice.can ? null : ids;

  if (recorded === null && !voice.can)
    return again ? null : (
      <p className={styles.aside} dir={directionOf[own]} lang={own}>
        {t("noVoice")}
      </p>
    );
  const heard = sound.state === "loading" || sound.state === "playing" || voice.speaking;
  const toggle = () => {
    if (sound.state === "loading" || sound.state === "playing") sound.stop();
    else if (voice.speaking) voice.halt();
    else if (recorded) void sound.play(recorded);
    else voice.speak(passages.map((passage) => spokenWords(passage, language)).join("\n\n"));
  };
  return (
    <div data-heard={sound.state} lang={language}>
      <Button onClick={toggle}>{heard ? stop : listen}</Button>
      {failed ? (
        <output className={styles.aside} dir={directionOf[own]} lang={own}>
          {t("notLoaded")}
        </output>
      ) : null}
    </div>
  );
}
