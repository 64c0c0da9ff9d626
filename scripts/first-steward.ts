/**
 * Prints the one-use link with which the first steward of an empty instance comes in, and nothing where there are
 * members. Each run makes a new link, and the one before stops working: only its digest is kept, so it cannot be
 * printed again. Wants the service's own environment.
 */
import { config } from "~/env";
import { disconnect } from "~/server/db";
import { inviteFirstSteward } from "~/server/members/commands";

try {
  const token = await inviteFirstSteward(new Date());
  if (token !== null) console.log(`${config().publicUrl.origin}/join#${token}`);
} finally {
  await disconnect();
}
