import { expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { readXml } from '../../src/parse/xml.ts';

const read = (text: string) => readXml(new TextEncoder().encode(text), 'answer');

test('reads elements, attributes, CDATA, comments and the entities of XML', () => {
  const $ = read(
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a > b --><r a="1"><b>&lt;x&gt; &amp; &#50;</b><c><![CDATA[<d>]]></c><e/></r>\n',
  );
  expect([$('b').text(), $('c').text(), $('r').attr('a'), $('r').children().length]).toEqual(['<x> & 2', '<d>', '1', 3]);
});

test('leaves an entity that is not of XML as it stands', () => expect(read('<r>&nbsp;&b;</r>')('r').text()).toBe('&nbsp;&b;'));

test.each([
  ['a document type', '<!DOCTYPE r [<!ENTITY a "aaaa">]><r>&a;</r>', /document type declaration/],
  ['an element declaration inside', '<r><!ENTITY a "b"></r>', /document type declaration/],
  ['a tag that is not closed', '<r><a></r>', /<\/r> where <\/a> should be/],
  ['a closing tag too many', '<r></r></r>', /<\/r> where nothing is open/],
  ['a document that is cut between tags', '<r><a></a>', /cut: <r> is not closed/],
  ['a document that is cut in a tag', '<r><a></a></r', /cut inside a tag/],
  ['a comment that does not end', '<r><!-- </r>', /cut inside a tag/],
  ['two roots', '<r/><r/>', /2 root elements/],
  ['text after the root', '<r/>x', /text stands outside/],
  ['no XML', 'a,b\n1,2\n', /expected XML, got "a,b/],
  ['an empty body', '', /expected XML/],
  ['a tag in a tag', '<r <a></r>', /not XML/],
  ['depth', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`, /more than 64 deep/],
])('refuses %s', (_, text, message) => {
  expect(() => read(text)).toThrow(RefusedError);
  expect(() => read(text)).toThrow(message);
});

// So many that a reading which grows with the square of the length would outlast the test.
test.each([
  ['<', 'the XML is cut inside a tag'],
  ['<a', 'the XML is cut inside a tag'],
  ['<!--', 'the XML is cut inside a tag'],
  ['<a ', 'the XML is cut inside a tag'],
  ['&', 'the XML is cut: <r> is not closed'],
])('refuses half a million times %j', (part, reason) => {
  expect(() => read(`<r>${part.repeat(500_000)}`)).toThrow(reason);
});
