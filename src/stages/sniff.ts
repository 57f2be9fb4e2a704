/** All that the archive calls a content; anything else is `bin`. */
export const EXTENSIONS = ['json', 'csv', 'html', 'xml', 'bin'] as const;
export type Extension = (typeof EXTENSIONS)[number];

/** What stands at the beginning decides; the rest may be 200 MB. */
const SNIFFED_BYTES = 4_096;

/**
 * Names a content for people who look into the archive. Never taken from a remote name or header, and nothing depends on
 * it: damaged JSON is still called json.
 */
export function sniffExtension(bytes: Uint8Array): Extension {
  const text = beginning(bytes.subarray(0, SNIFFED_BYTES));
  if (text === null) return 'bin';
  // Comments and processing instructions may stand before the element that tells.
  const markup = text.replace(/^(\s*(<!--[\s\S]*?-->|<\?[^>]*>))+/, '').trimStart();
  if (/^<(!doctype html|html|head|body|table|div|script|meta|title)\b/i.test(markup)) return 'html';
  if (/^<[!?a-z_]/i.test(markup) || /^\s*<\?xml\b/i.test(text)) return 'xml';
  if (/^\s*(\{\s*("|\}|$)|\[\s*([[{"\d\-\]]|true|false|null|$))/.test(text)) return 'json';
  if (text.startsWith('%PDF-')) return 'bin';
  const line = text.split(/\r\n|\r|\n/).find((candidate) => candidate.trim() !== '') ?? '';
  return /[,;\t|]/.test(line) ? 'csv' : 'bin';
}

/** Tab, line ends, form feed, end of file of DOS, escape (ISO-2022); any other below the space: an archive, a spreadsheet, a picture. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x1b]);

/** The text, read as far as ASCII goes, of whatever encoding; null when it is no text. */
function beginning(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [a, b, c] = buffer;
  if (a === 0xff && b === 0xfe) return buffer.subarray(2).toString('utf16le');
  if (a === 0xfe && b === 0xff)
    return Buffer.from(buffer.subarray(2, buffer.length - (buffer.length % 2)))
      .swap16()
      .toString('utf16le');
  if (buffer.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte))) return null;
  return buffer.subarray(a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0).toString('latin1');
}
