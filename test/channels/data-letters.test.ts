import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { render } from '../../src/channels/render.ts';
import { LARGEST_BODY_BYTES, webhookBody } from '../../src/channels/webhook-body.ts';
import type { DataMessageType } from '../../src/domain/data-message.ts';
import { ARRIVED, DATA_DIGEST, DATA_GOLDEN, FAILED, HEARTBEAT, LATE, PARTIAL, QUIET_HEARTBEAT } from './data-messages.ts';
import { schemaFaults } from './schema.ts';

const SCHEMA = JSON.parse(readFileSync(new URL('../../docs/webhook-v1.schema.json', import.meta.url), 'utf8')) as Record<string, unknown>;
const DOCS = readFileSync(new URL('../../docs/alerts.md', import.meta.url), 'utf8');

describe('a message on publications, and the heartbeat', () => {
  for (const [name, message] of Object.entries(DATA_GOLDEN)) {
    it(`equals the golden text, HTML and JSON for ${name}, and fits the schema`, async () => {
      const { subject, text, html } = render(message);
      await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(`../golden/${name}.txt`);
      await expect(html).toMatchFileSnapshot(`../golden/${name}.html`);
      await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot(`../golden/${name}.json`);
      expect(schemaFaults(SCHEMA, JSON.parse(webhookBody(message)))).toEqual([]);
    });
  }

  it('says late, partial and failing apart, in the subject and in the first sentence', () => {
    expect([LATE, ARRIVED, PARTIAL, FAILED].map((message) => render(message).subject)).toEqual([
      '[Late] UN Comtrade: monthly trade by six-digit heading, June 2025',
      '[Arrived] UN Comtrade: monthly trade by six-digit heading, June 2025',
      '[Partial] UN Comtrade: monthly trade by six-digit heading, July 2025',
      '[Failing] US Census: monthly imports by country',
    ]);
    expect(render(FAILED).text).toContain('Whether anything was published in the meantime is not known');
  });

  it('does not call arrived what a newer month took the place of, nor recovered what is not asked any more', () => {
    for (const [message, outcome] of [
      [ARRIVED, 'skipped'],
      [ARRIVED, 'not_expected'],
      [{ ...FAILED, type: 'pipeline.recovered' as const, stands: false }, 'not_asked'],
    ] as const) {
      const ended = { ...message, ending: { outcome, at: null, reason: 'it is over' } };
      expect(render(ended).subject).toMatch(/^\[Over\]/);
    }
  });

  it('says how to silence it', () => {
    expect(render(LATE).text).toContain(
      'tradewatch alerts silence --rule releases --series "un-comtrade/*" --until 2025-11-14 --reason "..."',
    );
  });

  it('lets nothing from outside act', () => {
    const hostile = 'Figures</td><script>alert(1)</script>\r\nBcc: victim@example.org\u202e\u0000';
    const late = { ...LATE, source_title: hostile, publisher: hostile };
    const failed = { ...FAILED, detail: hostile };
    const heartbeat = {
      ...HEARTBEAT,
      sources: HEARTBEAT.sources.map((source) => ({ ...source, state: 'failing', last_error: hostile })),
      given_up: [{ ...HEARTBEAT.given_up[0], receiver: 'hook', kind: 'k', created_at: HEARTBEAT.since, detail: hostile }],
      silences: HEARTBEAT.silences.map((silence) => ({ ...silence, reason: hostile })),
    };
    for (const message of [late, failed, { ...DATA_DIGEST, entries: [late, failed] }, heartbeat]) {
      const { subject, text, html } = render(message);
      expect(html).not.toContain('<script>alert');
      for (const active of ['\r', '\u0000', '\u202e', '\nBcc:']) expect(`${subject}${text}`).not.toContain(active);
      expect(subject).not.toContain('\n');
    }
  });

  it('stays under the limit of a webhook, and says what was left out', () => {
    const entries = Array.from({ length: 200 }, (_, i) => ({ ...LATE, sequence: i + 1 }));
    const body = webhookBody({ ...DATA_DIGEST, entries });
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LARGEST_BODY_BYTES);
    expect(JSON.parse(body)).toMatchObject({ truncated: { entries: { of: 200 } } });
    const streaks = Array.from({ length: 500 }, () => HEARTBEAT.streaks[0]).flatMap((streak) => streak ?? []);
    expect(Buffer.byteLength(webhookBody({ ...HEARTBEAT, streaks }))).toBeLessThanOrEqual(LARGEST_BODY_BYTES);
    expect(Buffer.byteLength(webhookBody({ ...LATE, also: entries }))).toBeLessThanOrEqual(LARGEST_BODY_BYTES);
  });

  it('of a quiet month says that nothing was found and that all is well', () => {
    const { subject, text } = render(QUIET_HEARTBEAT);
    expect(subject).toBe('[Heartbeat] nothing was found');
    expect(text).toContain('No source is failing, no release is late or partial, and every message was');
  });
});

it('docs/alerts.md names each type of message and each field', () => {
  const types: readonly DataMessageType[] = [
    'data.late',
    'data.arrived',
    'data.partial',
    'data.completed',
    'pipeline.failed',
    'pipeline.recovered',
  ];
  for (const type of [...types, 'data.digest', 'heartbeat']) expect(DOCS, type).toContain(`\`${type}\``);
  for (const field of [...Object.keys(LATE), ...Object.keys(HEARTBEAT)]) expect(DOCS, field).toContain(`\`${field}\``);
});
