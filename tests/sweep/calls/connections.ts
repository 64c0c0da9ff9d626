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
        const said = await house.world.db().connection.findMany({ where: { OR: [{ oneId: other.id }, { otherId: other.id }] }, select: { id: true, oneId: true, otherId: true } });
        const seen = said.find(({ oneId, otherId }) => oneId === incident || otherId === incident);
        return { incidentId: incident, otherId: other.id, from: seen?.id ?? null, confirmed: true };
      },
    },
  ],
  "connections.locate": [
    {
      ids: ["feature"], reach: "incidents",
      input: async ({ feature }, _actor, house) => {
        const rows = await house.world.db().feature.findMany({ where: { kind: "place" }, select: { id: true, kind: true, sealed: true } });
        const { opened } = await import("~/server/connections/queries");
        const seen = (await Promise.all(rows.map(opened))).find(({ id }) => id === feature);
        return { featureId: feature, from: seen?.position ?? null, position: { latitude: 50.95, longitude: 1.86 } };
      },
    },
  ],
  "statistics.read": [{ ids: [], reach: "incidents", input: () => ({ half: "2025-2" }) }],
  "exports.take": [
    { ids: [], reach: "incidents", send: () => exported("uwazi") },
    { ids: [], reach: "incidents", send: () => exported("ftm") },
  ],
  "statistics.take": [{ ids: [], reach: "incidents", input: () => ({ half: "2025-2" }) }],
} as const satisfies Partial<Calls>;
