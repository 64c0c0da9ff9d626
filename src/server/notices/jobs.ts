import { createTransport } from "nodemailer";
import * as z from "zod";
import { config, mailPassword, type MailSettings } from "~/env";
import { catalogue as ar } from "~/messages/ar";
import { catalogue as en } from "~/messages/en";
import { catalogue as fr } from "~/messages/fr";
import { log } from "~/server/log";
import { mailed } from "./commands";
import { addressOf } from "./queries";

/**
 * Tells somebody by mail that what they were given was closed, where an operator has named a mail server.
 *
 * [Note: The same words for everybody] A message says nothing that whoever watches a mailbox, or the way there, could learn from it: not what was
 * given, by whom, why it was closed, nor where. In each language at once, since it would tell which one somebody speaks. It holds no link:
 * they have theirs, and that page says the rest.
 *
 * It may be sent twice, when the worker ends between the server's yes and ours.
 */
export async function mail({ noticeId }: { noticeId: string }): Promise<void> {
  const settings = config().mail;
  const notice = settings && (await addressOf(noticeId));
  if (!settings || !notice) return;
  if (await taken(settings, notice.address)) await mailed(notice, new Date());
  else log.mailRefused();
}

const words = [en.mail, fr.mail, ar.mail];
const TIMEOUT_MS = 20_000;

/** What a mail library says of a failure holds addresses and the server's own words: none of it goes any further. */
class NotSent extends Error {
  override readonly name = "NotSent";
}
const Answered = z.object({ responseCode: z.int().min(500).max(599), command: z.enum(["RCPT TO", "DATA"]) });

/** @returns false where the server will never take it @throws NotSent where it may, later */
async function taken({ host, port, from, tls, user, passwordFile }: MailSettings, to: string): Promise<boolean> {
  const transport = createTransport({
    host, port, secure: tls === "at-once", requireTLS: tls === "first", ignoreTLS: tls === "none",
    // The name of this machine is nobody's business either.
    name: from.slice(from.indexOf("@") + 1),
    ...(user !== null && passwordFile !== null && { auth: { user, pass: mailPassword(passwordFile) } }),
    disableFileAccess: true, disableUrlAccess: true,
    connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS,
  });
  try {
    await transport.sendMail({
      envelope: { from, to: [to] }, from, to,
      subject: words.map(({ subject }) => subject).join(" / "),
      text: words.map(({ text }) => text).join("\n\n"),
      headers: { "auto-submitted": "auto-generated" },
      xMailer: false,
    });
    return true;
  } catch (error) {
    if (Answered.safeParse(error).success) return false;
    throw new NotSent();
  } finally {
    transport.close();
  }
}
