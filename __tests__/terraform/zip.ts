import { inflateRawSync } from "node:zlib";

const CENTRAL_ENTRY = Buffer.from("PK\x01\x02", "latin1");

/** The unpacked files of a zip archive (a saved plan is one), as one text. */
export function unzipped(archive: Buffer): string {
  const files: string[] = [];
  for (let at = archive.indexOf(CENTRAL_ENTRY); at >= 0; at = archive.indexOf(CENTRAL_ENTRY, at + 1)) {
    const [packed, size, header] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 42),
    ];
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const data = archive.subarray(start, start + size);
    files.push((packed === 0 ? data : inflateRawSync(data)).toString("latin1"));
  }
  return files.join("\n");
}
