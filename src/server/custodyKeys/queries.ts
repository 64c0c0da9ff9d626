import { db } from "~/server/db";

/** The key to which originals are sealed, or null until the reviewers have made it. */
export const current = () =>
  db().custodyKey.findFirst({
    orderBy: { createdAt: "asc" },
    select: { id: true, recipient: true, createdAt: true },
  });
