/**
 * A sealed original and what it told, as they travel together between the server and a reviewer's browser, in both directions:
 *
 * ```
 * told      how many bytes follow of what it told, u32be; none where it told nothing
 * the sealed metadata, then the sealed original
 * ```
 */
import { concat, type Bytes } from "./bytes";

export type Packet = { readonly told: Bytes | null; readonly original: Bytes };
export const HEAD = 4;

export function packetHead(told: Uint8Array | null): Bytes {
  const head = new Uint8Array(HEAD);
  new DataView(head.buffer).setUint32(0, told?.length ?? 0);
  return head;
}

export const packed = ({ told, original }: Packet): Bytes => concat(packetHead(told), told ?? new Uint8Array(), original);

/** @returns null for what is no packet */
export function unpacked(bytes: Bytes): Packet | null {
  if (bytes.length < HEAD) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (bytes.length <= HEAD + length) return null;
  return { told: length === 0 ? null : bytes.subarray(HEAD, HEAD + length), original: bytes.subarray(HEAD + length) };
}
