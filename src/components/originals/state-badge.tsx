"use client";
import { useTranslations } from "use-intl";
import type { OpeningState } from "~/domain/opening";
import { Badge } from "../badge";
import type { IconName } from "../icon";

const looks = {
  asked: { tone: "attention", icon: "clock" },
  agreed: { tone: "ok", icon: "check" },
  declined: { tone: "neutral", icon: "stop" },
  over: { tone: "neutral", icon: "lock" },
} as const satisfies Record<OpeningState, { tone: string; icon: IconName }>;

export function OpeningStateBadge({ state }: { state: OpeningState }) {
  const t = useTranslations("originals.states");
  return <Badge {...looks[state]}>{t(state)}</Badge>;
}
