import { readFileSync } from 'node:fs';
import type { Claim } from '../domain/claim.ts';
import { commodityNames } from '../news/commodities.ts';
import { extractClaims } from '../news/extract.ts';
import type { CommandIo } from './command.ts';

const USAGE = 2;

interface Item {
  readonly id: unknown;
  readonly text: string;
  readonly lang: string | null;
  readonly published: string | null;
}

/** A filter: JSON lines `{id, text, lang?, published?}` in, `{id, claims}` out. A bad line is said on stderr; the others go on. */
export async function claimsExtract(io: CommandIo, lines: AsyncIterable<string>, namesFile: string): Promise<number> {
  const names = commodityNames(JSON.parse(readFileSync(namesFile, 'utf8')));
  let bad = 0;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      const { id, text, lang, published } = itemOf(JSON.parse(line));
      const claims: readonly Claim[] = extractClaims(text, { lang, published }, names);
      io.stdout(`${JSON.stringify({ id, claims })}\n`);
    } catch (error) {
      bad += 1;
      io.stderr(`line ${number}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  return bad === 0 ? 0 : USAGE;
}

function itemOf(value: unknown): Item {
  if (typeof value !== 'object' || value === null) throw new Error('expected an object {id, text, lang?, published?}');
  const { id, text, lang, published } = value as Record<string, unknown>;
  if (typeof text !== 'string') throw new Error('expected "text" to be text');
  return { id, text, lang: typeof lang === 'string' ? lang : null, published: typeof published === 'string' ? published : null };
}
