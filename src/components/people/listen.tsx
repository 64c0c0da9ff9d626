"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/button";
import { useLanguage } from "~/components/translations";
import { directionOf } from "~/messages/languages";
import { sheetWording } from "~/messages/wordings/asking";
import { personTagOf, type PersonLanguage } from "~/messages/wordings/languages";
import styles from "./sheet.module.css";

const listening = (changed: () => void) => {
  if (!("speechSynthesis" in window)) return () => undefined;
  window.speechSynthesis.addEventListener("voiceschanged", changed);
  return () => window.speechSynthesis.removeEventListener("voiceschanged", changed);
};

/** A voice of the device's own: one that asks a server somewhere would be told what is read out here. */
const voiceFor = (language: PersonLanguage): SpeechSynthesisVoice | undefined =>
  "speechSynthesis" in window
    ? window.speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language)
    : undefined;

/** Reads something out in a person's language with the device's own voice, or says, once on a screen, that there is none. */
export function Listen({ language, text, again = false }: { readonly language: PersonLanguage; readonly text: string; readonly again?: boolean }) {
  const t = useTranslations("asking");
  const own = useLanguage();
  const { listen, stop } = sheetWording(language).words;
  const [speaking, setSpeaking] = useState(false);
  const can = useSyncExternalStore(listening, () => voiceFor(language) !== undefined, () => false);
  // Whatever is being said ends with the screen that it is said on.
  useEffect(() => () => { if ("speechSynthesis" in window) window.speechSynthesis.cancel(); }, []);

  const play = () => {
    const voice = voiceFor(language);
    if (!voice) return;
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = personTagOf[language];
    said.rate = 0.9;
    for (const ended of ["end", "error"]) said.addEventListener(ended, () => setSpeaking(false));
    window.speechSynthesis.cancel();
    window.speechSynthesis.speak(said);
    setSpeaking(true);
  };
  const halt = () => {
    window.speechSynthesis.cancel();
    setSpeaking(false);
  };
  return can ? (
    <div lang={language}>
      <Button onClick={speaking ? halt : play}>{speaking ? stop : listen}</Button>
    </div>
  ) : again ? null : (
    <p className={styles.aside} dir={directionOf[own]} lang={own}>
      {t("noVoice")}
    </p>
  );
}
