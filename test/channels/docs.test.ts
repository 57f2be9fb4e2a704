import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect, it, onTestFinished } from 'vitest';
import { webhookBody } from '../../src/channels/webhook-body.ts';
import { ALERT_STATES, EVENT_KINDS } from '../../src/domain/alert.ts';
import { MOST_ATTEMPTS } from '../../src/stages/retry-plan.ts';
import { CLAIM_CONTRADICTED, CLAIM_DIGEST, RAISED } from './messages.ts';

const DOCS = readFileSync(new URL('../../docs/alerts.md', import.meta.url), 'utf8');
const snippet = (language: string): string => new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(DOCS)?.[1] ?? '';

const KEY = `whsec_${Buffer.from('a key of the length of 32 bytes.').toString('base64')}`;
const BODY = webhookBody(RAISED);
const NOW = new Date('2025-07-20T08:16:00.000Z');
const HEADERS = {
  'webhook-id': RAISED.id,
  'webhook-timestamp': String(NOW.getTime() / 1000),
  'webhook-signature': `v1,AAAA ${new Webhook(KEY).sign(RAISED.id, NOW, BODY)}`,
};

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tradewatch-docs-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

it('The Node snippet of docs/alerts.md accepts what is sent and refuses what is not', () => {
  const path = folder();
  writeFileSync(join(path, 'verify.mjs'), snippet('js'));
  const given = JSON.stringify({ KEY, HEADERS, BODY, now: NOW.getTime() });
  writeFileSync(
    join(path, 'run.mjs'),
    `import { verify } from './verify.mjs';\nconst { KEY, HEADERS, BODY, now } = ${given};\nconst bytes = Buffer.from(BODY);\nconsole.log([verify(KEY, HEADERS, bytes, now), verify(KEY, HEADERS, Buffer.concat([bytes, Buffer.from(' ')]), now), verify(KEY, HEADERS, bytes, now + 600_000)].join());\n`,
  );
  expect(execFileSync(process.execPath, [join(path, 'run.mjs')], { encoding: 'utf8' }).trim()).toBe('true,false,false');
});

it.skipIf(spawnSync('python3', ['--version']).status !== 0)(
  'The Python snippet of docs/alerts.md accepts what is sent and refuses what is not',
  () => {
    const path = folder();
    writeFileSync(join(path, 'given.json'), JSON.stringify({ key: KEY, headers: HEADERS, body: BODY, now: NOW.getTime() / 1000 }));
    const run =
      'import json, sys\ng = json.load(open(sys.argv[1]))\nb = g["body"].encode()\nprint(verify(g["key"], g["headers"], b, g["now"]), verify(g["key"], g["headers"], b + b" ", g["now"]), verify(g["key"], g["headers"], b, g["now"] + 600))\n';
    writeFileSync(join(path, 'verify.py'), `${snippet('python')}\n${run}`);
    expect(execFileSync('python3', [join(path, 'verify.py'), join(path, 'given.json')], { encoding: 'utf8' }).trim()).toBe(
      'True False False',
    );
  },
);

it('docs/alerts.md names every state, event, field and the number of attempts', () => {
  for (const state of ALERT_STATES) expect(DOCS).toContain(`\`${state}\``);
  for (const kind of EVENT_KINDS)
    expect(DOCS).toContain(kind === 'withdrawn' ? '`data.withdrawn`' : kind === 'recorded' ? '`recorded`' : `\`alert.${kind}\``);
  for (const type of ['claim.contradicted', 'claim.changed', 'claim.digest']) expect(DOCS).toContain(`\`${type}\``);
  for (const field of [...Object.keys(CLAIM_CONTRADICTED), ...Object.keys(CLAIM_CONTRADICTED.verdict), ...Object.keys(CLAIM_DIGEST)])
    expect(DOCS, field).toContain(`\`${field}\``);
  for (const field of Object.keys(RAISED)) expect(DOCS, field).toContain(`\`${field}\``);
  expect(DOCS).toContain(`${MOST_ATTEMPTS} attempts`);
});
