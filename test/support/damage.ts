/** Ways in which a publication arrives damaged, for the conformance suite. */

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

const CHALLENGE = `<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript>
<script>window.location.reload()</script></body></html>`;

/** Bytes that no pipeline may read a figure, article or link from (FAULTS.md, "Malformed classes"). */
export const MALFORMED: readonly (readonly [title: string, bytes: Uint8Array])[] = [
  ['an empty body', ascii('')],
  ['a single line end', ascii('\n')],
  ['a byte order mark alone', Uint8Array.of(0xef, 0xbb, 0xbf)],
  ['a challenge page with status 200', ascii(CHALLENGE)],
  ['a maintenance page', ascii('<html><body><h1>System maintenance</h1><p>Please try again later.</p></body></html>')],
  ['an HTML page without an end', ascii('<html><body><table><tr><td>')],
  ['a JSON error with status 200', ascii('{"error":"invalid key","message":"Access denied"}')],
  ['an empty JSON object', ascii('{}')],
  ['a JSON array of nothing', ascii('[]')],
  ['JSON null', ascii('null')],
  ['JSON that is cut', ascii('{"data":[{"period":"202501","value":12')],
  ['JSON 100,000 deep', ascii('['.repeat(100_000))],
  ['JSON with __proto__', ascii('{"__proto__":{"data":[1]},"data":{"__proto__":null}}')],
  [
    'an XML error',
    ascii(
      '<?xml version="1.0"?><OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg></cmmMsgHeader></OpenAPI_ServiceResponse>',
    ),
  ],
  ['an entity bomb', ascii('<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><b>&b;&b;&b;</b>')],
  ['an external entity', ascii('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>')],
  ['UTF-16 text', new Uint8Array(Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'))],
  ['bad UTF-8', Uint8Array.of(0x61, 0x2c, 0x62, 0x0a, 0xff, 0xc3, 0x28, 0x0a)],
  ['NUL bytes', new Uint8Array(512)],
  ['gzip bytes', Uint8Array.of(0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0x4b, 0x4c, 0x4a, 0x06, 0, 0xc2, 0x41, 0x24, 0x35, 0x03, 0, 0, 0)],
  ['a CSV of something else', ascii('name,age\n"A",1\n"B",2\n')],
  ['a header without rows', ascii('a,b,c\n')],
  ['an unclosed quote', ascii('"a","b\n1,2\n')],
  ['100 kB of opening brackets', ascii('<'.repeat(100_000))],
  ['100 kB of spaces', ascii(' '.repeat(100_000))],
];

/** Where to cut: evenly over the file, and close to its end, where a cut is least visible. */
export function cutPoints(bytes: Uint8Array): readonly number[] {
  const even = Array.from({ length: 40 }, (_, index) => Math.floor((bytes.length * index) / 40));
  const end = Array.from({ length: 12 }, (_, index) => bytes.length - 1 - index);
  return [...new Set([...even, ...end])].filter((at) => at > 0 && at < bytes.length);
}

const isBreak = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;

/** Whether a cut there leaves whole lines: at a line's start or end, or before the comma that only ends it. */
export function isLineEnd(bytes: Uint8Array, at: number): boolean {
  const rest = bytes[at] === 0x2c ? at + 1 : at;
  return isBreak(bytes[at - 1]) || isBreak(bytes[rest]);
}

/** The bytes with a NUL in the middle. */
export function withNul(bytes: Uint8Array): Uint8Array {
  const middle = Math.floor(bytes.length / 2);
  return Uint8Array.from([...bytes.subarray(0, middle), 0, ...bytes.subarray(middle)]);
}

/** The bytes without the last cell of a row in the second half; null where the format has no rows of cells. */
export function withShortRow(bytes: Uint8Array, extension: string): Uint8Array | null {
  // Latin-1 keeps each byte as one character, so the cut never falls inside a character of a markup.
  const text = Buffer.from(bytes).toString('latin1');
  const middle = Math.floor(text.length / 2);
  if (extension === 'csv') {
    const end = text.indexOf('\n', middle);
    const comma = text.lastIndexOf(',', end);
    return end < 0 || comma < 0 ? null : Buffer.from(text.slice(0, comma) + text.slice(end), 'latin1');
  }
  if (extension === 'html') {
    const rowEnd = text.indexOf('</tr>', middle);
    const cell = text.lastIndexOf('<td', rowEnd);
    return rowEnd < 0 || cell < 0 ? null : Buffer.from(text.slice(0, cell) + text.slice(rowEnd), 'latin1');
  }
  return null;
}

/** A number below `limit`, the same sequence in every run (a linear congruential generator). */
export function pseudoRandom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** The bytes with a few of them changed, removed or doubled. */
export function disturbed(bytes: Uint8Array, random: (limit: number) => number): Uint8Array {
  const copy = [...bytes];
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const at = random(copy.length);
    const kind = random(4);
    if (kind === 0) copy[at] = random(256);
    else if (kind === 1) copy.splice(at, 1 + random(20));
    else if (kind === 2) copy.splice(at, 0, ...copy.slice(at, at + 1 + random(60)));
    else copy[at] = 0x30 + random(10);
  }
  return Uint8Array.from(copy);
}
