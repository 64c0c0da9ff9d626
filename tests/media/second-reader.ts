/**
 * exiftool as a second reader, and the list of what it may report of a clean file: structure, by value. Whatever is not on the list, or has another
 * value, is a finding. One thing the list lets pass without a value: the time of the last status change, which the file system sets and no program can.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

const allowed: Readonly<Record<string, RegExp>> = {
  "ExifTool:ExifToolVersion": /^[\d.]+$/,
  "System:FileName": /^[0-9a-f]{16}\.jpg$/,
  "System:Directory": /^/,
  "System:FileSize": /^[\d.]+ (bytes|kB|MB)$/,
  "System:FileModifyDate": /^2000:01:01 00:00:00\+00:00$/,
  "System:FileAccessDate": /^2000:01:01 00:00:00\+00:00$/,
  "System:FileInodeChangeDate": /^/,
  "System:FilePermissions": /^-rw-------$/,
  "File:FileType": /^JPEG$/,
  "File:FileTypeExtension": /^jpg$/,
  "File:MIMEType": /^image\/jpeg$/,
  "File:ImageWidth": /^\d+$/,
  "File:ImageHeight": /^\d+$/,
  "File:EncodingProcess": /^Baseline DCT, Huffman coding$/,
  "File:BitsPerSample": /^8$/,
  "File:ColorComponents": /^3$/,
  "File:YCbCrSubSampling": /^YCbCr4:2:0 \(2 2\)$/,
  "Composite:ImageSize": /^\d+x\d+$/,
  "Composite:Megapixels": /^[\d.e-]+$/,
};

/** The version, or undefined where there is no exiftool. */
export async function secondReader(): Promise<string | undefined> {
  try {
    return (await run("exiftool", ["-ver"])).stdout.trim();
  } catch {
    return undefined;
  }
}

/** What exiftool reports of the JPEG files in a folder beyond structure, one line each; and how many files it read. */
export async function findings(folder: string): Promise<{ files: number; found: string[] }> {
  const { stdout } = await run("exiftool", ["-a", "-u", "-G1", "-s", "-ext", "jpg", folder], {
    env: { ...process.env, TZ: "UTC", LC_ALL: "C" },
    maxBuffer: 1e8,
  });
  const lines = stdout.split("\n").filter((line) => line !== "");
  const tags = lines.flatMap((line) => {
    const match = /^\[([^\]]+)\]\s+(\S+)\s*: ?(.*)$/.exec(line);
    return match === null ? [] : [{ line, name: `${match[1]}:${match[2]}`, value: match[3] ?? "" }];
  });
  const heads = lines.filter((line) => line.startsWith("======== "));
  const files = heads.length > 0 ? heads.length : Number(tags.length > 0);
  const unread = lines.filter((line) => !line.startsWith("[") && !line.startsWith("======== ") && !/^ +\d+ (image files read|directories)/.test(line));
  return { files, found: [...unread, ...tags.filter(({ name, value }) => allowed[name]?.test(value) !== true).map(({ line }) => line)] };
}
