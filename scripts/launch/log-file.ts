import { appendFileSync, renameSync, statSync } from "node:fs";
import { messageOf } from "./thrown.mjs";

const LARGEST = 10 * 1024 * 1024;
const REMEMBERED = 20;

/** What one part of the instance says, kept in a file that never grows beyond two times ten megabytes. */
export class LogFile {
  readonly #path: string;
  #size: number;
  readonly #last: string[] = [];
  readonly #complain: (text: string) => void;
  #isBroken = false;

  /** @param complain is told when it can no longer be written, as on a full disk; the instance goes on without it */
  constructor(path: string, complain: (text: string) => void) {
    this.#path = path;
    this.#complain = complain;
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(line: string): void {
    this.#last.push(line);
    if (this.#last.length > REMEMBERED) this.#last.shift();
    try {
      this.#append(`${line}\n`);
      this.#isBroken = false;
    } catch (error) {
      if (!this.#isBroken) this.#complain(`its log cannot be written: ${messageOf(error)}`);
      this.#isBroken = true;
    }
  }

  #append(text: string): void {
    if (this.#size > LARGEST) {
      renameSync(this.#path, `${this.#path}.1`);
      this.#size = 0;
    }
    appendFileSync(this.#path, text, { mode: 0o600 });
    this.#size += Buffer.byteLength(text);
  }

  /** The last lines since this program started. */
  tail(): string {
    return this.#last.join("\n");
  }
}
