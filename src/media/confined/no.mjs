/** An expected no, told to the parent as a code. */
export class No extends Error {
  constructor(code, found) {
    super(code);
    this.code = code;
    this.found = found;
  }
}
