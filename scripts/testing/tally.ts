import * as z from "zod";

export type Tally = { passed: number; failed: number };

/** What vitest's JSON reporter writes, as far as it is read here. */
const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/**
 * Counts one run of vitest. A test that was skipped counts as failed, and so does a file without a test in it, or one
 * that broke outside of its tests: nothing is passed over in silence.
 *
 * @param report the text of vitest's JSON report
 * @param succeeded whether vitest ended well, which it does not after an error that no test caught
 * @param projects for each that must have run, whether a file belongs to it
 */
export function countVitest(
  report: string,
  succeeded: boolean,
  projects: Readonly<Record<string, (file: string) => boolean>>,
): Tally & { complaints: string[] } {
  const { testResults } = VitestReport.parse(JSON.parse(report));
  const tally = { passed: 0, failed: 0, complaints: [] as string[] };
  const complain = (complaint: string) => {
    tally.failed += 1;
    tally.complaints.push(complaint);
  };

  for (const [project, includes] of Object.entries(projects)) {
    if (!testResults.some(({ name }) => includes(name))) complain(`The project ${project} ran no test.`);
  }
  for (const { name, status, assertionResults } of testResults) {
    const passed = assertionResults.filter((test) => test.status === "passed").length;
    const broken = assertionResults.filter((test) => test.status === "failed").length;
    const passedOver = assertionResults.length - passed - broken;
    tally.passed += passed;
    tally.failed += broken;
    if (assertionResults.length === 0) complain(`${name} ran no test.`);
    else if (passedOver > 0) {
      tally.failed += passedOver - 1;
      complain(`${name} passed over ${passedOver} tests.`);
    } else if (status === "failed" && broken === 0) complain(`${name} failed outside of its tests.`);
  }
  if (!succeeded && tally.failed === 0) complain("vitest failed outside of the tests.");
  return tally;
}
