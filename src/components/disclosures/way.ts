import type { Purpose } from "~/domain/consent";
import type { Gap } from "~/domain/disclosure";
import { remedyOf } from "~/domain/remedy";

/** Where a gap is closed and in which words that is said: `giving.ways.<do>`. Null where nothing is done elsewhere. */
export type Way = { readonly href: string; readonly does: "ask" | "answer" | "cover" | "confirm" | "check" };

/** The address at which somebody does what closes `gap`: the person with the purpose, the picture with the region. */
export function wayOf(
  gap: Gap,
  { incidentId, purpose, disclosureId }: { incidentId: string; purpose: Purpose; disclosureId?: string },
): Way | null {
  const remedy = remedyOf(gap);
  const incident = `/incidents/${incidentId}`;
  switch (remedy.do) {
    case "ask": {
      // Whoever wants to be asked each time is asked about this one.
      const about = gap.why === "ask-again" && disclosureId !== undefined ? `&for=${disclosureId}` : "";
      return { href: `${incident}/people/${remedy.grantor}?ask=${purpose}${about}#sheet`, does: "ask" };
    }
    case "answer":
      return { href: `${incident}/items/${remedy.item}?region=${remedy.region}#regions`, does: "answer" };
    case "cover": {
      const where = remedy.region !== undefined ? `?region=${remedy.region}` : remedy.grantor !== undefined ? `?person=${remedy.grantor}` : "";
      return { href: `${incident}/items/${remedy.item}${where}#regions`, does: "cover" };
    }
    case "confirm":
      return { href: remedy.item === undefined ? incident : `${incident}/items/${remedy.item}#regions`, does: "confirm" };
    case "check":
      return { href: `${incident}/items/${remedy.item}#checklist`, does: "check" };
    default:
      return null;
  }
}
