import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nearestOf } from '../../src/domain/nearest.ts';
import { cli, project } from '../support/cli.ts';
import { temporaryFolder } from '../support/store.ts';

/** In the form of the query's download; the figure is invented. */
const CSV =
  '"Date of data","Commodity code","Commodity","Quantity","Unit","Supplimentary Quantity","Supplimentary Unit","US dollar",\n"202406","85051110","Magnets","5000","Kilogram","0","-","1,000",\n';
const KEY = 'china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg';

test('the nearest come first, and what is far off does not come', () => {
  expect(nearestOf('magnts', ['magnates', 'magnets', 'rare-earths'], 3)).toEqual(['magnets', 'magnates']);
  expect(nearestOf('x', ['magnets'], 3)).toEqual([]);
});

test('a word that is nearly right gets the right one', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  project(
    folder,
    'rules:\n  - id: magnets\n    what: { product: HS8:85051110, partners: [WORLD], measure: net_weight }\n    when: { metric: yoy, direction: either, percent: 25 }\n    receivers: [desk]\nreceivers:\n  - id: desk\n    webhook: { url: "https://example.org/hook", secrets: [HOOK_SECRET] }\n',
  );
  writeFileSync(join(folder, 'a_export.csv'), CSV);
  const run = (...args: string[]) => cli([...args, '--quiet'], { cwd: folder });
  expect((await run('ingest', 'china-customs-query', 'a_export.csv')).code).toBe(0);

  const nearly: readonly (readonly [string[], string])[] = [
    [['ingst', 'china-customs-query', 'a_export.csv'], 'Did you mean ingest?'],
    [['series', 'shw', KEY], 'Did you mean show?'],
    [['status', '--jsn'], 'Did you mean --json?'],
    [['ingest', 'china-custom-query', 'a_export.csv'], 'there is no pipeline "china-custom-query"; did you mean "china-customs-query"?'],
    [['replay', 'un-comtade', '--into', 'x.db'], 'there is no pipeline "un-comtade"; did you mean "un-comtrade"?'],
    [['series', 'list', '--pipeline', 'china-custom-query'], 'did you mean "china-customs-query"?'],
    [['runs', 'list', '--pipeline', 'china-custom-query'], 'did you mean "china-customs-query"?'],
    [['export', '--format', 'csv', '--out', 'out', '--pipeline', 'china-custom-query'], 'did you mean "china-customs-query"?'],
    [['alerts', 'test', 'dsk'], 'did you mean "desk"?'],
    [['alerts', 'backtest', '--rule', 'magnet', '--from', '2024-01'], 'did you mean "magnets"?'],
    [['series', 'show', KEY.replace('WORLD', 'WORD')], `there is no series ${KEY.replace('WORLD', 'WORD')}\ndid you mean\n  ${KEY}\n`],
    [['series', 'show', KEY.replace('china-customs-query/', '')], `did you mean\n  ${KEY}\n`],
    [['growth', KEY.replace('.kg', '')], `did you mean\n  ${KEY}\n`],
    [['growth', 'x/CN.US.export.HS:1.value.USD'], 'there is no series x/CN.US.export.HS:1.value.USD; "tradewatch series list" shows all'],
  ];
  for (const [args, message] of nearly) {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout, stderr], args.join(' ')).toEqual([2, '', expect.stringContaining(message)]);
  }
});
