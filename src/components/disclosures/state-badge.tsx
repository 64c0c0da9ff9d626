"use client";
import { useTranslations } from "use-intl";
import type { DisclosureState } from "~/domain/disclosure";
import { Badge } from "../badge";
import type { IconName } from "../icon";

const looks = {
  proposed: { tone: "attention", icon: "clock" },
  approved: { tone: "info", icon: "check" },
  refused: { tone: "neutral", icon: "stop" },
  released: { tone: "ok", icon: "share" },
  closed: { tone: "neutral", icon: "lock" },
} as const satisfies Record<DisclosureState, { tone: string; icon: IconName }>;

export function DisclosureStateBadge({ state }: { state: DisclosureState }) {
  const t = useTranslations("terms.disclosureStates");
  return <Badge {...looks[state]}>{t(state)}</Badge>;
}
