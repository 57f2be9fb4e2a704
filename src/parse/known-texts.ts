import { ByteIndex } from './byte-index.ts';
import type { JsonValue } from './json.ts';
import { plainValue, QUOTE } from './json-bytes.ts';

const SHORT_BYTES = 16;
/** With more of them all are forgotten. */
const MOST_TEXTS = 4096;

/** Codes and months stand in one object after the other: each such text is made once, and found by its bytes. */
export class KnownTexts {
  #numbers = new ByteIndex();
  /** By their number. */
  readonly #texts: JsonValue[] = [];

  /** What `plainValue` makes of a value. */
  valueOf(bytes: Buffer, start: number, end: number): JsonValue {
    if (bytes[start] !== QUOTE || end - start > SHORT_BYTES) return plainValue(bytes, start, end);
    if (this.#texts.length === MOST_TEXTS) this.#forget();
    const number = this.#numbers.numberOf(bytes, start, end);
    if (number === this.#texts.length) this.#texts.push(plainValue(bytes, start, end));
    return this.#texts[number] as JsonValue;
  }

  #forget(): void {
    this.#numbers = new ByteIndex();
    this.#texts.length = 0;
  }
}
