const CRC_TABLE = Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** A zip archive: sorted, of 1980-01-01, not compressed, since compressed bytes differ between machines. */
export function zip(files: ReadonlyMap<string, Buffer>, mode: number): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = Buffer.from(name);
    // Version 2.0, names in UTF-8, stored, midnight, 1980-01-01.
    const common = [
      ...u16(20, 0x800, 0, 0, 0x21),
      ...u32(crc32(content), content.length, content.length),
      ...u16(path.length, 0),
    ];
    local.push(Buffer.from([...u32(0x04034b50), ...common]), path, content);
    // Made by Unix: the mode of a regular file stands in the upper half.
    const attributes = [...u16(0, 0, 0), ...u32(((0o100000 | mode) << 16) >>> 0, offset)];
    central.push(Buffer.from([...u32(0x02014b50), ...u16(0x0314), ...common, ...attributes]), path);
    offset += 30 + path.length + content.length;
  }
  const directory = Buffer.concat(central);
  const end = [...u32(0x06054b50), ...u16(0, 0, files.size, files.size), ...u32(directory.length, offset), ...u16(0)];
  return Buffer.concat([...local, directory, Buffer.from(end)]);
}

const u16 = (...values: number[]): number[] => values.flatMap((value) => [value & 0xff, (value >>> 8) & 0xff]);
const u32 = (...values: number[]): number[] => values.flatMap((value) => u16(value & 0xffff, value >>> 16));

function crc32(content: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of content) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
