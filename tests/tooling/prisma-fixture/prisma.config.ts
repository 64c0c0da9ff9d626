import path from "node:path";
import project from "../../../prisma.config";

/** The project's configuration, over the schema and the migrations of a test's own folder. */
const folder = process.env.PRISMA_FIXTURE ?? "";

export default {
  ...project,
  schema: path.join(folder, "schema"),
  migrations: { path: path.join(folder, "migrations") },
};
