/**
 * The room: a tree of files for one decoder alone, in namespaces of its own, made by util-linux while the decoder starts and gone with it.
 *
 * In it, read-only: the runtime, the shared libraries that it names, the packages that the decoder imports, the decoder's own files. Nothing else: no
 * home, no data folder, no /proc, /sys, /dev, /etc or /tmp, no network, no other process. The old root is not merely hidden but unmounted. The last step
 * is a chroot below the namespace's root, since the kernel gives nobody who is chrooted a user namespace, and with it its largest surface (user_namespaces(7)).
 */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { promisify } from "node:util";

import { emptyEnvironment, tool } from "./tools";

const run = promisify(execFile);

/** Every Linux has it, nobody keeps a project in it, and from here on no decoder needs what is there. */
const BASE = "/sys";

/** What `child.mjs` imports; what these depend on comes along. */
const PACKAGES = ["sharp", "exifr", "libheif-js"];

export type Room = {
  /** The command that makes the room and enters it; the runtime's options, the script and its arguments follow. */
  readonly command: readonly string[];
  /** The decoder's script as the room has it. */
  readonly script: string;
};

/** A file or folder of this machine, and where it stands below BASE. */
type Bind = { readonly source: string; readonly target: string; readonly folder: boolean };

/**
 * How to make one for the decoder of the project at `project`; undefined where a tool is missing. Whether this machine permits it shows only when it is
 * tried. `options`: the limits, as prlimit(1) takes them. `asUser`: no root here, so it is made in a user namespace.
 */
export async function room(project: string, options: readonly string[], asUser: boolean): Promise<Room | undefined> {
  const tools = ["unshare", "sh", "mount", "umount", "mkdir", "pivot_root", "chroot", "prlimit", "env", "setpriv"].map(tool);
  if (tools.includes(undefined) || !existsSync("/proc/self/mountinfo")) return undefined;
  const [unshare, sh, mount, umount, mkdir, pivotRoot, chroot, prlimit, env, setpriv] = tools as string[];
  const program = async (source: string, target: string, below: string): Promise<Bind[]> => [
    { source, target: `${below}${target}`, folder: false },
    ...(await librariesOf([source])).map((path) => library(path, below)),
  ];
  const loader = (await librariesOf([process.execPath])).find((path) => /\/ld[^/]*$/.test(path));
  if (loader === undefined) return undefined;
  const parts = packages(project);
  const native = parts.flatMap((name) => librariesIn(`${project}/node_modules/${name}`));
  // One that was built for another machine names nothing here. Whether all that is needed was found shows when the room is tried.
  const named = (await Promise.all(native.map((path) => librariesOf([loader, path]).catch(() => [])))).flat();
  const binds = distinct([
    ...(await program(unshare!, "unshare", "")),
    ...(await program(sh!, "sh", "")),
    ...(await program(prlimit!, "prlimit", "")),
    ...(await program(env!, "env", "")),
    ...(await program(chroot!, "chroot", "")),
    ...(await program(process.execPath, "node", "room/")),
    ...(await program(setpriv!, "setpriv", "room/")),
    // What lies inside the project comes with its package.
    ...named.filter((path) => !path.startsWith(`${project}/`)).map((path) => library(path, "room/")),
    ...parts.map((name) => ({ source: `${project}/node_modules/${name}`, target: `room/app/node_modules/${name}`, folder: true })),
    { source: `${project}/src/media/confined`, target: "room/app/confined", folder: true },
  ]);
  // Root needs two rights until the decoder has loaded its files, which nobody else may be allowed to read; then it gives them up with root.
  const bounding = asUser ? "-all" : "-all,+setuid,+setgid,+dac_read_search";
  const script = [
    "set -e",
    `${mount} -t tmpfs -o nosuid,nodev,mode=755,size=64k,nr_inodes=1000 none ${BASE}`,
    `cd ${BASE}`,
    `${mkdir} -p old ${foldersOf(binds).map(quoted).join(" ")}`,
    ...binds.filter(({ folder }) => !folder).map(({ target }) => `: >${quoted(target)}`),
    // One process mounts them all.
    `printf %s ${quoted(binds.map(({ source, target }) => `${escaped(source)} ${escaped(`${BASE}/${target}`)} none bind,ro,nosuid,nodev 0 0\n`).join(""))} >table`,
    `${mount} --all --fstab ${BASE}/table`,
    `${mount} -o remount,bind,ro,nosuid,nodev ${BASE}`,
    `${pivotRoot} . old`,
    // The old root is still there under another name: whoever stands in it can take it away for the rest.
    `/old${chroot} /old ${umount} -l /`,
    // The first process of the new process namespace is a shell and no decoder: the kernel lets the first ignore the signals that say why it ends.
    `exec /unshare --net --ipc --uts --pid --fork --kill-child=SIGKILL -- /sh -c '"$@"; exit $?' sh ` +
      `/prlimit ${options.map(quoted).join(" ")} -- /env -i /chroot /room /setpriv --no-new-privs --inh-caps=-all --bounding-set=${bounding} -- /node "$@"`,
  ].join("\n");
  const namespaces = asUser ? ["--user", "--map-root-user", "--mount"] : ["--mount"];
  return { command: [unshare!, ...namespaces, "--", sh!, "-c", script, "sh"], script: "/app/confined/child.mjs" };
}

/** The shared libraries that a program or library names, as the machine's own loader finds them (ld.so(8), LD_TRACE_LOADED_OBJECTS). */
async function librariesOf([program, ...args]: readonly [string, ...string[]]): Promise<string[]> {
  const { stdout } = await run(program, args, { env: { ...emptyEnvironment, LD_TRACE_LOADED_OBJECTS: "1" }, timeout: 10_000 });
  return [...stdout.matchAll(/(?:=> |^\t)(\/.+) \(0x[0-9a-f]+\)$/gm)].map((match) => match[1]!);
}

const library = (path: string, below: string): Bind => ({ source: path, target: `${below}${path.slice(1)}`, folder: false });

/** Native libraries in a package, which name others of the machine's. */
const librariesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.node$|\.so(\.\d+)*$/.test(name))
    .map((name) => `${folder}/${name}`);

/** The packages in node_modules that the decoder imports, and all that they name as theirs. */
function packages(project: string): string[] {
  const found = new Set<string>();
  const add = (name: string) => {
    const manifest = `${project}/node_modules/${name}/package.json`;
    if (found.has(name) || !existsSync(manifest)) return;
    found.add(name);
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(manifest, "utf8")) as Record<string, Record<string, string> | undefined>;
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) add(next);
  };
  PACKAGES.forEach(add);
  return [...found];
}

const distinct = (binds: readonly Bind[]) => [...new Map(binds.map((bind) => [bind.target, bind])).values()];

const foldersOf = (binds: readonly Bind[]) =>
  [...new Set(binds.map(({ target, folder }) => (folder ? target : target.split("/").slice(0, -1).join("/"))))].filter((path) => path !== "");

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/** fstab(5): what separates its fields is written in octal. */
const escaped = (path: string) => path.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
