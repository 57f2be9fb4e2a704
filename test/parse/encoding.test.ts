import { describe, expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { charsetInDocument, decodeText, utf8Chunks } from '../../src/parse/encoding.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** 数据年月 in GB18030. */
const GB_HEADER = Uint8Array.of(0xca, 0xfd, 0xbe, 0xdd, 0xc4, 0xea, 0xd4, 0xc2);
const where = 'file';

describe('decodeText', () => {
  test('reads UTF-8 with and without a byte order mark', () => {
    expect(decodeText(utf8('商品'), { where })).toEqual({ text: '商品', encoding: 'utf-8' });
    expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('商品')]), { where }).text).toBe('商品');
  });

  test('reads undeclared Chinese text as GB18030 where the caller allows it, and refuses it otherwise', () => {
    expect(decodeText(GB_HEADER, { where, otherwise: 'gb18030' })).toEqual({ text: '数据年月', encoding: 'gb18030' });
    expect(() => decodeText(GB_HEADER, { where })).toThrow(RefusedError);
  });

  test('reads gbk and gb2312 labels as GB18030, whose four-byte characters they lack', () => {
    const fourBytes = Uint8Array.of(0x81, 0x30, 0x81, 0x30);
    for (const declared of ['gbk', 'GB2312', 'gb18030']) expect(decodeText(fourBytes, { where, declared }).text).toBe('\u0080');
  });

  test('reads UTF-16 by its byte order mark only', () => {
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x41, 0x00), { where }).text).toBe('A');
    expect(decodeText(Uint8Array.of(0xfe, 0xff, 0x00, 0x41), { where })).toEqual({ text: 'A', encoding: 'utf-16be' });
    expect(() => decodeText(Uint8Array.of(0x41, 0x00, 0x42, 0x00), { where })).toThrow('NUL');
  });

  test('refuses a cut character and bad UTF-8 instead of replacing it, also where GB18030 is allowed', () => {
    const whole = utf8('数据年月,商品编码');
    expect(() => decodeText(whole.subarray(0, whole.length - 1), { where, otherwise: 'gb18030' })).toThrow('damaged or cut');
    expect(() => decodeText(Uint8Array.from([...whole, 0xff, 0x41]), { where, otherwise: 'gb18030' })).toThrow('damaged or cut');
    expect(() => decodeText(GB_HEADER.subarray(0, 7), { where, otherwise: 'gb18030' })).toThrow('damaged or cut');
  });

  test('reads ISO-8859-1 as windows-1252, quotation marks included', () => {
    expect(decodeText(Uint8Array.of(0x64, 0x92, 0xe9, 0x74, 0xe9, 0x80), { where, declared: 'ISO-8859-1' }).text).toBe('d’été€');
  });

  test.each([
    ['EUC-KR', [0xb0, 0xa1], '가'],
    ['Shift_JIS', [0x93, 0xfa, 0x96, 0x7b], '日本'],
    ['windows-1251', [0xcc, 0xe8, 0xf0], 'Мир'],
    ['iso-8859-15', [0xa4], '€'],
  ])('reads %s', (declared, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes), { where, declared }).text).toBe(text);
  });

  test('refuses an encoding that it does not know, by name', () => {
    expect(() => decodeText(utf8('a'), { where, declared: 'klingon' })).toThrow('declares the encoding "klingon"; known are utf-8');
  });

  test('refuses a NUL with its position', () => {
    expect(() => decodeText(utf8('ab\0c'), { where })).toThrow('file: a NUL character at position 2');
  });
});

test('charsetInDocument finds what HTML and XML declare, and nothing where they do not', () => {
  expect(charsetInDocument(utf8('<html><head><meta charset="GBK">'))).toBe('gbk');
  expect(charsetInDocument(utf8('<?xml version="1.0" encoding=\'ISO-8859-1\'?>'))).toBe('iso-8859-1');
  expect(charsetInDocument(utf8('<html>'))).toBeNull();
});

describe('utf8Chunks', () => {
  const chunked = (bytes: Uint8Array, size: number): Uint8Array[] =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));

  test.each([
    ['UTF-8', utf8('a商品😀é\r\n'), null],
    ['UTF-8 with its mark', utf8('\uFEFFa商品😀é\r\n'), null],
    ['UTF-16 with its mark', Uint8Array.from(Buffer.from('\uFEFFa商品😀é\r\n', 'utf16le')), null],
    ['a declared encoding', GB_HEADER, 'gb2312'],
  ])('gives %s as UTF-8 in whole characters, in pieces of any size', (_, bytes, declared) => {
    for (let size = 1; size <= bytes.length; size += 1) {
      const pieces = Array.from(utf8Chunks(chunked(bytes, size), { where, declared }), (piece) => decodeText(piece, { where }).text);
      expect(pieces.join('')).toBe(decodeText(bytes, { where, declared }).text);
    }
  });

  test('refuses a character that is cut at the end, and bytes that are none', () => {
    for (const bytes of [utf8('商').subarray(0, 2), Uint8Array.of(0x61, 0xff), Uint8Array.of(0xbf, 0xbf, 0xbf, 0xbf, 0x61)])
      for (const size of [1, 2, 5]) expect(() => [...utf8Chunks(chunked(bytes, size), { where })]).toThrow(/not valid utf-8/);
  });
});
