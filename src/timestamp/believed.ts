import type { ContentInfo } from "pkijs";
import { assertForTime, chainOf, isCalled, type Read, type TrustedRoots } from "./certificates";
import { TimestampError } from "./fault";
import { readStatement, type Asked, type Statement } from "./statement";
import { openToken } from "./token";

/** What a token says, and the way from its signer to a root. Throws TimestampError, and what the libraries throw of what they cannot read. */
export function believed(token: ContentInfo, asked: Asked, trusted: TrustedRoots): { readonly told: Statement; readonly chain: readonly Read[] } {
  const { statement, signer, brought, onItsWay } = openToken(token, trusted.between);
  const { statement: told, called } = readStatement(statement, asked);
  if (called && !isCalled(signer, called)) throw new TimestampError("another-signer");
  assertForTime(signer);
  const chain = chainOf(signer, brought, trusted, told.genTime);
  if (!onItsWay.every((isOne) => chain.some(isOne))) throw new TimestampError("another-signer");
  return { told, chain };
}
