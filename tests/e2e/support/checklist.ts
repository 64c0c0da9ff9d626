import { traits } from "~/domain/checklist";
import type { Visitor } from "./visitor";
import { words } from "./words";

/** Look for everything else that tells: none of it is there. One that is left out is asked for first. */
export async function answerChecklist(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const say = (path: string) => words(visitor.look.language, path);
  const submit = page.getByRole("button", { name: say("checklist.submit"), exact: true });
  await submit.click();
  await page.getByText(say("checklist.missing")).first().waitFor();
  await visitor.inspect("item: checklist");
  const answers = page.locator("#checklist").getByRole("radio", { name: say("checklist.findings.none"), exact: true });
  for (let at = 0; at < traits.length; at += 1) await answers.nth(at).check();
  await submit.click();
  await page.getByText(say("checklist.show")).waitFor();
}
