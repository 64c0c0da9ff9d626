import { setTimeout as sleep } from "node:timers/promises";
import { generate } from "otplib";
import type { Visitor } from "./visitor";
import { words } from "./words";

/** What somebody shows for who they are. */
export type Who = Readonly<{ passphrase: string; key: string }>;

const TRY_AGAIN_MS = 5000;

/**
 * Whenever the page asks who they are, they show it, and what they were doing goes on. Somebody who is at several
 * screens at once may find their code used, and waits for the next.
 */
export async function proveAgain(visitor: Visitor): Promise<void> {
  const say = (path: string) => words(visitor.look.language, path);
  const question = visitor.page.getByRole("dialog", { name: say("proving.title") });
  await visitor.page.addLocatorHandler(question, async () => {
    if (!visitor.who) throw new Error("Somebody is asked who they are who never joined.");
    const { passphrase, key } = visitor.who;
    while (await question.isVisible()) {
      await question.getByLabel(say("signIn.passphrase")).fill(passphrase);
      await question.getByLabel(say("signIn.code")).fill(await generate({ secret: key }));
      await question.getByRole("button", { name: say("proving.go") }).click();
      await question.waitFor({ state: "hidden", timeout: TRY_AGAIN_MS }).catch(() => sleep(TRY_AGAIN_MS));
    }
  });
}
