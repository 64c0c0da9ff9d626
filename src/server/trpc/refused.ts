import { may, unnamed, type Action } from "~/domain/policy";
import type { Actor } from "~/domain/roles";
import { record } from "~/server/custody";
import { transaction } from "~/server/db";

/** A refusal for want of rights, to an action or to a row, stands in the ledger: who tried what. */
export const noteRefused = (actor: Actor, action: Action, at: Date): Promise<unknown> =>
  transaction((tx) => {
    const by = unnamed.has(action) && may(actor.role, action) ? null : actor.id;
    return record(tx, by, at, { kind: "access.refused", action });
  });
