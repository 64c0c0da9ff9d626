import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenDigest } from "./digest";
import { fits, newTicketSecret, readTicket, writeTicket } from "./tickets";

const id = "0192f0c1-2b3d-7e4f-8a5b-6c7d8e9f0a1b";

test("a ticket is read as it was written, and fits the row that keeps its digest", () => {
  const ticket = { id, secret: newTicketSecret() };
  expect(readTicket(writeTicket(ticket))).toEqual(ticket);
  expect(fits(ticket, tokenDigest(ticket.secret))).toBe(true);
});

test("a ticket fits no other row, and none that has no digest", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (digest) => {
      expect(fits({ id, secret: newTicketSecret() }, digest)).toBe(false);
    }),
  );
  expect(fits({ id, secret: newTicketSecret() }, null)).toBe(false);
});

test("what is no ticket is read as none: an id alone, one that is too short or too long, and anything else", () => {
  const secret = newTicketSecret();
  for (const text of [id, `${id}.`, `${id}.${secret.slice(1)}`, `${id}.${secret}A`, `${id}.${secret}\n`, ` ${id}.${secret}`, `${id.toUpperCase()}.${secret}`])
    expect(readTicket(text)).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => readTicket(text) === null));
});
