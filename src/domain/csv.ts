/**
 * A table as RFC 4180 has it. A cell that a spreadsheet would take for a formula has an apostrophe in front, which it
 * shows as text: what somebody wrote into a place must not run on a reader's machine.
 */
export const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

/** Two numbers say nothing else, whatever a spreadsheet makes of them. */
const position = /^-?\d+(\.\d+)?\|-?\d+(\.\d+)?$/;

const cell = (value: string | number): string => {
  if (typeof value === "number" || position.test(value)) return String(value);
  const plain = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};
