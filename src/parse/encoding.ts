/** Bytes to text. Strict: what cannot be decoded is refused, never replaced by U+FFFD. */
import { isUtf8 } from 'node:buffer';
import { type RefusedError, refused } from '../errors.ts';
import { firstBytes } from './chunks.ts';

/** As TextDecoder names them. */
type TextEncoding =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'gb18030'
  | 'big5'
  | 'shift_jis'
  | 'euc-jp'
  | 'euc-kr'
  | 'iso-8859-2'
  | 'iso-8859-15'
  | 'koi8-r'
  | 'windows-1250'
  | 'windows-1251'
  | 'windows-1252';

export interface DecodeOptions {
  /** The name that stands in a refusal, such as the file name. */
  readonly where: string;
  /** The encoding that the publisher declares (HTTP, XML or HTML); null or absent when it declares none. */
  readonly declared?: string | null;
  /** What undeclared bytes are when they are not UTF-8; default: nothing else, they are refused. */
  readonly otherwise?: TextEncoding;
}

interface DecodedText {
  /** Without byte order mark. */
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** GB18030 is the superset of GBK and GB2312; decoders for the older two lose characters that are really there. */
const LABELS: ReadonlyMap<string, TextEncoding> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['utf-16', 'utf-16le'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['gb18030', 'gb18030'],
  ['gbk', 'gb18030'],
  ['x-gbk', 'gb18030'],
  ['gb2312', 'gb18030'],
  ['cp936', 'gb18030'],
  ['big5', 'big5'],
  ['shift_jis', 'shift_jis'],
  ['shift-jis', 'shift_jis'],
  ['windows-31j', 'shift_jis'],
  ['euc-jp', 'euc-jp'],
  ['euc-kr', 'euc-kr'],
  ['ks_c_5601-1987', 'euc-kr'],
  ['iso-8859-2', 'iso-8859-2'],
  ['iso-8859-15', 'iso-8859-15'],
  ['koi8-r', 'koi8-r'],
  ['windows-1250', 'windows-1250'],
  ['windows-1251', 'windows-1251'],
  ['iso-8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
]);

const LONGEST_MARK = 3;
const LONGEST_CHARACTER = 4;

/** 0x80 to 0x9F. Node 20 decodes windows-1252 as ISO-8859-1, where these are control characters (and ’ is lost). */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/**
 * Decodes a document: a byte order mark decides, then the declaration, then UTF-8, then `otherwise`.
 * @throws RefusedError for bytes that are not valid in that encoding (a truncated character included), an encoding that
 * is not known, and a NUL character (a binary file, or UTF-16 without its mark).
 */
export function decodeText(bytes: Uint8Array, options: DecodeOptions): DecodedText {
  const encoding = markedEncoding(bytes) ?? declaredEncoding(options) ?? undeclaredEncoding(bytes, options);
  const text = decodeStrictly(bytes, encoding, options.where);
  refuseNul(text, 0, encoding, options.where);
  return { text, encoding };
}

function refuseNul(text: string, before: number, encoding: TextEncoding, where: string): void {
  const nul = text.indexOf('\0');
  if (nul >= 0) throw refused(where, `a NUL character at position ${before + nul}: this is not a text file in ${encoding}`);
}

/**
 * The bytes of a document as UTF-8 without a mark, as they come; each piece ends with a whole character. What is not UTF-8, by its mark
 * or declared, is decoded as a whole.
 * @param chunks bytes in order, gone through twice; each may be overwritten once the next is asked for.
 * @throws RefusedError as {@link decodeText} does.
 */
export function* utf8Chunks(chunks: Iterable<Uint8Array>, options: Omit<DecodeOptions, 'otherwise'>): Generator<Uint8Array> {
  const { where } = options;
  const head = firstBytes(chunks, LONGEST_MARK);
  if ((markedEncoding(head) ?? declaredEncoding(options) ?? 'utf-8') !== 'utf-8') {
    const { text } = decodeText(Buffer.concat(Array.from(chunks, (chunk) => Uint8Array.from(chunk))), options);
    yield Buffer.from(text);
    return;
  }
  let bytesBefore = 0;
  let cut = new Uint8Array();
  for (const chunk of chunks) {
    const bytes = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const end = endOfCharacters(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) throw invalid(where, 'utf-8');
    const nul = whole.indexOf(0);
    if (nul >= 0) throw refused(where, `a NUL character at byte ${bytesBefore + nul}: this is not a text file in utf-8`);
    // Only the mark at the very beginning is one.
    yield bytesBefore === 0 && markedEncoding(whole) === 'utf-8' ? whole.subarray(LONGEST_MARK) : whole;
    cut = Uint8Array.from(bytes.subarray(end));
    bytesBefore += end;
  }
  if (cut.length > 0) throw invalid(where, 'utf-8');
}

/** Behind the last whole character; broken bytes count as characters. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= 0 && at > bytes.length - LONGEST_CHARACTER; at -= 1) {
    const byte = bytes[at] as number;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : byte < 0x80 ? 1 : 0;
    if (length > 0) return at + length > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

/** The encoding that a server declares; null when it is not known, and for UTF-8, which undeclared bytes are taken for first anyway. */
export function servedEncoding(label: string | undefined): TextEncoding | null {
  const encoding = LABELS.get(label?.trim().toLowerCase() ?? '');
  return encoding === undefined || encoding === 'utf-8' ? null : encoding;
}

/** The encoding that an HTML or XML document declares in its first 1,024 bytes, or null. */
export function charsetInDocument(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  return /(?:charset|encoding)\s{0,4}=\s{0,4}["']?([A-Za-z0-9_-]{2,20})/i.exec(head)?.[1]?.toLowerCase() ?? null;
}

function markedEncoding(bytes: Uint8Array): TextEncoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function declaredEncoding(options: DecodeOptions): TextEncoding | null {
  if (options.declared === undefined || options.declared === null || options.declared.trim() === '') return null;
  const encoding = LABELS.get(options.declared.trim().toLowerCase());
  if (encoding !== undefined) return encoding;
  throw refused(options.where, `declares the encoding "${options.declared.slice(0, 40)}"; known are ${[...LABELS.keys()].join(', ')}`);
}

function undeclaredEncoding(bytes: Uint8Array, options: DecodeOptions): TextEncoding {
  if (options.otherwise === undefined || isValid(bytes, 'utf-8')) return 'utf-8';
  // Broken UTF-8 often decodes as GB18030 too, to wrong characters: what mostly reads as UTF-8 is UTF-8, and refused.
  let good = 0;
  let bad = 0;
  for (const character of new TextDecoder('utf-8').decode(bytes)) {
    if (character === '\uFFFD') bad += 1;
    else if (character > '\x7F') good += 1;
  }
  return good > bad ? 'utf-8' : options.otherwise;
}

function isValid(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decodeStrictly(
  bytes: Uint8Array,
  encoding: TextEncoding,
  where: string,
  decoder = new TextDecoder(encoding, { fatal: true }),
): string {
  try {
    const text = decoder.decode(bytes);
    return encoding === 'windows-1252' ? text.replaceAll(/[\u0080-\u009F]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80] ?? c) : text;
  } catch (cause) {
    throw invalid(where, encoding, cause);
  }
}

const invalid = (where: string, encoding: TextEncoding, cause?: unknown): RefusedError =>
  refused(where, `not valid ${encoding}: a damaged or cut file, or another encoding`, { cause });
