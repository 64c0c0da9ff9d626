// @ts-check

/**
 * @typedef {{ url?: string, shadowDatabaseUrl?: string }} Datasource
 * @typedef {{ kind: "serve", datasource: Datasource, datamodels: string[] }} ServeRequest
 * @typedef {{ kind: "version" }
 *   | { kind: "database-command", command: string, datasource: Datasource }
 *   | ServeRequest} EngineRequest
 */

/**
 * The arguments Prisma gives its schema engine: `--version`, or `--datasource <json>`, any number of
 * `--datamodels <path>`, and at the end perhaps `cli <command>`.
 *
 * @param {readonly string[]} argv
 * @returns {EngineRequest}
 */
export function readArguments(argv) {
  /** @type {Datasource} */
  let datasource = {};
  const datamodels = [];
  for (let at = 0; at < argv.length; at += 1) {
    const value = argv[at + 1] ?? "";
    switch (argv[at]) {
      case "--version":
        return { kind: "version" };
      case "--datasource":
        datasource = JSON.parse(value);
        at += 1;
        break;
      case "--datamodels":
        datamodels.push(value);
        at += 1;
        break;
      case "cli":
        return { kind: "database-command", command: value, datasource };
      default:
        throw new Error(`The schema engine does not know the argument ${argv[at]}`);
    }
  }
  return { kind: "serve", datasource, datamodels };
}
