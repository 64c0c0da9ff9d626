/**
 * Stands in for `src/server/passphrase-cost.ts` where flows sign people in by the hundred. What it costs in earnest is
 * tested with the credentials, and paid in the journeys.
 */
export const passphraseCost = { memoryCost: 64, timeCost: 1, parallelism: 1 };
