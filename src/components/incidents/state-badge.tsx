"use client";

import { useTranslations } from "use-intl";
import { Badge } from "~/components/badge";
import type { IconName } from "~/components/icon";
import type { IncidentState } from "~/domain/incident";

const looks: Record<IncidentState, { tone: "neutral" | "info" | "ok" | "attention"; icon: IconName }> = {
  draft: { tone: "attention", icon: "folder" },
  submitted: { tone: "info", icon: "share" },
  "in-review": { tone: "info", icon: "eye" },
  ready: { tone: "ok", icon: "check" },
  closed: { tone: "neutral", icon: "lock" },
};

export function StateBadge({ state }: { readonly state: IncidentState }) {
  const terms = useTranslations("terms");
  return <Badge {...looks[state]}>{terms(`incidentStates.${state}`)}</Badge>;
}
