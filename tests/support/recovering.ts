import { afterAll, beforeAll } from "vitest";
import type { Actor } from "~/domain/roles";
import { codeOf, outcome } from "./identity";
import { vetted, type Newcomer } from "./vouched";
import { openWorld, type World } from "./world";

/** A passphrase that nobody had before. */
export const NEW = "seven otters cross the frozen lake";
export type Shown = { readonly token: string; readonly codes: [string, string] };

/** A world with a steward, and with Maya and Nour, who stand behind whoever comes in. */
export function recovering() {
  let world: World;
  let steward: Actor;
  let maya: Actor;
  let nour: Actor;
  beforeAll(async () => {
    world = await openWorld();
    steward = await world.member("steward", "sol");
    maya = await world.member("documenter", "maya");
    nour = await world.member("reviewer", "nour");
  });
  afterAll(() => world.close());

  const opened = async ({ id }: Newcomer, by = steward) => (await world.as(by).recovery.open({ memberId: id })).id;
  const link = (recoveryId: string, by = steward) => world.as(by).recovery.link({ recoveryId });
  const toldBy = async (by: Actor, recoveryId: string) => (await world.as(by).recovery.confirm({ recoveryId })).code;
  /** The codes that Maya and Nour tell. */
  const told = async (recoveryId: string): Promise<[string, string]> => [await toldBy(maya, recoveryId), await toldBy(nour, recoveryId)];

  return {
    world: () => world,
    steward: () => steward,
    maya: () => maya,
    nour: () => nour,
    member: () => vetted(world, { introducer: maya, voucher: nour, steward }),
    opened,
    link,
    toldBy,
    told,
    say: (by: Actor, recoveryId: string) => outcome(toldBy(by, recoveryId)),
    /** Everything up to the link. */
    shownFor: async (person: Newcomer): Promise<Shown & { readonly recoveryId: string }> => {
      const recoveryId = await opened(person);
      const codes = await told(recoveryId);
      return { recoveryId, codes, token: (await link(recoveryId)).token };
    },
    beginning: ({ token, codes }: Shown) => outcome(world.as(null).recovery.begin({ token, codes })),
    comeBack: async ({ token, codes }: Shown, passphrase = NEW): Promise<string> => {
      const { secret } = await world.as(null).recovery.begin({ token, codes });
      await world.as(null).recovery.finish({ token, codes, passphrase, code: codeOf(secret, world.now()) });
      return secret;
    },
  };
}
