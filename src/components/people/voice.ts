"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { personTagOf, type PersonLanguage } from "~/messages/wordings/languages";

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

/** The device's own voice in a language, where it has one. */
export function useVoice(language: PersonLanguage) {
  const [speaking, setSpeaking] = useState(false);
  const can = useSyncExternalStore(listening, () => voiceFor(language) !== undefined, () => false);
  // Whatever is being said ends with the screen that it is said on.
  useEffect(() => () => { if ("speechSynthesis" in window) window.speechSynthesis.cancel(); }, []);

  const speak = (text: string) => {
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
  return { can, speaking, speak, halt };
}
