import enSheet from "./en/sheet.v1.json";
import enLegalAdvice from "./en/legal-advice.v2.json";
import enComplaint from "./en/complaint.v2.json";
import enCourt from "./en/court.v2.json";
import enMonitoring from "./en/monitoring.v2.json";
import enPress from "./en/press.v2.json";
import enPublication from "./en/publication.v2.json";
import frSheet from "./fr/sheet.v1.json";
import frLegalAdvice from "./fr/legal-advice.v2.json";
import frComplaint from "./fr/complaint.v2.json";
import frCourt from "./fr/court.v2.json";
import frMonitoring from "./fr/monitoring.v2.json";
import frPress from "./fr/press.v2.json";
import frPublication from "./fr/publication.v2.json";
import arSheet from "./ar/sheet.v1.json";
import arLegalAdvice from "./ar/legal-advice.v2.json";
import arComplaint from "./ar/complaint.v2.json";
import arCourt from "./ar/court.v2.json";
import arMonitoring from "./ar/monitoring.v2.json";
import arPress from "./ar/press.v2.json";
import arPublication from "./ar/publication.v2.json";
import faSheet from "./fa/sheet.v1.json";
import faLegalAdvice from "./fa/legal-advice.v2.json";
import faComplaint from "./fa/complaint.v2.json";
import faCourt from "./fa/court.v2.json";
import faMonitoring from "./fa/monitoring.v2.json";
import faPress from "./fa/press.v2.json";
import faPublication from "./fa/publication.v2.json";
import psSheet from "./ps/sheet.v1.json";
import psLegalAdvice from "./ps/legal-advice.v2.json";
import psComplaint from "./ps/complaint.v2.json";
import psCourt from "./ps/court.v2.json";
import psMonitoring from "./ps/monitoring.v2.json";
import psPress from "./ps/press.v2.json";
import psPublication from "./ps/publication.v2.json";
import tiSheet from "./ti/sheet.v1.json";
import tiLegalAdvice from "./ti/legal-advice.v2.json";
import tiComplaint from "./ti/complaint.v2.json";
import tiCourt from "./ti/court.v2.json";
import tiMonitoring from "./ti/monitoring.v2.json";
import tiPress from "./ti/press.v2.json";
import tiPublication from "./ti/publication.v2.json";
import amSheet from "./am/sheet.v1.json";
import amLegalAdvice from "./am/legal-advice.v2.json";
import amComplaint from "./am/complaint.v2.json";
import amCourt from "./am/court.v2.json";
import amMonitoring from "./am/monitoring.v2.json";
import amPress from "./am/press.v2.json";
import amPublication from "./am/publication.v2.json";
import ckbSheet from "./ckb/sheet.v1.json";
import ckbLegalAdvice from "./ckb/legal-advice.v2.json";
import ckbComplaint from "./ckb/complaint.v2.json";
import ckbCourt from "./ckb/court.v2.json";
import ckbMonitoring from "./ckb/monitoring.v2.json";
import ckbPress from "./ckb/press.v2.json";
import ckbPublication from "./ckb/publication.v2.json";
import type { PersonLanguage } from "./languages";
import { inLanguages, type Wording } from "./wording";

/*
 * What is on the screen while somebody is asked, in all their languages at once: whoever has opened a sheet in the rain
 * can change its language without a network. Only the versions in use; older files stay beside these for their records.
 */

/** What is read out for a purpose. Paragraphs are apart by an empty line. */
type PurposeWords = { readonly title: string; readonly text: string };

type Question = { readonly question: string; readonly right: string; readonly wrong: string; readonly other: string };
export type SheetWords = typeof enSheet.words & { readonly check: Readonly<Record<"no" | "who" | "back", Question>> };

/** The version in use of what surrounds the purposes: the beginning, the answers, the questions, the end. */
const sheets = inLanguages<SheetWords, PersonLanguage>({ en: enSheet, fr: frSheet, ar: arSheet, fa: faSheet, ps: psSheet, ti: tiSheet, am: amSheet, ckb: ckbSheet });

const purposes = {
  "legal-advice": inLanguages<PurposeWords, PersonLanguage>({ en: enLegalAdvice, fr: frLegalAdvice, ar: arLegalAdvice, fa: faLegalAdvice, ps: psLegalAdvice, ti: tiLegalAdvice, am: amLegalAdvice, ckb: ckbLegalAdvice }),
  complaint: inLanguages<PurposeWords, PersonLanguage>({ en: enComplaint, fr: frComplaint, ar: arComplaint, fa: faComplaint, ps: psComplaint, ti: tiComplaint, am: amComplaint, ckb: ckbComplaint }),
  court: inLanguages<PurposeWords, PersonLanguage>({ en: enCourt, fr: frCourt, ar: arCourt, fa: faCourt, ps: psCourt, ti: tiCourt, am: amCourt, ckb: ckbCourt }),
  monitoring: inLanguages<PurposeWords, PersonLanguage>({ en: enMonitoring, fr: frMonitoring, ar: arMonitoring, fa: faMonitoring, ps: psMonitoring, ti: tiMonitoring, am: amMonitoring, ckb: ckbMonitoring }),
  press: inLanguages<PurposeWords, PersonLanguage>({ en: enPress, fr: frPress, ar: arPress, fa: faPress, ps: psPress, ti: tiPress, am: amPress, ckb: ckbPress }),
  publication: inLanguages<PurposeWords, PersonLanguage>({ en: enPublication, fr: frPublication, ar: arPublication, fa: faPublication, ps: psPublication, ti: tiPublication, am: amPublication, ckb: ckbPublication }),
} as const;
export type AskedPurpose = keyof typeof purposes;
export const askedPurposes = Object.keys(purposes) as readonly AskedPurpose[];

export const sheetWording = (language: PersonLanguage): Wording<SheetWords> => sheets[language];
export const purposeWording = (purpose: AskedPurpose, language: PersonLanguage): Wording<PurposeWords> =>
  purposes[purpose][language];
