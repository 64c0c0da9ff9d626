import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

/** What an operator says about mail, and what becomes of it. */
beforeEach(() => {
  vi.resetModules();
  for (const [name, value] of Object.entries({ VOUCHSAFE_DATA: "/data", DATABASE_URL: "postgres://x", PUBLIC_URL: "https://x.example" })) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

async function mailOf(said: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(said)) vi.stubEnv(name, value);
  return (await import("./env")).config().mail;
}
const FROM = { MAIL_FROM: "notices@post.example" };

describe("mail", () => {
  test("is sent by nobody who did not ask for it", async () => {
    expect(await mailOf({})).toBeNull();
  });

  test.each([
    ["smtps://mail.example", { host: "mail.example", port: 465, tls: "at-once" }],
    ["smtps://mail.example:1465", { host: "mail.example", port: 1465, tls: "at-once" }],
    ["smtp://mail.example", { host: "mail.example", port: 587, tls: "first" }],
    ["smtp://10.0.0.7:25", { host: "10.0.0.7", port: 25, tls: "first" }],
    ["smtp://127.0.0.1.mail.example", { host: "127.0.0.1.mail.example", tls: "first" }],
    ["smtp://localhost.mail.example", { host: "localhost.mail.example", tls: "first" }],
    ["smtp://127.0.0.1:25", { host: "127.0.0.1", port: 25, tls: "none" }],
    ["smtp://localhost", { host: "localhost", tls: "none" }],
    ["smtp://[::1]:2525", { host: "::1", port: 2525, tls: "none" }],
    ["smtps://localhost", { host: "localhost", tls: "at-once" }],
  ])("to %s is encrypted, unless it is this machine", async (server, due) => {
    expect(await mailOf({ MAIL_SERVER: server, ...FROM })).toMatchObject({ ...due, from: FROM.MAIL_FROM, user: null, passwordFile: null });
  });

  test("has its password in a file", async () => {
    expect(await mailOf({ MAIL_SERVER: "smtps://me%40here@mail.example", MAIL_PASSWORD_FILE: "/run/secrets/mail", ...FROM })).toMatchObject({
      user: "me@here", passwordFile: "/run/secrets/mail",
    });
  });

  test.each([
    [{ MAIL_SERVER: "smtps://mail.example" }, "MAIL_FROM"],
    [{ MAIL_SERVER: "smtps://me@mail.example", ...FROM }, "MAIL_PASSWORD_FILE"],
    [{ MAIL_SERVER: "smtps://mail.example", MAIL_PASSWORD_FILE: "/run/secrets/mail", ...FROM }, "MAIL_PASSWORD_FILE"],
    [{ MAIL_SERVER: "smtps://me:secret@mail.example", MAIL_PASSWORD_FILE: "/run/secrets/mail", ...FROM }, "MAIL_SERVER"],
    [{ MAIL_SERVER: "https://mail.example", ...FROM }, "MAIL_SERVER"],
    [{ MAIL_SERVER: "smtps://mail.example", MAIL_FROM: "Us <us@here.example>" }, "MAIL_FROM"],
    [{ MAIL_SERVER: "smtps://mail.example", MAIL_FROM: "us@here.example\r\nBcc: x@y.example" }, "MAIL_FROM"],
  ])("with settings that do not fit, nothing starts, and the one that is wrong is named without its value: %o", async (said, named) => {
    await expect(mailOf(said)).rejects.toThrow(new RegExp(`^Settings missing or wrong: ${named}\\.`));
  });
});

test.each([
  "", "+33 6 12 34 56 78", "Signal, or roche@chambers.example", "roche@chambers", "<roche@chambers.example>", "a@b.example, c@d.example",
  "roche@chambers.example\r\nBcc: police@state.example", "roche@chambers.example\nRCPT TO:<police@state.example>", '"x y"@chambers.example',
  "mailto:roche@chambers.example", " roche@chambers.example", "roche@chambers.example\n", "rosé@chambers.example", "roche@-.example", `${"x".repeat(65)}@chambers.example`,
])("%j is no mail address and nothing else", async (text) => {
  expect((await import("./env")).MailAddress.safeParse(text).success).toBe(false);
});

test.each(["roche@chambers.example", "a.b+c@xn--bcher-kva.example", "CLERK_7@court.gouv.example"])("%s is one", async (text) => {
  expect((await import("./env")).MailAddress.safeParse(text).success).toBe(true);
});
