import { begins, button, open, saying } from "./errands";
import type { Visitor } from "./visitor";

/** Take back what a person allowed for the press, in their place, as far as the question whether that is wanted. */
export async function askToWithdraw(visitor: Visitor, person: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await open(page, person);
  await page
    .getByRole("group", { name: say("people.withdraw.which") })
    .getByRole("checkbox", { name: say("terms.purposes.press") })
    .check();
  await button(page, say("people.withdraw.open")).click();
  await visitor.inspect("withdraw: sure?");
}

export async function withdraw(visitor: Visitor, person: string): Promise<void> {
  const { page } = visitor;
  const say = saying(visitor);
  await askToWithdraw(visitor, person);
  await page.getByRole("dialog").getByRole("button", { name: say("people.withdraw.confirm"), exact: true }).click();
  await page.getByText(begins(say("people.withdraw.done"))).waitFor();
}
