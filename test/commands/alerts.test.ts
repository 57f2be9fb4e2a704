import { expect, test } from 'vitest';
import { alertsList } from '../../src/commands/alerts.ts';
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
