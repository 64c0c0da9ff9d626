import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const NAME = /^[0-9a-f]{32}$/;

/** Reads an instance's objects past the code that writes them. */
export class Store {
  constructor(readonly folder: string) {}

  fileOf(name: string): string {
    if (!NAME.test(name)) throw new Error(`${name} is not the name of an object`);
    return path.join(this.folder, name.slice(0, 2), name);
  }

  /** @throws where there is none */
  read(name: string): Promise<Buffer<ArrayBuffer>> {
    return readFile(this.fileOf(name));
  }

  /** What lies there: whole objects, and unfinished ones. */
  async names(): Promise<string[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }
}
