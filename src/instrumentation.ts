/** Runs once before the web server answers anything. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { hindrance } = await import("~/server/readiness");
    const reason = await hindrance();
    if (reason !== null) {
      process.stderr.write(`Not started. ${reason}\n`);
      process.exit(1);
    }
  }
}
