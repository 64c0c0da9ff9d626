import { leftCookie } from "~/domain/leaving";
import { config } from "~/env";

/** A cookie's name (RFC 6265 §4.1.1). */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

const namesIn = (headers: Headers): string[] =>
  (headers.get("cookie") ?? "").split(";").map((pair) => pair.split("=", 1)[0]!.trim()).filter((name) => NAME.test(name));

/** Whether somebody has left in a hurry from the browser that asks ([Note: Leaving in a hurry]). */
export const hasLeft = (headers: Headers): boolean => namesIn(headers).includes(leftCookie(config().secureCookies));

/**
 * What an answer says to the browser of somebody who leaves: that it is to forget everything. Each cookie is taken back
 * by its name too, for browsers that do not know `Clear-Site-Data`.
 */
export function forgetAll(asked: Headers): Headers {
  const secure = config().secureCookies ? "; Secure" : "";
  const headers = new Headers({ "clear-site-data": '"cache", "cookies", "storage"' });
  for (const name of namesIn(asked)) headers.append("set-cookie", `${name}=; Path=/; Max-Age=0; SameSite=Strict${secure}`);
  return headers;
}
