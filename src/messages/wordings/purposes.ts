import arLegalAdvice1 from "./ar/legal-advice.v1.json";
import arComplaint1 from "./ar/complaint.v1.json";
import arCourt1 from "./ar/court.v1.json";
import arMonitoring1 from "./ar/monitoring.v1.json";
import arPress1 from "./ar/press.v1.json";
import arPublication1 from "./ar/publication.v1.json";
import enLegalAdvice1 from "./en/legal-advice.v1.json";
import enComplaint1 from "./en/complaint.v1.json";
import enCourt1 from "./en/court.v1.json";
import enMonitoring1 from "./en/monitoring.v1.json";
import enPress1 from "./en/press.v1.json";
import enPublication1 from "./en/publication.v1.json";
import frLegalAdvice1 from "./fr/legal-advice.v1.json";
import frComplaint1 from "./fr/complaint.v1.json";
import frCourt1 from "./fr/court.v1.json";
import frMonitoring1 from "./fr/monitoring.v1.json";
import frPress1 from "./fr/press.v1.json";
import frPublication1 from "./fr/publication.v1.json";
import { inLanguages, type Wording } from "./wording";

/** What is read out for a purpose. Paragraphs are apart by an empty line. */
export type PurposeWords = { readonly title: string; readonly text: string };
export type AskingLanguage = "en" | "fr" | "ar";

type Versions = Readonly<Record<string, Readonly<Record<AskingLanguage, Wording<PurposeWords>>>>>;

/** Every wording that a person was ever asked with: by purpose, version and language. */
const wordings = {
  "legal-advice": { "1": inLanguages({ en: enLegalAdvice1, fr: frLegalAdvice1, ar: arLegalAdvice1 }) },
  complaint: { "1": inLanguages({ en: enComplaint1, fr: frComplaint1, ar: arComplaint1 }) },
  court: { "1": inLanguages({ en: enCourt1, fr: frCourt1, ar: arCourt1 }) },
  monitoring: { "1": inLanguages({ en: enMonitoring1, fr: frMonitoring1, ar: arMonitoring1 }) },
  press: { "1": inLanguages({ en: enPress1, fr: frPress1, ar: arPress1 }) },
  publication: { "1": inLanguages({ en: enPublication1, fr: frPublication1, ar: arPublication1 }) },
} satisfies Record<string, Versions>;

/** @throws where there is no such version */
export function purposeWording(purpose: keyof typeof wordings, version: number, language: AskingLanguage): Wording<PurposeWords> {
  const versions: Versions = wordings[purpose];
  const wording = versions[String(version)]?.[language];
  if (!wording) throw new Error("A purpose has no wording in one of the languages.");
  return wording;
}
