import { crc32, deflateSync } from 'node:zlib';

/** The most colours of an indexed picture. */
const MOST_COLOURS = 256;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * An opaque drawing as PNG with a palette: a third of the bytes of full colour. A colour beyond the 256 most used becomes
 * the nearest of them; in a chart these are a few pixels at the edges of letters.
 * @param pixels four bytes each: red, green, blue and one that is ignored.
 */
export function indexedPng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const colours = new Uint32Array(width * height);
  const uses = new Map<number, number>();
  for (let i = 0; i < colours.length; i++) {
    const colour = ((pixels[4 * i] as number) << 16) | ((pixels[4 * i + 1] as number) << 8) | (pixels[4 * i + 2] as number);
    colours[i] = colour;
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  // By number where uses are equal, so that the order never depends on the drawing.
  const ranked = [...uses].sort(([a, many], [b, more]) => more - many || a - b).map(([colour]) => colour);
  const palette = ranked.slice(0, MOST_COLOURS);
  const index = new Map(palette.map((colour, i) => [colour, i]));
  for (const colour of ranked.slice(MOST_COLOURS)) index.set(colour, nearest(palette, colour));
  // Each row begins with the number of its filter: none.
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = index.get(colours[y * width + x] as number) as number;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 3, 0, 0, 0])])),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const channels = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

function nearest(palette: readonly number[], colour: number): number {
  const [r, g, b] = channels(colour);
  const distances = palette.map((other) => {
    const [red, green, blue] = channels(other);
    return (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
  });
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), typed, uint32(crc32(typed))]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
