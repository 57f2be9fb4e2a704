import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { readJson } from '../../src/parse/json.ts';

const read = (text: string): unknown => readJson(text, 'answer.json');

describe('what JSON.parse reads, it reads to the same', () => {
  test('any JSON value, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 20 }), fc.constantFrom(0, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        // Whole numbers above 2^53 are refused, see below.
        fc.pre(!/\d{16}/.test(text));
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('escapes, empty containers and every literal', () => {
    expect(read(' {"a\\u0041\\n":[ ],"b":{ },"c":[true,false,null,-0.5e-3,"\\"\\\\\\/"]}\r\n')).toEqual({
      'aA\n': [],
      b: {},
      c: [true, false, null, -0.0005, '"\\/'],
    });
  });
});

describe('a text that is cut is refused with the place of the cut', () => {
  test('wherever it is cut', () => {
    const text = '{"count":2,"data":[{"a":"x\\u00e9","b":-12.5e3},{"c":[true,null]}],"error":""}';
    for (let at = 0; at < text.length; at += 1) {
      expect(() => read(text.slice(0, at)), text.slice(0, at)).toThrow(RefusedError);
    }
  });

  test('naming line and column', () => {
    expect(() => read('{"data":[\n{"value":12')).toThrow(
      'answer.json line 2 column 12: the text is cut: it ends where "," or "}" should be',
    );
    expect(() => read('')).toThrow('answer.json line 1 column 1: the text is empty; expected JSON');
  });
});

describe('what JSON.parse lets pass is refused', () => {
  test.each([
    ['a key that occurs twice', '{"a":1,"b":{"a":2},"a":3}', /line 1 column 20: the key "a" occurs twice in one object/],
    ['a key that occurs twice, once with an escape', '{"a":1,"\\u0061":3}', /the key "a" occurs twice/],
    ['nesting deeper than 64 levels', `${'['.repeat(65)}1${']'.repeat(65)}`, /nested deeper than 64 levels/],
    ['nesting of 100,000 levels', '['.repeat(100_000), /nested deeper than 64 levels/],
    ['a number beyond a double', '{"a":1e400}', /the number 1e400 is larger than can be held exactly/],
    ['a whole number that a double would round', '[9007199254740993]', /the number 9007199254740993 is larger/],
  ])('%s', (_, text, message) => expect(() => read(text)).toThrow(message));

  test('but the same key in two objects, 64 levels and a long fraction are read', () => {
    expect(read('[{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(read(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeInstanceOf(Array);
    expect(read('0.1000000000000000055')).toBe(0.1);
  });
});

describe('what is no JSON is refused', () => {
  test.each([
    ['an HTML page', '<html></html>', /expected a value, got "<html><\/html>" \(this is an HTML or XML page\)/],
    ['a trailing comma', '[1,]', /expected a value, got "]"/],
    ['single quotes', "{'a':1}", /expected a key in double quotes/],
    ['a leading zero', '[01]', /expected "," or "]", got "1]"/],
    ['NaN', '[NaN]', /expected a value, got "NaN]"/],
    ['a raw line end in a string', '["a\nb"]', /a control character inside a string/],
    ['an unknown escape', '["\\x41 and more"]', /an unknown escape in a string/],
    ['two values', '{} {}', /text after the end of the JSON: "{}"/],
    ['a comment', '/* a */ 1', /expected a value/],
  ])('%s', (_, text, message) => expect(() => read(text)).toThrow(message));
});

test('keeps __proto__ an ordinary key without effect', () => {
  const value = read('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});
