"use client";
import { useTranslations } from "use-intl";
import type { RefusalCode } from "~/domain/refusal";
import type { Refused } from "./attempt";
import { filled } from "./filled";
import { Ltr } from "./ltr";
import { Notice } from "./notice";

/** The sentence for an expected no, a broken connection or a bug. */
export function useRefusalSentence() {
  const t = useTranslations("refusals");
  return ({ code, reference }: Pick<Refused, "code" | "reference">) =>
    code !== "unexpected"
      ? t(code)
      : reference
        ? t.rich("unexpected", { reference: filled(<Ltr mono>{reference}</Ltr>) })
        : t("unexpectedWithoutReference");
}

/** Why something is as it is, where nobody tried anything just now. */
export function Reason({ code }: { code: RefusalCode }) {
  const sentence = useRefusalSentence();
  return <Notice>{sentence({ code })}</Notice>;
}

/** Why it did not go through, beside what was tried. Renders nothing for null, so it can always stand there. */
export function RefusalNotice({ refused }: { refused: Refused | null }) {
  const sentence = useRefusalSentence();
  if (!refused) return null;
  return (
    <Notice live="assertive" tone={refused.code === "offline" ? "attention" : "danger"}>
      <p>{sentence(refused)}</p>
    </Notice>
  );
}
