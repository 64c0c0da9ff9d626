import { headers } from "next/headers";
import { strictCookie } from "~/components/cookie";
import { leftCookie } from "~/domain/leaving";
import { config } from "~/env";

/** Pages that are there for whoever is not signed in. */
const forAnybody = ["/sign-in", "/join", "/d"];

/**
 * Stands in the head of pages for which nobody is signed in, and runs before anything is drawn. Whoever went back or
 * forward to a page that was somebody's, and is led to sign in instead, sees an empty page ([Note: Leaving in a hurry]).
 * A session that was left without a connection has ended with this request, so what says so has done its work.
 */
export async function Emptied() {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const secure = config().secureCookies;
  const script = `
    document.cookie = ${JSON.stringify(strictCookie(leftCookie(secure), "", 0, secure))};
    const [how] = performance.getEntriesByType("navigation");
    const theirs = how.redirectCount > 0 || !${JSON.stringify(forAnybody)}.includes(location.pathname);
    if (how.type === "back_forward" && theirs) {
      document.documentElement.hidden = true;
      location.replace("about:blank");
    }`;
  return <script dangerouslySetInnerHTML={{ __html: `{${script}}` }} nonce={nonce} />;
}
