/** Several numbers stand with `|` between them. They say nothing but themselves, whatever a spreadsheet makes of them. */
export type Cell = string | number | readonly number[];

/**
 * A table as RFC 4180 has it. A cell that a spreadsheet would take for a formula has an apostrophe in front, which it
 * shows as text: what somebody wrote into a place must not run on a reader's machine.
 */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

const cell = (value: Cell): string => {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return value.join("|");
  const plain = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};
