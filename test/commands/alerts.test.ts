import { expect, test } from 'vitest';
import { alertsList, alertsShow } from '../../src/commands/alerts.ts';
import { openParts } from '../../src/store/parts.ts';
import { openStoreForReading } from '../../src/store/sqlite.ts';
import { everyAlert } from '../web/every-alert.ts';

test('alerts of a rule that has none: a rule that begins so or is near is named, and nothing where none is', async () => {
  const { file } = await everyAlert();
  const store = openStoreForReading(file);
  const said = async (rule: string): Promise<string> => {
    let text = '';
    const stderr = (more: string): void => {
      text += more;
    };
    const io = { stdout: () => {}, stderr, env: {}, cwd: '/', isTTY: false, now: () => new Date() };
    expect(await alertsList(io, store, { rule })).toBe(0);
    return text;
  };
  expect(await said('magnets-yoy')).toBe('');
  expect(await said('magnets')).toBe('there is no alert of a rule "magnets"; did you mean "magnets-yoy"?\n');
  expect(await said('lte')).toBe('there is no alert of a rule "lte"; did you mean "late"?\n');
  expect(await said('something-else')).toBe('');
  store.close();
});

test('an id of no alert, one that several begin with, and one of a claim are told apart', async () => {
  const { file } = await everyAlert();
  const store = await openParts(file, ['alerts', 'everyAlert']);
  const io = { stdout: () => {}, stderr: () => {}, env: {}, cwd: '/', isTTY: false, now: () => new Date() };
  const ids = (await store.alerts()).map(({ fingerprint }) => fingerprint);
  const claim = (await store.findAlerts({ about: 'claims' }, { limit: 1, offset: 0 })).alerts[0]?.fingerprint ?? '';
  await expect(alertsShow(io, store, 'no-such', {})).rejects.toThrow(
    'there is no alert whose id begins with "no-such"; "tradewatch alerts list" shows all',
  );
  await expect(alertsShow(io, store, '', {})).rejects.toThrow(`the ids of ${ids.length} alerts begin with "": ${ids[0]?.slice(0, 10)}, `);
  await expect(alertsShow(io, store, claim, {})).rejects.toThrow(
    `the alert "${claim}" is on a claim in the news: "tradewatch claims list"`,
  );
  expect(await alertsShow(io, store, ids[0] ?? '', {})).toBe(0);
  store.close();
});
