import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { promisify } from "node:util";

import { afterAll, expect, test } from "vitest";

import { type Confinement, confinement, judged } from "../confinement";
import { Decoder } from "./decoder";
import { wrap } from "./launch";
import { mayBecome } from "./outside";
import { close } from "./pool";
import { emptyEnvironment, tool } from "./tools";

const wrapping = await wrap();
const folder = mkdtempSync(`${tmpdir()}/data of vouchsafe `);
writeFileSync(`${folder}/instance.key`, "not to be seen");
const server = createServer((socket) => socket.end());
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  server.close();
  await close();
});

/** Runs what a file that has taken over the decoder might run, behind the same walls, as the user that the decoder is by then. Gives back what it prints. */
async function within(code: string): Promise<unknown> {
  const isRoot = process.getuid?.() === 0;
  const drop = isRoot ? "process.setgroups([]); process.setgid(65534); process.setuid(65534);" : "";
  const attempt = `const attempt = async (work) => { try { return (await work()) ?? "done"; } catch (error) { return error.code ?? error.message; } };`;
  const [program, ...args] = [...wrapping.command, "--input-type=module", "-e", `${drop}${attempt}${code}`];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: emptyEnvironment, cwd: "/", stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let wrong = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (wrong += chunk.toString()));
    child.on("close", () => (out === "" ? reject(new Error(wrong)) : resolve(JSON.parse(out))));
  });
}

const port = () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens nowhere");
  return address.port;
};

type Trial = readonly [name: string, tried: () => Promise<void>];

/** What code that runs in the room tries, in vain. */
const tries: readonly Trial[] = [
  ["code in the room does not find the data folder, this project, or any folder of the machine", async () => {
    const found = await within(`
      import { readdirSync, readFileSync } from "node:fs";
      const paths = ${JSON.stringify([folder, process.cwd(), "/home", "/root", "/etc", "/tmp", "/proc", "/sys", "/dev", "/old", "/room", "/.."])};
      const list = await Promise.all(paths.map((path) => attempt(() => readdirSync(path))));
      console.log(JSON.stringify({ list, key: await attempt(() => readFileSync(${JSON.stringify(`${folder}/instance.key`)}, "utf8")), top: readdirSync("/") }));
    `);
    const { list, key, top } = found as { list: unknown[]; key: unknown; top: string[] };
    expect(key).toBe("ENOENT");
    expect(list.slice(0, -1)).toEqual(list.slice(0, -1).map(() => "ENOENT"));
    expect(list.at(-1)).toEqual(top);
    expect(top).toEqual(expect.arrayContaining(["app", "node", "setpriv"]));
  }],

  ["code in the room writes nothing anywhere, and makes nothing", async () => {
    const found = await within(`
      import { writeFileSync, mkdirSync, openSync } from "node:fs";
      const paths = ["/x", "/app/x", "/app/confined/child.mjs", "/app/node_modules/sharp/package.json", "/node", ${JSON.stringify(`${folder}/x`)}];
      console.log(JSON.stringify(await Promise.all([
        ...paths.map((path) => attempt(() => writeFileSync(path, "x"))), attempt(() => mkdirSync("/x")), attempt(() => openSync("/x", "wx")),
      ])));
    `);
    for (const code of found as string[]) expect(["EROFS", "ENOENT", "EACCES"]).toContain(code);
  }],

  ["code in the room reaches nobody: no server on this machine, no name, no way out", async () => {
    const found = await within(`
      import { connect } from "node:net";
      import { networkInterfaces } from "node:os";
      const reach = (port, host) => new Promise((yes, no) => connect({ port, host }, () => yes("connected")).on("error", no));
      console.log(JSON.stringify([
        await attempt(() => reach(${port()}, "127.0.0.1")), await attempt(() => reach(53, "1.1.1.1")), Object.keys(networkInterfaces()).length,
      ]));
    `);
    expect(found).toEqual([expect.stringMatching(/ENETUNREACH|EADDRNOTAVAIL|ECONNREFUSED/), expect.stringMatching(/ENETUNREACH|EACCES/), 0]);
    // The same attempt succeeds from here.
    await new Promise((resolve, reject) => {
      import("node:net").then(({ connect }) => connect(port(), "127.0.0.1", () => resolve(undefined)).on("error", reject), reject);
    });
  }],

  ["code in the room knows no process but its own, and cannot signal who started it", async () => {
    const found = await within(`
      const seen = [];
      for (let pid = 1; pid < 70_000; pid += 1) try { process.kill(pid, 0); seen.push(pid); } catch (error) { if (error.code === "EPERM") seen.push(pid); }
      console.log(JSON.stringify({ seen, pid: process.pid, starter: ${process.pid} > 2 ? await attempt(() => process.kill(${process.pid}, 0)) : "ESRCH" }));
    `);
    // The shell that waits for it, itself, and its own threads, which have numbers too.
    const { seen, ...rest } = found as { seen: number[] };
    expect(rest).toEqual({ pid: 2, starter: "ESRCH" });
    expect(Math.max(...seen)).toBeLessThan(40);
  }],

  ["code in the room starts no program, since there is none but the runtime and one that gives up rights", async () => {
    const found = await within(`
      import { spawnSync } from "node:child_process";
      const run = (program, ...args) => spawnSync(program, args, { env: {} }).error?.code ?? "started";
      console.log(JSON.stringify(["/bin/sh", "/usr/bin/unshare", "/unshare", "/sh", "/chroot"].map((path) => run(path))));
    `);
    expect(found).toEqual(["ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT"]);
  }],
];

/** What is left to hold where the machine permits no room. */
const unroomed: readonly Trial[] = [
  ["where no room can be made, the report says what a decoder can see", async () => {
    const { files, weaknesses } = await confinement(folder);
    expect(files).toBe("shared");
    expect(weaknesses.join(" ")).toMatch(/machine's files/);
  }],
];

test.each(wrapping.roomed ? tries : unroomed)("%s", async (_, tried) => {
  expect.hasAssertions();
  await tried();
});

/** As a decoder in its room finds itself. */
const whole: Omit<Confinement, "weaknesses"> = {
  environmentEmpty: true,
  user: "unprivileged",
  memory: "limited",
  cpuLimited: true,
  filesUnwritable: true,
  files: "own",
  folderUnseen: true,
  processes: "own",
  network: "none",
  newPrivileges: "forbidden",
  capabilities: "none",
};

test("the report names what is achieved here, and each thing that is not in a sentence of its own", async () => {
  const found = await confinement(folder);
  expect(found.environmentEmpty).toBe(true);
  expect(found.user).not.toBe("root");
  expect(found.files).toBe(wrapping.roomed ? "own" : "shared");
  if (wrapping.roomed) {
    const { weaknesses, ...walls } = found;
    expect(walls).toEqual({ ...whole, user: walls.user });
    expect(weaknesses).toHaveLength(walls.user === "own" ? 1 : 0);
  } else {
    expect(found.weaknesses.length).toBeGreaterThan(0);
  }
});

test.each<[Partial<Confinement>, RegExp]>([
  [{ environmentEmpty: false }, /environment/],
  [{ user: "root" }, /as root/],
  [{ user: "own" }, /same user/],
  [{ memory: "watched" }, /memory/],
  [{ cpuLimited: false }, /processor time/],
  [{ filesUnwritable: false }, /write files/],
  [{ files: "shared" }, /machine's files/],
  [{ folderUnseen: false }, /data folder/],
  [{ processes: "shared" }, /other processes/],
  [{ network: "shared" }, /network/],
  [{ newPrivileges: "possible" }, /gain privileges/],
  [{ capabilities: "some" }, /root's rights/],
  [{ capabilities: "unknown" }, /not known/],
])("a wall that is missing is said: %j", (missing, sentence) => {
  expect(judged(whole).weaknesses).toEqual([]);
  expect(judged({ ...whole, ...missing }).weaknesses).toEqual([expect.stringMatching(sentence)]);
});

test("a folder that can be looked into is reported as such", async () => {
  const decoder = await Decoder.start("native", { folder: "/" });
  try {
    expect((await decoder.hello()).examined?.folder).toBe(true);
  } finally {
    decoder.kill();
  }
});

/** Without the right to administer the system root may make no namespace, as in a container. */
const deprived: Trial = ["where namespaces are not permitted, decoding goes on and the report says what is missing", async () => {
  const code = `
    import(${JSON.stringify(`${process.cwd()}/src/media/confinement.ts`)}).then(async ({ confinement }) => console.log(JSON.stringify(await confinement("/usr"))));
  `;
  const { stdout } = await promisify(execFile)(
    tool("setpriv")!,
    ["--bounding-set=-sys_admin", "--inh-caps=-all", "--", process.execPath, "--import", "tsx", "-e", code],
  );
  const found = JSON.parse(stdout) as Confinement;
  expect(found).toMatchObject({ user: "unprivileged", files: "shared", folderUnseen: false, processes: "shared", network: "shared", memory: "limited", capabilities: "none" });
  for (const said of [/machine's files/, /data folder/, /other processes/, /network/]) expect(found.weaknesses.join(" ")).toMatch(said);
}];

const itself: Trial = ["who can become nobody else decodes as themselves, and the report says so", async () => {
  const { user, weaknesses } = await confinement(folder);
  expect(user).not.toBe("unprivileged");
  expect(weaknesses.join(" ")).toMatch(/as the same user|as root/);
}];

test.each([mayBecome(65_534) && tool("setpriv") !== undefined ? deprived : itself])("%s", async (_, tried) => {
  expect.hasAssertions();
  await tried();
});
