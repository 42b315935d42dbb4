const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const end = Buffer.from("IEND", "latin1");

const smallest = 64;
const largest = 512;
const mostKiB = 32;

/** What is wrong with an icon, as the end of a sentence with what to do; undefined when nothing is. */
export const pngFault = (path: string, bytes: Buffer): string | undefined => {
  if (!path.toLowerCase().endsWith(".png")) return "has to be a file that ends with .png.";
  // The header names width and height at fixed places; the last chunk is empty and carries a checksum.
  const isPng = bytes.subarray(0, 8).equals(signature) && bytes.subarray(-8, -4).equals(end) && bytes.length > 44;
  if (!isPng) return "is not a whole PNG image. Export it again.";
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  if (width !== height) return `is ${width} by ${height} pixels. Make it square.`;
  if (width < smallest || width > largest)
    return `is ${width} pixels wide. Make it ${smallest} to ${largest} pixels wide.`;
  if (bytes.length > mostKiB * 1024)
    return `has ${Math.ceil(bytes.length / 1024)} KiB. Make it at most ${mostKiB} KiB.`;
  return undefined;
};
