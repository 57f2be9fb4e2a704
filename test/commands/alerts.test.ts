import { expect, test } from 'vitest';
import { alertsList, alertsShow } from '../../src/commands/alerts.ts';
import { openParts } from '../../src/store/parts.ts';
import { everyAlert } from '../web/every-alert.ts';

function written() {
  let text = '';
  const stdout = (more: string): void => {
    text += more;
  };
  return { text: () => text, io: { stdout, stderr: () => {}, env: {}, cwd: '/', isTTY: false, now: () => new Date() } };
}

test('alerts of a rule that has none: a rule that begins so or is near is named, and nothing where none is', async () => {
  const { file } = await everyAlert();
  const store = await openParts(file, ['alerts', 'everyAlert']);
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

test('lists alerts of every kind with the last event first, says what each is on, and of a claim the figures that decide it', async () => {
  const { file } = await everyAlert();
  const store = await openParts(file, ['alerts', 'everyAlert']);
  const listed = async (options: { state?: string; rule?: string }): Promise<Record<string, unknown>[]> => {
    const { text, io } = written();
    expect(await alertsList(io, store, { ...options, json: true })).toBe(0);
    return JSON.parse(text());
  };
  const all = await listed({});
  expect(all.map(({ rule, about, state }) => [rule, about, state])).toEqual([
    ['claims', 'claims', 'contradicted'],
    ['failed', 'publications', 'firing'],
    ['late', 'publications', 'firing'],
    ['magnets-yoy', 'figures', 'retracted'],
  ]);
  expect(all[0]).toMatchObject({
    ...{ series_key: 'china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg', period: '2025-Q2', period_kind: null },
    ...{ value: 7_054_000, base: 9_919_000, threshold: null, events: 1 },
  });
  expect(all[2]).toMatchObject({ series_key: 'china-customs-query', period: '2025-08', value: null });
  expect(await listed({ state: 'contradicted' })).toEqual([all[0]]);
  expect(await listed({ rule: 'magnets-yoy' })).toEqual([all[3]]);
  expect(await listed({ state: 'ended' })).toEqual([]);
  await expect(alertsList(written().io, store, { state: 'corected' })).rejects.toThrow('--state: expected one of pending, firing,');

  const seen = written();
  await alertsList({ ...seen.io, columns: 200 }, store, {});
  expect(seen.text()).toMatch(/claims +2025-Q2 .* contradicted +claims +2025-09-21 +Daily Magnets said >\+25 % yoy\n/);
  store.close();
});

test('shows the thread of an alert of every kind', async () => {
  const { file } = await everyAlert();
  const store = await openParts(file, ['alerts', 'everyAlert']);
  const { alerts } = await store.findAlerts({}, { limit: 10, offset: 0 });
  const ofRule = (rule: string): string => alerts.find(({ ruleId }) => ruleId === rule)?.fingerprint ?? '';
  const shown = written();
  expect(await alertsShow(shown.io, store, ofRule('claims'), {})).toBe(0);
  expect(shown.text()).toMatch(/^claims \(claim_contradicted\), 2025-Q2, Daily Magnets said >\+25 % yoy\n"Exports rose more than 25 %/m);
  expect(shown.text()).toMatch(/^contradicted, warning: ≤ −28\.88 % \(7,054,000 against 9,919,000\)$/m);
  expect(shown.text()).toMatch(/desk +email +claim\.digest +waiting/);
  expect(shown.text()).not.toContain('\u0007');
  const asJson = written();
  await alertsShow(asJson.io, store, ofRule('claims'), { json: true });
  expect(JSON.parse(asJson.text())).toMatchObject({
    ...{ about: 'claims', state: 'contradicted' },
    thread: [{ sequence: 1, kind: 'contradicted', current: 7_054_000, verdict: 'contradicted', reason: null }],
    deliveries: [{ receiver: 'desk', kind: 'claim.digest' }],
  });
  const late = written();
  await alertsShow(late.io, store, ofRule('late'), {});
  expect(late.text()).toMatch(/^late \(release_late\), 2025-08, china-customs-query\nfiring, warning$/m);
  store.close();
});

test('an id of no alert and one that several begin with are told apart', async () => {
  const { file } = await everyAlert();
  const store = await openParts(file, ['alerts', 'everyAlert']);
  const { alerts, total } = await store.findAlerts({}, { limit: 10, offset: 0 });
  const { io } = written();
  await expect(alertsShow(io, store, 'no-such', {})).rejects.toThrow(
    'there is no alert whose id begins with "no-such"; "tradewatch alerts list" shows all',
  );
  await expect(alertsShow(io, store, '', {})).rejects.toThrow(
    `the ids of ${total} alerts begin with "": ${alerts[0]?.fingerprint.slice(0, 10)}, `,
  );
  store.close();
});
