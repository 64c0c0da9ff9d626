import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Authority, makeAuthority } from "./authority";

/** How an authority's door behaves: as it should, not at all, or in one of the ways in which it should not. */
export type Manner = "answers" | "hangs-up" | "fails" | "redirects" | "floods" | "replays" | "is-another" | "writes-loosely";

/** How many bytes the head of a block of DER has, and the whole of it. */
function lengthsOf(der: Buffer): readonly [head: number, whole: number] {
  const first = der[1]!;
  const head = first < 0x80 ? 2 : 2 + first - 0x80;
  return [head, head + (first < 0x80 ? first : der.readUIntBE(2, first - 0x80))];
}
/** The same stamp without its length said beforehand, as BER allows: nothing that is signed is another. */
export function loosely(token: Buffer): Buffer {
  const [head] = lengthsOf(token);
  return Buffer.concat([Buffer.from([0x30, 0x80]), token.subarray(head), Buffer.alloc(2)]);
}
/** An answer with such a stamp in it. */
function answeredLoosely(answer: Buffer): Buffer {
  const [head] = lengthsOf(answer);
  const [, status] = lengthsOf(answer.subarray(head));
  const body = Buffer.concat([answer.subarray(head, head + status), loosely(answer.subarray(head + status))]);
  return Buffer.concat([Buffer.from([0x30, 0x82, body.length >> 8, body.length & 255]), body]);
}

/** An authority that is asked over HTTP on this machine. */
export async function startTimeServer(name: string) {
  const [authority, another] = [makeAuthority(name), makeAuthority(`Not ${name}`)];
  const asked: { readonly type: string | undefined; readonly body: Buffer }[] = [];
  let manner: Manner = "answers";
  let first: Buffer | undefined;

  const answered = (body: Buffer): Buffer => {
    if (manner === "floods") return Buffer.alloc(1_000_000);
    if (manner === "replays" && first) return first;
    if (manner === "writes-loosely") return answeredLoosely(authority.answer(body));
    return (first = (manner === "is-another" ? another : authority).answer(body));
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces);
      asked.push({ type: request.headers["content-type"], body });
      if (manner === "hangs-up") request.socket.destroy();
      else if (manner === "fails") response.writeHead(503).end("closed for today");
      else if (manner === "redirects") response.writeHead(307, { location: "/elsewhere" }).end();
      else response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(answered(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsr`,
    asked,
    pem: authority.pem,
    verifies: (...args: Parameters<Authority["verifies"]>) => authority.verifies(...args),
    behaves: (next: Manner): void => {
      manner = next;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      authority.close();
      another.close();
    },
  };
}
