/**
 * What Eurostat answered, by its first bytes: CSV, packed or not, a SOAP fault, an answer that is being prepared, a page.
 * https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-detailed-guidelines/asynchronous-api
 */
import { gunzipSync } from 'node:zlib';
import { RefusedError, refused } from '../errors.ts';
import { type ByteSource, chunksOf, firstOf } from './chunks.ts';

/** Bytes of the answer that are looked at to see what it is. */
const HEAD_BYTES = 4096;
/** Of an answer after it is unpacked; 200 MB, as of one that comes unpacked. */
const MAX_UNPACKED_BYTES = 200_000_000;

export type EurostatAnswer =
  /** May be CSV; unpacked, in pieces. */
  | { readonly kind: 'csv'; readonly chunks: Iterable<Uint8Array> }
  /** The selection has no results: not published yet, or a code is wrong. */
  | { readonly kind: 'nothing'; readonly reason: string }
  /** Over 500,000 cells: prepared for later under this id; `status` such as SUBMITTED, PROCESSING, AVAILABLE, EXPIRED. */
  | { readonly kind: 'queued'; readonly id: string; readonly status: string }
  /** Over 5,000,000 cells, or to be prepared for later under no name. */
  | { readonly kind: 'too_big'; readonly reason: string };

/** @throws RefusedError that says what came, for a page, another fault, and bytes that are no text. */
export function readEurostatAnswer(given: ByteSource | Uint8Array, where: string): EurostatAnswer {
  const chunks = unpacked('bytes' in given ? given : { bytes: given }, where);
  const head = new TextDecoder('latin1')
    .decode(firstOf(chunks).subarray(0, HEAD_BYTES))
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart();
  if (!head.startsWith('<') && !head.startsWith('{') && !head.startsWith('[')) return { kind: 'csv', chunks };
  if (/^(?:<\?xml[^>]{0,200}>\s{0,20})?<(?:!doctype html|html|head|body)\b/i.test(head))
    throw refused(where, 'an HTML page where CSV was asked for (maintenance, or a file that is not there)');
  if (head.includes('EXTRACTION_TOO_BIG')) {
    const numbers = /estimated (\d{1,12}) rows, max authorised is (\d{1,12})/.exec(head);
    const size = numbers === null ? '' : ` (${numbers[1]} rows, at most ${numbers[2]})`;
    return {
      kind: 'too_big',
      reason: `EXTRACTION_TOO_BIG: the selection is too large${size}; ask for fewer products, partners or months at a time`,
    };
  }
  const queued = queuedIn(head);
  if (queued !== null) return queued;
  if (/ASYNCHRONOUS/i.test(head))
    return {
      kind: 'too_big',
      reason:
        'an asynchronous answer: the selection has over 500,000 cells and Eurostat prepares it for later; ask for fewer products, partners or months at a time',
    };
  if (/No results? found/i.test(head) || (faultCode(head) === '100' && !head.includes('ERR_NOT_FOUND')))
    return { kind: 'nothing', reason: `${where}: Eurostat found no results (fault 100) for this selection` };
  const fault =
    /<(?:\w+:)?(?:faultstring|Text)\b[^<>]{0,100}>([^<]{1,300})/i.exec(head)?.[1] ?? /"label"\s{0,4}:\s{0,4}"([^"]{1,300})/.exec(head)?.[1];
  throw refused(
    where,
    fault === undefined ? 'XML or JSON where CSV was asked for' : `Eurostat answered with a fault: ${fault.replaceAll(/\s+/g, ' ').trim()}`,
  );
}

const faultCode = (head: string): string | undefined => /<(?:\w+:)?faultcode>\s{0,10}(\d{1,5})\s{0,10}</i.exec(head)?.[1];

/** `<queued><id>` of the first answer, `<ns1:key>` of the later ones. */
function queuedIn(head: string): EurostatAnswer | null {
  if (!/<(?:\w+:)?(?:queued|asyncResponse)\b/.test(head)) return null;
  const id = /<(?:\w+:)?(?:id|key)>\s{0,10}([A-Za-z0-9][A-Za-z0-9-]{0,127})\s{0,10}</.exec(head)?.[1];
  const status = /<(?:\w+:)?status>\s{0,10}([A-Z_]{1,40})\s{0,10}</.exec(head)?.[1];
  return id === undefined || status === undefined ? null : { kind: 'queued', id, status };
}

/** gzip may arrive where plain text was asked for. */
function unpacked(answer: ByteSource, where: string): Iterable<Uint8Array> {
  const chunks = chunksOf(answer);
  const [a, b] = firstOf(chunks);
  if (a === 0x50 && b === 0x4b) throw refused(where, 'a ZIP archive where CSV was asked for: give the unpacked file');
  if (a !== 0x1f || b !== 0x8b) return chunks;
  try {
    return chunksOf({ bytes: gunzipSync(answer.bytes, { maxOutputLength: MAX_UNPACKED_BYTES }) });
  } catch (cause) {
    throw new RefusedError(
      { where, reason: `gzip bytes that do not unpack: cut, damaged, or over ${MAX_UNPACKED_BYTES} bytes` },
      { cause },
    );
  }
}
