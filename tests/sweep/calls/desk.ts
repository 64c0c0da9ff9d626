import type { Actor } from "~/domain/roles";
import type { Calls } from "../call";
import type { House, Ids } from "../house";
import { reported } from "./incidents";

/** An incident that nobody looks after. */
const fresh = async (house: House, ids: Ids) => ({ incident: (await reported(house, ids)).incident });
/** Somebody's own comment on an incident, and of nobody else. */
const said = async ({ world }: House, { incident }: Ids, actor: Actor) => ({
  comment: (await world.as(actor).comments.write({ incidentId: incident, audience: "team", text: "Who saw it?" })).id,
});

/** What reviewers work from: who looks after what, what they say to each other and to documenters, and who else is there. */
export const desk = {
  "incidents.assign": [
    {
      ids: ["incident"], reach: "incidents", input: ({ incident }, { id }) => ({ incidentId: incident, from: null, to: id }), afresh: fresh,
    },
  ],
  "comments.list": [{ ids: ["incident"], reach: "incidents", input: ({ incident }) => ({ incidentId: incident }) }],
  "comments.write": [
    { ids: ["incident"], reach: "incidents", input: ({ incident }) => ({ incidentId: incident, audience: "team", text: "What did they say?" }) },
  ],
  "comments.remove": [
    { ids: ["comment"], reach: "incidents", mine: true, input: ({ comment }) => ({ commentId: comment }), afresh: said },
  ],
  "comments.waiting": [{ ids: [], reach: "incidents", input: () => undefined }],
  "comments.layAside": [{ ids: ["incident"], reach: "incidents", input: ({ incident }) => ({ incidentId: incident }) }],
  "comments.layWordAside": [{ ids: ["comment"], reach: "incidents", input: ({ comment }) => ({ commentId: comment }) }],
  "desk.queue": [{ ids: [], reach: "incidents", input: () => undefined }],
  "presence.here": [{ ids: ["incident"], reach: "incidents", input: ({ incident }) => ({ incidentId: incident, writing: false }) }],
} as const satisfies Partial<Calls>;
