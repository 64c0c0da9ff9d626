/** A browser without JavaScript at the page of a card: it sends the forms that it was shown, and nothing else. */
export type Shown = { readonly status: number; readonly headers: Headers; readonly text: string; readonly forms: readonly Form[] };
type Form = { readonly fields: Readonly<Record<string, string>>; readonly button: string };

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");

const formsIn = (text: string): Form[] =>
  [...text.matchAll(/<form [^>]*>(.*?)<\/form>/gs)].map(([, body = ""]) => ({
    fields: Object.fromEntries(
      [...body.matchAll(/<input [^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name!, unescaped(value!)]),
    ),
    button: unescaped(/<button[^>]*>(.*?)<\/button>/s.exec(body)?.[1] ?? ""),
  }));

async function shown(response: Response): Promise<Shown> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, forms: formsIn(text) };
}

export function cardReader(origin: string, language = "en") {
  const post = async (fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
    shown(
      await fetch(`${origin}/r`, {
        method: "POST",
        headers: { origin: "null", "content-type": "application/x-www-form-urlencoded", "accept-language": language, ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    );
  return {
    post,
    arrive: async () => shown(await fetch(`${origin}/r`, { headers: { "accept-language": language } })),
    type: (code: string) => post({ step: "enter", in: language, code }),
    /** Press the button that says `label`. */
    press: (page: Shown, label: string) => {
      const form = page.forms.find(({ button }) => button === label);
      if (!form) throw new Error(`No button says "${label}": ${page.forms.map(({ button }) => button).join(" | ")}`);
      return post(form.fields);
    },
  };
}
