import { describe, expect, it } from 'vitest';
import type { Letter } from '../../src/channels/letter.ts';
import { letterOf } from '../../src/channels/render.ts';
import type { Message } from '../../src/domain/message.ts';
import { POSTING } from './harness.ts';
import { HOSTILE, hostileMessages, LARGEST, LONG_NAME } from './hostile.ts';
import { alertMessage, DIGEST, entry, GOLDEN, RAISED, RELEASE, RETRACTED, UPDATED, US_SERIES } from './messages.ts';
import { receiver } from './receivers.ts';
import { type Json, SERVICES, type Service, strings } from './services.ts';

const asJson = (service: Service, letter: Letter): Json => JSON.parse(JSON.stringify(service.write(letter))) as Json;
const written = (service: Service, message: Message): Json => asJson(service, letterOf(message));
const LETTERS = Object.entries({ ...GOLDEN, ...LARGEST, ...hostileMessages(HOSTILE) }).map(
  ([what, message]) => [what, letterOf(message)] as const,
);
const flat = (service: Service, message: Message): string => service.shown(written(service, message)).join('\n');

describe.each(Object.entries(SERVICES))('a message to %s', (name, service) => {
  it.each(['raised', 'updated', 'retracted', 'release', 'digest', 'claim-contradicted', 'claim-changed'] as const)(
    'equals the golden JSON for %s',
    async (kind) => {
      await expect(`${JSON.stringify(written(service, GOLDEN[kind]), null, 2)}\n`).toMatchFileSnapshot(`../golden/${kind}.${name}.json`);
    },
  );

  it('is within the limits, whatever comes, and cut between characters', () => {
    for (const [what, letter] of LETTERS) {
      const json = asJson(service, letter);
      expect(service.faults(json), what).toEqual([]);
      for (const text of strings(json)) {
        expect(text, what).not.toMatch(/\p{Cs}/u);
        // A flag is two regional indicators.
        expect(text.replaceAll(/\p{RI}{2}/gu, ''), what).not.toMatch(/\p{RI}/u);
      }
    }
  });

  it('has nothing in it that mentions, links, formats or hides', () => {
    for (const [what, letter] of LETTERS) {
      const json = asJson(service, letter);
      expect(service.active(json), what).toEqual([]);
      for (const text of strings(json)) expect(text.replaceAll('\n', ''), what).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it('shows a hostile text as it stands', () => {
    const shown = flat(service, hostileMessages(HOSTILE)['claim contradicted'] as Message);
    for (const part of [
      '<!channel> <!here> <@U012AB3CD>',
      '@everyone @here <@123>',
      '[click](https://evil.example)',
      '**bold** _it_',
      '<at>All</at>',
    ])
      expect(shown).toContain(part);
  });

  it('tells kind and severity in words and by a symbol', () => {
    expect(flat(service, RETRACTED)).toContain('🚫 Retracted (warning)');
    expect(flat(service, GOLDEN['claim-contradicted'])).toContain('❌ Contradicted (warning)');
    for (const message of Object.values(GOLDEN)) expect(flat(service, message)).toMatch(/^\p{Extended_Pictographic} [A-Z][a-z]+/u);
  });

  it('never cuts the sentences of an alert or a correction', () => {
    const series = { ...US_SERIES, product: 'HS8:12345678', product_name: LONG_NAME };
    const long = { series, reason: LONG_NAME, source: { ...RAISED.source, title: LONG_NAME, publisher: LONG_NAME } };
    const messages = [
      ...Object.values(GOLDEN),
      ...(['raised', 'updated', 'retracted', 'reinstated'] as const).map((kind, i) =>
        alertMessage(kind, 640_250, i === 0 ? null : 353_000, i + 1, long),
      ),
      alertMessage('withdrawn', null, 353_000, 5, long),
      alertMessage('retracted', 640_250, 353_000, 2, { ...long, series: { ...series, product_name: '&*<_'.repeat(500) } }),
    ];
    for (const message of messages) {
      const shown = flat(service, message);
      for (const sentence of letterOf(message).paragraphs) expect(shown).toContain(sentence);
    }
  });

  it('names, in a correction, the message that it corrects: by day, id and figures', () => {
    const shown = flat(service, UPDATED);
    expect(shown).toContain(`This corrects message ${RAISED.id.slice(0, 8)} of 20 July 2025.`);
    expect(shown).toContain('Before, this alert said: 353,000 kg, 52.0 % less than 735,000 kg.');
    expect(flat(service, RAISED)).toContain(`Id of this message: ${RAISED.id.slice(0, 8)}.`);
    expect(flat(service, RAISED)).not.toContain('corrects');
    const { said_at: _, ...previous } = UPDATED.previous as NonNullable<typeof UPDATED.previous>;
    expect(flat(service, { ...UPDATED, previous })).toContain(`This corrects message ${RAISED.id.slice(0, 8)}.`);
    expect(flat(service, GOLDEN['claim-changed'])).toContain(
      `This corrects message ${GOLDEN['claim-contradicted'].id.slice(0, 8)} of 22 July 2025.`,
    );
    expect(flat(service, UPDATED)).not.toContain('thread');
  });

  it('says how many rows of a digest it leaves out, and which command shows them', () => {
    for (const [what, total] of [
      ['a digest of 1,000 alerts', 1000],
      ['a digest of 1,000 alerts with names that are escaped', 1000],
      ['a digest of 1,000 alerts on one series', 1000],
      ['a digest of 1,000 claims', 1000],
    ] as const) {
      const shown = flat(service, LARGEST[what] as Message);
      const rows = shown.split('\n').filter((line) => line.startsWith('• ')).length;
      expect(rows, what).toBeGreaterThan(4);
      expect(shown, what).toContain(
        `… ${total - rows} more of ${total} are not shown here: tradewatch ${what.endsWith('claims') ? 'claims' : 'alerts'} list`,
      );
    }
    expect(flat(service, DIGEST)).not.toContain('…');
    const few: Message = { ...DIGEST, alerts: Array.from({ length: 30 }, (_, i) => entry('2025-05', 46_000 + i, 689_000)) };
    if (name !== 'discord') expect(flat(service, few)).not.toContain('not shown');
  });

  it('shows each further alert of a release on one line, with what it corrects, and says how many it leaves out', () => {
    const shown = flat(service, RELEASE).split('\n');
    expect(shown.filter((line) => line === 'Also in this release')).toHaveLength(1);
    expect(shown.filter((line) => line.startsWith('• '))).toEqual([
      '• China → United States: rare-earth magnets exports (kg) · June 2025 · -52.0 % year on year · 353,000 kg; June 2024: 735,000 kg',
      '• China → world: rare-earth magnets exports (kg) · January-June 2025 · -18.9 % year to date on year · 22,319,000 kg; January-June 2024: 27,534,000 kg',
    ]);
    const ended = flat(service, { ...RETRACTED, also: [UPDATED] });
    expect(ended).toMatch(/\n• China .* · updated: .* · This corrects message [0-9a-f]{8} of 20 July 2025\.\n/);
    const undelivered = { receiver: 'hook', since: RAISED.created_at, detail: 'HTTP 410 Gone' };
    expect(flat(service, { ...RETRACTED, also: [UPDATED], undelivered })).toMatch(/\n• China .* · updated: .*735,000 kg\n/);
    for (const what of ['a release of 1,000 retractions', 'a release of 1,000 retractions with names that are escaped']) {
      const large = flat(service, LARGEST[what] as Message);
      const rows = large.split('\n').filter((line) => line.startsWith('• ')).length;
      expect(rows, what).toBeGreaterThan(4);
      expect(large, what).toContain(`… ${1000 - rows} more of 1000 are not shown here: tradewatch alerts list`);
    }
    const ten = { ...RETRACTED, also: Array.from({ length: 9 }, () => UPDATED) };
    expect(flat(service, ten)).not.toContain('more of');
  });

  it('shows a link with what stands before it, and where it leads', () => {
    const source = {
      period: '2025-06',
      known_from: '2025-07-20',
      published_at: '2025-07-20',
      url: 'https://example.org/f?a=1&b=(2)',
      sha256: '',
    };
    const shown = flat(service, { ...GOLDEN['claim-contradicted'], sources: [source] });
    expect(shown).toMatch(/Source: 2025-06: published 2025-07-20,\s<?https:\/\/example\.org\/f\?a=1&b=%282%29>?/);
  });

  it('leaves a command out, and says so, rather than show half of it', () => {
    const shown = flat(service, LARGEST['commands that are too long'] as Message);
    expect(shown).not.toMatch(/(<&> ){3}…/);
    if (name !== 'teams') expect(shown).toMatch(/(Too|too) long to show here. For all of it: tradewatch alerts show [0-9a-f]{32}/);
    const claim = flat(service, LARGEST['a claim in 1,000 outlets'] as Message);
    const explained = { ...GOLDEN['claim-contradicted'].verdict, explanation: Array.from({ length: 6 }, () => '*_'.repeat(400)) };
    const worked = flat(service, { ...GOLDEN['claim-contradicted'], verdict: explained });
    if (name === 'discord')
      expect(worked).toMatch(/_\*…\n\n… Not all of it fits here. For all of it: tradewatch claims list|\*_?…\n\n… Not all/);
    else expect(worked).toContain(letterOf({ ...GOLDEN['claim-contradicted'], verdict: explained }).paragraphs.at(-1));
    expect(claim).toMatch(
      /And: \d+ more that are not shown here: tradewatch claims list|Not all of it fits here. For all of it: tradewatch claims list/,
    );
  });
});

describe('an answer of', () => {
  const answered = async (name: string, code: number, body: string, headers: Record<string, string> = {}) => {
    const { url, calls } = await receiver((_request, response) => void response.writeHead(code, headers).end(body));
    const now = new Date('2025-07-20T08:16:00.000Z');
    const attempt = await POSTING[name]?.open(url).send(RAISED, { remaining: null, signal: new AbortController().signal, now });
    return { attempt, path: calls[0]?.path };
  };

  it.each([
    [
      404,
      'no_service',
      {
        outcome: 'retry',
        ownerShouldKnow: true,
        detail: 'HTTP 404 Not Found: no_service, the webhook was removed or turned off: make a new one',
      },
    ],
    [404, 'channel_not_found', { outcome: 'retry', ownerShouldKnow: true, detail: expect.stringContaining('the channel is gone') }],
    [410, 'channel_is_archived', { outcome: 'dead', detail: expect.stringContaining('the channel is archived') }],
    [
      400,
      'invalid_payload',
      {
        outcome: 'retry',
        ownerShouldKnow: true,
        aboutMessage: true,
        detail: expect.stringContaining('Slack does not understand the message'),
      },
    ],
    [400, 'user_not_found', { outcome: 'retry', ownerShouldKnow: true, detail: expect.stringContaining('the user is gone') }],
    [400, 'invalid_blocks', { outcome: 'retry', ownerShouldKnow: true, aboutMessage: true, detail: 'HTTP 400 Bad Request' }],
    [
      403,
      'action_prohibited\n',
      { outcome: 'retry', ownerShouldKnow: true, detail: expect.stringContaining('does not let this webhook post') },
    ],
    [500, 'rollup_error', { outcome: 'retry', detail: 'HTTP 500 Internal Server Error: rollup_error, an error of Slack' }],
    [404, 'canary', { outcome: 'retry', ownerShouldKnow: true, detail: 'HTTP 404 Not Found' }],
    [404, 'constructor', { outcome: 'retry', ownerShouldKnow: true, detail: 'HTTP 404 Not Found' }],
    [200, 'ok\n', { outcome: 'delivered', detail: 'HTTP 200 OK' }],
    [200, '', { outcome: 'delivered', detail: 'HTTP 200 OK' }],
    [200, 'no', { outcome: 'retry', ownerShouldKnow: true, mayHaveArrived: true, detail: 'HTTP 200 OK: the answer is not "ok"' }],
  ])('Slack with %s %j', async (code, body, expected) => {
    expect((await answered('slack', code, body)).attempt).toEqual(expected);
  });

  const FAILED = 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error';
  it.each([
    [202, '', { outcome: 'delivered', detail: 'HTTP 202 Accepted' }],
    [200, '1', { outcome: 'delivered', detail: 'HTTP 200 OK' }],
    [
      200,
      `${FAILED} 429 with ContextId tcid=0,server=x,cv=y..`,
      { outcome: 'retry', detail: 'HTTP 429 Too Many Requests: in the text of an answer with 200' },
    ],
    [
      200,
      `${FAILED} 413 with ContextId tcid=0`,
      {
        outcome: 'retry',
        ownerShouldKnow: true,
        aboutMessage: true,
        detail: 'HTTP 413 Payload Too Large: in the text of an answer with 200',
      },
    ],
    [200, `${FAILED} 410 with ContextId tcid=0`, { outcome: 'dead', detail: expect.stringContaining('HTTP 410') }],
    [
      200,
      'Webhook message delivery failed with error: Error contacting Microsoft Teams endpoint',
      { outcome: 'retry', ownerShouldKnow: true, mayHaveArrived: true, detail: 'HTTP 200 OK: the text of the answer tells of a failure' },
    ],
    [
      400,
      'Bad payload received by generic incoming webhook.',
      { outcome: 'retry', ownerShouldKnow: true, aboutMessage: true, detail: 'HTTP 400 Bad Request: the workflow does not take the card' },
    ],
  ])('Teams with %s %j', async (code, body, expected) => {
    expect((await answered('teams', code, body)).attempt).toEqual(expected);
  });

  it.each([
    [
      404,
      '{"message":"Unknown Webhook","code":10015}',
      {},
      {
        outcome: 'retry',
        ownerShouldKnow: true,
        detail: 'HTTP 404 Not Found: code 10015, the webhook was removed, or the address is wrong: make a new one',
      },
    ],
    [
      429,
      '{"message":"You are being rate limited.","retry_after":64.57,"global":false}',
      {},
      { outcome: 'retry', retryAfterMs: 65_000, detail: 'HTTP 429 Too Many Requests, asks to wait 65 s' },
    ],
    [
      429,
      '{"retry_after":64.57}',
      { 'retry-after': '90' },
      { outcome: 'retry', retryAfterMs: 90_000, detail: expect.stringContaining('90 s') },
    ],
    [429, '{"retry_after":1e99}', {}, { outcome: 'retry', detail: expect.stringContaining('429') }],
    [429, '{"retry_after":-1}', { 'retry-after': '3' }, { outcome: 'retry', retryAfterMs: 3000, detail: expect.stringContaining('3 s') }],
    [429, 'error code: 1015', { 'retry-after': '3' }, { outcome: 'retry', retryAfterMs: 3000, detail: expect.stringContaining('3 s') }],
    [
      400,
      '{"code":50035,"errors":{"embeds":["canary"]}}',
      {},
      {
        outcome: 'retry',
        ownerShouldKnow: true,
        aboutMessage: true,
        detail: 'HTTP 400 Bad Request: code 50035, Discord does not understand the message',
      },
    ],
    [400, '{"code":220001}', {}, { outcome: 'retry', ownerShouldKnow: true, detail: expect.stringContaining('a forum wants a thread') }],
    [400, '[null', {}, { outcome: 'retry', ownerShouldKnow: true, aboutMessage: true, detail: 'HTTP 400 Bad Request' }],
  ])('Discord with %s %j', async (code, body, headers, expected) => {
    expect((await answered('discord', code, body, headers)).attempt).toEqual(expected);
  });

  it('Discord is one about the message: it is asked to wait until it is saved', async () => {
    expect((await answered('discord', 200, '{}')).path).toBe('/hook?token=canary-token&wait=true');
  });

  it.each(['slack', 'teams', 'discord'])('a portal or proxy before %s is not a receipt', async (name) => {
    const page = '<!doctype html><title>Sign in canary</title>';
    expect((await answered(name, 200, page)).attempt).toMatchObject({
      outcome: 'retry',
      ownerShouldKnow: true,
      // Somebody has it, and a correction is not to be kept back because of that.
      mayHaveArrived: true,
      detail: expect.stringMatching(/^HTTP 200 OK: a web page, not an answer of \w+$/),
    });
    expect((await answered(name, 503, page)).attempt).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('a web page') });
  });
});
