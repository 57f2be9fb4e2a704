/** Text to GB18030. Node decodes it but does not encode it, so the table is made by decoding every two-byte sequence. */
const table = new Map();
const decoder = new TextDecoder('gb18030');
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    if (trail === 0x7f) continue;
    const bytes = [lead, trail];
    const text = decoder.decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && text !== '\uFFFD' && !table.has(text)) table.set(text, bytes);
  }
}

/** @throws Error for a character that wants four bytes: the publications have none. */
export function encodeGb18030(text) {
  const bytes = [];
  for (const character of text) {
    const code = character.codePointAt(0);
    const pair = code < 0x80 ? [code] : table.get(character);
    if (pair === undefined) throw new Error(`no two bytes for "${character}"`);
    bytes.push(...pair);
  }
  return Buffer.from(bytes);
}
