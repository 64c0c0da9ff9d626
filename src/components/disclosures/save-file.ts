/** Long enough for any browser to have begun reading. */
const READ_MS = 60_000;

/** Let the reader keep `content` as a file called `name`. Nothing is sent: the bytes go from memory to the disk. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), READ_MS);
}
