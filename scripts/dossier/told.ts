import { outsideTold, sentence, type Verdict } from "~/dossier";
import type { dossierWords } from "~/messages/dossier/words";

type Words = (typeof dossierWords)["en"];
type Step = { readonly step: string; readonly entry: number | null } & Readonly<Record<string, { readonly code: string } & Readonly<Record<string, string>>>>;

/** A verdict in words, line by line. @param keyKnown whether the key was known from elsewhere than from the dossier */
export function told(verdict: Verdict, words: Words, keyKnown: boolean): string[] {
  const said = (of: Readonly<Record<string, string>>, name: string): string => of[name] ?? name;
  if (!verdict.ok) {
    const { code, where } = verdict;
    return [words.fail, `${said(words.faults, code)}${where === "" ? "" : ` ${where}`}`, `${words.means}: ${said(words.meaning, code)}`];
  }
  const lines = [words.pass, words.passMeans, `${words.questions.digest}: ${verdict.digest}`, `${words.questions.by}: ${verdict.key}`];
  if (!keyKnown) lines.push(words.keyHint);
  for (const { title, means, lists } of outsideTold(words.outside, verdict.outside)) {
    lines.push("", title, means);
    for (const list of lists) lines.push("", ...list.map(({ question, answer }) => `  ${question.replace(/:$/, "")}: ${answer}`));
  }
  for (const { file, exhibit, steps } of verdict.shown) {
    lines.push("", words.exhibit.replace("{number}", String(exhibit.number)), `${words.questions.file}: ${file}`, `${words.questions.digest}: ${exhibit.digest}`);
    if (exhibit.form === "original") lines.push(`${words.questions.altered}: ${words.forms.original}`);
    for (const step of steps as readonly Step[]) {
      lines.push("", `  ${said(words.steps, step.step)}`);
      for (const [question, asked] of Object.entries(words.custody)) lines.push(`    ${asked} ${sentence(words, question, step[question]!)}`);
      if (step.entry !== null) lines.push(`    ${words.questions.entry}: ${step.entry}`);
    }
  }
  return lines;
}
