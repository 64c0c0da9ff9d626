// @ts-check

/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   optionalDependencies?: Record<string, string> }} LockedPackage
 */

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;

/**
 * The optional packages that some package in a lock file asks for and that the lock file does not have.
 *
 * @param {Record<string, LockedPackage>} packages by their place
 */
export function missingFromLock(packages) {
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isResolved(packages, place, name))
      .map(([name, version]) => ({ name, version, dev: dev === true })),
  );
}

/**
 * @param {Record<string, LockedPackage>} packages by their place; what is missing is added
 * @returns {string[]} the names of what was added
 * @throws when it cannot tell the version, or the system that the package is for
 */
export function completeLock(packages) {
  const missing = missingFromLock(packages);
  for (const { name, version, dev } of missing) {
    if (!EXACT_VERSION.test(version)) throw new Error(`${name} is asked for as ${version}, which is no exact version.`);
    packages[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      ...(dev ? { dev: true } : {}),
      optional: true,
    };
  }
  const sorted = Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, "en"));
  for (const [place, locked] of sorted) {
    delete packages[place];
    packages[place] = locked;
  }
  return missing.map(({ name }) => name);
}

/**
 * Native packages are named for what they run on: `@next/swc-win32-x64-msvc`, `@oxlint/binding-linux-arm64-musl`.
 *
 * @param {string} name
 */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => PROCESSORS.includes(word));
  if (os === undefined || cpu === undefined) throw new Error(`The name of ${name} does not tell what it runs on.`);
  const libc = words.some((word) => word.startsWith("musl")) ? ["musl"] : undefined;
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc }) };
}

/**
 * Node looks for a package in the node_modules of each folder above.
 *
 * @param {Record<string, LockedPackage>} packages
 * @param {string} place
 * @param {string} name
 */
function isResolved(packages, place, name) {
  const owners = place.split(/(?:^|\/)node_modules\//).slice(1);
  for (let depth = owners.length; depth >= 0; depth -= 1) {
    const candidate = [...owners.slice(0, depth), name].map((owner) => `node_modules/${owner}`).join("/");
    if (packages[candidate] !== undefined) return true;
  }
  return false;
}
