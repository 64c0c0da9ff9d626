import type { ExportFormat } from "~/domain/exchange";
import type { Calls } from "../call";

const exported = (format: ExportFormat) => ({
  path: "/api/exports", headers: { "content-type": "application/json" },
  body: JSON.stringify({ format, language: "en", period: { from: "2026-01", to: "2026-12" } }),
});

/** What incidents have in common. */
export const connections = {
  "connections.list": [{ ids: [], reach: "incidents", input: () => undefined }],
  "connections.read": [{ ids: ["feature"], reach: "incidents", input: ({ feature }) => ({ featureId: feature }) }],
  "connections.ofIncident": [{ ids: ["incident"], reach: "incidents", input: ({ incident }) => ({ incidentId: incident }) }],
  "connections.decide": [
    {
      ids: ["incident"], reach: "incidents",
      // Both teams' incidents name one place, and so does another one of ours.
      input: async ({ incident }, _actor, house) => {
        const other = await house.world.db().incident.findFirstOrThrow({ where: { id: { notIn: [house.own.incident, house.foreign.incident] }, erasedAt: null }, select: { id: true } });
        return { incidentId: incident, otherId: other.id, confirmed: true };
      },
    },
  ],
  "connections.locate": [
    {
      ids: ["feature"], reach: "incidents",
      input: ({ feature }) => ({ featureId: feature, position: { latitude: 50.95, longitude: 1.86 } }),
    },
  ],
  "statistics.read": [{ ids: [], reach: "incidents", input: () => ({ from: "2026-01", to: "2026-12" }) }],
  "exports.take": [
    { ids: [], reach: "incidents", send: () => exported("uwazi") },
    { ids: [], reach: "incidents", send: () => exported("ftm") },
  ],
  "statistics.take": [{ ids: [], reach: "incidents", input: () => ({ from: "2026-01", to: "2026-12" }) }],
} as const satisfies Partial<Calls>;
