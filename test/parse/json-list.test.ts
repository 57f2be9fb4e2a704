import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, readJson } from '../../src/parse/json.ts';
import { readListedJson } from '../../src/parse/json-list.ts';

const CHUNK_BYTES = [1, 2, 3, 7, 64, 1000] as const;
const WANTED = ['code', 'value', 'text', 'flag', 'odd'] as const;

/** What came of a text: its elements with the members that are wanted, its other members; or the words in which it is refused. */
type Outcome = { readonly elements: unknown; readonly members: unknown } | { readonly refused: string } | 'no object';

function outcomeOf(read: () => Exclude<Outcome, { refused: string }>): Outcome {
  try {
    return read();
  } catch (error) {
    if (error instanceof RefusedError) return { refused: error.message };
    throw error;
  }
}

const wantedOf = (element: JsonValue): JsonValue =>
  isJsonObject(element) ? Object.fromEntries(WANTED.flatMap((name) => (name in element ? [[name, element[name]]] : []))) : element;

/** The reader of whole texts. */
const plainly = (text: string): Outcome =>
  outcomeOf(() => {
    const value = readJson(text, 'answer.json');
    if (!isJsonObject(value)) return 'no object';
    const { data, ...members } = value;
    return isJsonArray(data) ? { elements: data.map(wantedOf), members } : { elements: null, members: value };
  });

const inPieces = (bytes: Uint8Array, size: number): Outcome =>
  outcomeOf(() => {
    const elements: JsonValue[] = [];
    const read = readListedJson(chunked(bytes, size), { where: 'answer.json', list: 'data', wanted: WANTED }, (element, index) => {
      expect(index).toBe(elements.length);
      elements.push(isJsonObject(element) ? { ...element } : element);
    });
    if (read === null) return 'no object';
    if (read.length !== null) expect(read.length).toBe(elements.length);
    return { elements: read.length === null ? null : elements, members: { ...read.members } };
  });

/** Pieces of one buffer that is overwritten, as those of a file are. */
function chunked(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  return {
    *[Symbol.iterator]() {
      const buffer = new Uint8Array(size);
      for (let at = 0; at < bytes.length; at += size) {
        const piece = bytes.subarray(at, at + size);
        buffer.fill(0xff);
        buffer.set(piece);
        yield buffer.subarray(0, piece.length);
      }
    },
  };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function expectTheSame(text: string, sizes: readonly number[] = CHUNK_BYTES): void {
  const plain = plainly(text);
  for (const size of sizes) expect(inPieces(utf8(text), size), `in pieces of ${size}: ${text}`).toStrictEqual(plain);
}

/** Whole numbers above 2^53 are refused, and sometimes come. */
const number = fc.oneof(
  fc.integer({ min: -10, max: 130 }).map(String),
  fc.tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 17n }), fc.integer({ min: 0, max: 17 })).map(([negative, digits, places]) => {
    const text = String(digits).padStart(places + 1, '0');
    return `${negative ? '-' : ''}${places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`}`;
  }),
  fc.constantFrom('-0', '0.0', '-0.00', '1e3', '1.5E-7', '1e400', '0.1000000000000000055', '123456789012345', '9007199254740993', '1e22'),
);
const string = fc.oneof(
  fc.constantFrom('', 'China', 'Côte d’Ivoire', '漢字 😀', 'a "quote"', 'back\\slash', 'C\u0000D', '},{"code":1', '\u2028'),
  fc.string(),
);
const printedString = fc
  .tuple(string, fc.boolean())
  .map(([text, escaped]) =>
    escaped
      ? JSON.stringify(text).replaceAll(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`)
      : JSON.stringify(text),
  );
const scalar = fc.oneof(
  { weight: 4, arbitrary: number },
  { weight: 3, arbitrary: printedString },
  fc.constantFrom('true', 'false', 'null'),
);
const nested = fc.constantFrom('{}', '[]', '[1,[2,{"a":"]"}]]', '{"code":1,"data":[1]}', '[ ]');
const value = fc.oneof({ weight: 12, arbitrary: scalar }, { weight: 1, arbitrary: nested });
const KEYS = ['code', 'other', 'value', 'te\\u0078t', 'flag', '__proto__', 'odd'];
const space = fc.constantFrom('', '', '', ' ', '\n  ', '\r\n\t');

/** Records of the same keys, of which most have most values of the one before. */
const records = fc.tuple(fc.array(value, { minLength: KEYS.length, maxLength: KEYS.length }), space).chain(([first, gap]) =>
  fc
    .array(fc.array(fc.option(value, { freq: 3, nil: undefined }), { minLength: KEYS.length, maxLength: KEYS.length }), { maxLength: 8 })
    .map((changes) => {
      let values = first;
      return [first, ...changes].map((change) => {
        values = values.map((before, index) => change[index] ?? before);
        return `{${gap}${KEYS.map((key, index) => `"${key}"${gap}:${gap}${values[index]}${gap}`).join(`,${gap}`)}}`;
      });
    }),
);
const element = fc.oneof({ weight: 1, arbitrary: value }, fc.constantFrom('{"code":1}', '{"value":2,"code":1}', '{"code":1,"code":2}'));

describe('reads in pieces of any size what the reader of whole texts reads, and refuses what it refuses in the same words', () => {
  test('records that differ in some values from the one before, other elements among them, and what stands around the list', () => {
    fc.assert(
      fc.property(
        records,
        fc.array(element, { maxLength: 2 }),
        fc.array(value, { maxLength: 3 }),
        space,
        fc.nat(3),
        (same, others, around, gap, place) => {
          const list = [...same.slice(0, place), ...others, ...same.slice(place)].join(`${gap},${gap}`);
          const members = around.map((each, index) => `"m${index}"${gap}:${gap}${each}`);
          members.splice(place, 0, `${gap}"data"${gap}:${gap}[${gap}${list}${gap}]`);
          expectTheSame(`${gap}{${members.join(`${gap},`)}${gap}}${gap}`);
        },
      ),
      { numRuns: 150 },
    );
  });

  const RECORDS = `{"code":156,"text":"a\\u00e9é","value":12.50,"odd":{"a":[1]},"flag":true}`;
  const TEXT = `{"count" : 3,
 "data":[ ${RECORDS},
 ${RECORDS.replace('12.50', '-1').replace('156', '15')}, ${RECORDS.replace('true', 'null').replace('é', '😀')} ] ,"error":""}\n`;

  test('an answer that is cut anywhere', () => {
    for (let at = 0; at <= TEXT.length; at += 1) if (!isInPair(TEXT, at)) expectTheSame(TEXT.slice(0, at));
  });

  test.each(['', ...'"\\{}[],:0 -.eE+x\n\t\u0001é', '""', ',"code":1', '\\u12', '1e999', '12345678901234567890'])(
    'an answer with %j in the place of any character, and before it',
    (put) => {
      for (let at = 0; at < TEXT.length; at += 1) {
        if (isInPair(TEXT, at) || isInPair(TEXT, at + 1)) continue;
        const size = CHUNK_BYTES[at % CHUNK_BYTES.length] as number;
        expectTheSame(TEXT.slice(0, at) + put + TEXT.slice(at + 1), [size]);
        expectTheSame(TEXT.slice(0, at) + put + TEXT.slice(at), [size]);
      }
    },
  );

  test('pieces that fill what is held to its last byte', () => {
    const sizes = Array.from({ length: 10 }, (_, index) => 1016 + index);
    for (let length = 150; length < 158; length += 1)
      expectTheSame(`{"data":[${Array.from({ length: 20 }, () => `{"code":1,"text":"${'x'.repeat(length)}"}`).join(',')}]}`, sizes);
  });

  test.each([
    ['no list', '{"data":{"a":1},"count":0}'],
    ['no member of the name', '{"count":0}'],
    ['no member', ' { } '],
    ['an empty list', '{"data":[ ]}'],
    ['a list in a list of the name', '{"other":{"data":[1]},"data":[[1],{"data":[2]}]}'],
    ['the list twice', '{"data":[1],"a":1,"data":[2]}'],
    ['the list twice, once with an escape', '{"data":[1],"d\\u0061ta":[2]}'],
    ['__proto__', '{"__proto__":{"data":[1]},"data":[{"__proto__":{"code":1}},{"__proto__":{"code":2}}]}'],
    ['an element as deep as may be', `{"data":[${'['.repeat(62)}${']'.repeat(62)}]}`],
    ['an element that is deeper', `{"data":[{"code":1},${'['.repeat(63)}${']'.repeat(63)}]}`],
    ['a member that is deeper', `{"data":[],"a":${'['.repeat(64)}${']'.repeat(64)}}`],
    ['text behind the end', '{"data":[]} {}'],
    ['a comma too many behind an element', '{"data":[1,]}'],
    ['a comma too many behind a member', '{"data":[1],}'],
    ['no value', '{"data":[,1],"a":}'],
    ['no element between commas', '{"data":[1,,2]}'],
    ['nothing', ' \n '],
    ['a page', '<html><body>Maintenance</body></html>'],
    ['a list', '[{"data":[1]}]'],
    ['a list that is cut', '[{"data":[1]'],
    ['a number', '12'],
    ['a fault far behind', `{"data":[${'{"code":1,"text":"é"},\n'.repeat(300)}{"code":01}]}`],
    ['a long key twice', `{"${'k'.repeat(3000)}":1,"data":[],"${'k'.repeat(3000)}":1}`],
    ['a record of many bytes that is cut', `{"data":[{"text":"${'long '.repeat(2000)}`],
  ])('%s', (_, text) => expectTheSame(text));
});

/** Whether a cut there leaves half a character. */
const isInPair = (text: string, at: number): boolean => /[\uDC00-\uDFFF]/.test(text[at] ?? '');

test('numbers are read to the same double, whatever stood there before', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 2, maxLength: 30 }), (numbers) => {
      const proper = numbers.filter((printed) => !('refused' in Object(plainly(`{"data":[${printed}]}`))));
      const bytes = utf8(`{"data":[${proper.map((printed) => `{"value":${printed}}`).join(',')}]}`);
      const read: unknown[] = [];
      readListedJson(chunked(bytes, 5), { where: '', list: 'data', wanted: ['value'] }, (each) => read.push((each as JsonObject)['value']));
      expect(read).toStrictEqual(proper.map((printed) => JSON.parse(printed)));
      expect(read.every((each, index) => Object.is(each, JSON.parse(proper[index] as string)))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

describe('bytes', () => {
  const text = '{"data":[{"text":"Côte 漢"},{"text":"漢 😀"}]}';

  test('with a mark, in UTF-16 too', () => {
    for (const size of CHUNK_BYTES) {
      expect(inPieces(utf8(`\uFEFF${text}`), size)).toStrictEqual(plainly(text));
      expect(inPieces(Buffer.from(`\uFEFF${text}`, 'utf16le'), size)).toStrictEqual(plainly(text));
    }
  });

  test('a second mark is no space', () => {
    for (const size of CHUNK_BYTES)
      expect(inPieces(utf8(`\uFEFF\uFEFF${text}`), size)).toMatchObject({ refused: expect.stringMatching(/line 1 column 1: not JSON/) });
  });

  test('that are no text are refused, wherever they are', () => {
    const bytes = utf8(text);
    for (const size of CHUNK_BYTES) {
      for (let at = 0; at < bytes.length; at += 1) {
        const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
        expect(inPieces(Buffer.concat([before, Uint8Array.of(0xff), after]), size)).toMatchObject({
          refused: expect.stringMatching(/not valid utf-8/),
        });
        expect(inPieces(before, size)).toMatchObject({ refused: expect.any(String) });
      }
      expect(inPieces(utf8('{"data":[\0]}'), size)).toMatchObject({
        refused: 'answer.json: a NUL character at byte 9: this is not a text file in utf-8',
      });
    }
  });

  test('are given back when reading ends early', () => {
    let open = 0;
    const chunks: Iterable<Uint8Array> = {
      *[Symbol.iterator]() {
        open += 1;
        try {
          for (let index = 0; index < 100; index += 1) yield utf8(index === 2 ? 'x' : ' ');
        } finally {
          open -= 1;
        }
      },
    };
    expect(() => readListedJson(chunks, { where: 'a', list: 'data', wanted: [] }, () => {})).toThrow(
      'a line 1 column 3: not JSON: expected a value',
    );
    expect(open).toBe(0);
  });
});
