"use client";
import { useTranslations } from "use-intl";
import { MOST_ACCOUNTS, MOST_PHOTOS } from "~/domain/disclosure";
import { otherKinds } from "~/domain/evidence";
import type { RefusalCode } from "~/domain/refusal";
import { hindrances } from "~/domain/vouching";
import type { Refused } from "./attempt";
import { filled } from "./filled";
import { Ltr } from "./ltr";
import { Notice } from "./notice";

/** The sentence for an expected no, a broken connection or a bug. */
export function useRefusalSentence() {
  const t = useTranslations("refusals");
  return ({ code, details, reference }: Pick<Refused, "code" | "reference"> & Partial<Pick<Refused, "details">>) => {
    if (code === "unsupported-format") {
      // What to do depends on what the file is; of one that nobody knows there is only the general word.
      const kind = otherKinds.find((other) => other === details?.["kind"]);
      return kind === undefined || kind === "unknown" ? t(code) : t(`unsupported.${kind}`);
    }
    if (code === "cannot-vouch") {
      const why = hindrances.find((known) => known === details?.["why"]);
      return why === undefined ? t(code) : t(`cannotVouch.${why}`);
    }
    if (code === "too-much-at-once") return t(code, { photos: String(MOST_PHOTOS), accounts: String(MOST_ACCOUNTS) });
    if (code !== "unexpected") return t(code);
    return reference
      ? t.rich("unexpected", { reference: filled(<Ltr mono>{reference}</Ltr>) })
      : t("unexpectedWithoutReference");
  };
}

/** Why something is as it is, where nobody tried anything just now. */
export function Reason({ code, kind }: { code: RefusalCode; kind: string }) {
  const sentence = useRefusalSentence();
  return <Notice>{sentence({ code, details: { kind } })}</Notice>;
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
