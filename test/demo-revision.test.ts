import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { illustrateRevision } from '../src/demo/revision.ts';
import { loadRegistry } from '../src/registry.ts';
import { temporaryFolder } from './support/store.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

test('the illustration of the demo raises, updates, retracts and reinstates one alert, as one mail thread', async () => {
  const io = { stdout: () => {}, stderr: () => {}, env: {}, cwd: ROOT, isTTY: false, now: () => new Date() };
  const { events, deliveries, mails } = await illustrateRevision(io, ROOT, temporaryFolder(), await loadRegistry());
  expect(events.map((event) => event.kind)).toEqual(['raised', 'updated', 'retracted', 'reinstated']);
  expect(deliveries.map((delivery) => delivery.state)).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);

  const parsed = await Promise.all(mails.map((file) => simpleParser(readFileSync(file))));
  expect(parsed.map((mail) => /^\[(\w+)\]/.exec(mail.subject ?? '')?.[1] ?? 'Raised')).toEqual([
    'Raised',
    'Updated',
    'Retracted',
    'Reinstated',
  ]);
  const [root, ...answers] = parsed;
  expect(answers.map((mail) => mail.inReplyTo)).toEqual(answers.map(() => root?.messageId));
  expect(new Set(parsed.map((mail) => mail.messageId)).size).toBe(4);
  for (const mail of parsed) expect(mail.text).toContain('Illustration (invented figures)');
  // Each correction repeats what was said before.
  expect(answers.map((mail) => /Before, this alert said: ([\d,]+ kg)/.exec(mail.text?.replaceAll('\n', ' ') ?? '')?.[1])).toEqual([
    '640,000 kg',
    '702,000 kg',
    '790,000 kg',
  ]);
});
