import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { CHECKOUT } from '../checkout.ts';
import type { Cli, GlobalOptions } from './cli.ts';
import { reading, readingParts } from './session.ts';

/** Claims in the news. */
export function addClaims({ act, command, group, io }: Cli): void {
  const claims = group('claims', 'claims about growth in the news');
  command(claims, 'extract', 'reads JSON lines {id, text, lang?, published?} from stdin and writes the claims in each text').action(
    act(async () => {
      const [{ claimsExtract }, { createInterface }] = await Promise.all([
        import('../commands/claims-extract.ts'),
        import('node:readline'),
      ]);
      const names = fileURLToPath(new URL('config/commodities.json', CHECKOUT));
      return claimsExtract(io, createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }), names);
    }),
  );

  command(claims, 'check <file...>', 'checks the claims in an article (text, Markdown, HTML) against the official figures; stores nothing')
    .option('--published <day>', 'day of publication, to which "last month" and the like refer')
    .addOption(new Option('--format <format>', 'claimreview, for schema.org JSON-LD'))
    .action(
      act(async (files: string[], options: GlobalOptions & { published?: string; format?: string }) =>
        reading(io, options, async (store) => {
          const [{ claimsCheck }, { loadCommodityData }] = await Promise.all([
            import('../commands/claims-check.ts'),
            import('../commodity-data.ts'),
          ]);
          return claimsCheck(io, store, loadCommodityData(), files, options);
        }),
      ),
    );
  command(claims, 'list', 'lists the claims found in the news with their verdicts, newest first')
    .option('--verdict <verdict>', 'supported, contradicted, supported_under_other_reading or not_comparable')
    .option('--search <text>', 'in articles with all these words in headline or text; "words in quotes" must be adjacent')
    .action(
      act(async (options: GlobalOptions & { verdict?: string; search?: string }) =>
        readingParts(io, options, ['claims'], async (store) => (await import('../commands/claims-list.ts')).claimsList(io, store, options)),
      ),
    );
}
