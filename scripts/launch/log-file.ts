import { appendFileSync, renameSync, statSync } from "node:fs";

const LARGEST = 10 * 1024 * 1024;
const REMEMBERED = 20;

/** What one part of the instance says, kept in a file that never grows beyond two times ten megabytes. */
export class LogFile {
  readonly #path: string;
  #size: number;
  readonly #last: string[] = [];

  constructor(path: string) {
    this.#path = path;
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(line: string): void {
    if (this.#size > LARGEST) {
      renameSync(this.#path, `${this.#path}.1`);
      this.#size = 0;
    }
    const text = `${line}\n`;
    appendFileSync(this.#path, text, { mode: 0o600 });
    this.#size += Buffer.byteLength(text);
    this.#last.push(line);
    if (this.#last.length > REMEMBERED) this.#last.shift();
  }

  /** The last lines since this program started. */
  tail(): string {
    return this.#last.join("\n");
  }
}
