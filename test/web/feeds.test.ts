import { parseAtomFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { calendarFile } from '../../src/web/calendar.ts';
import { inBrowser, siteOver, useBrowser } from './browser.ts';
import { eventful, HOSTILE, NOW } from './eventful.ts';

const open = useBrowser();

async function get(path: string): Promise<{ text: string; type: string | null; base: string; alert: string }> {
  const { file, options, alert } = await eventful();
  const base = await siteOver(file, options);
  const answer = await fetch(base + path);
  expect(answer.status).toBe(200);
  return { text: await answer.text(), type: answer.headers.get('content-type'), base, alert };
}

describe('/alerts.atom', () => {
  test('has an entry for each event; a correction is one of its own and refers to the first', async () => {
    const { text, type, base, alert } = await get('/alerts.atom');
    expect(type).toBe('application/atom+xml; charset=utf-8');
    const feed = parseAtomFeed(text);
    expect(feed.id).toBe(`${base}/alerts.atom`);
    expect(feed.updated).toBe('2025-09-20T02:00:00.000Z');
    const [correction, first] = feed.entries ?? [];
    expect(feed.entries).toHaveLength(2);
    expect(correction?.title?.value).toMatch(/^\[Retracted\] China → world: .* -21\.0 % year on year, June 2025$/);
    expect(first?.title?.value).toMatch(/^China → world: .* -36\.0 % year on year, June 2025$/);
    expect(correction?.thr?.inReplyTos?.[0]?.ref).toBe(first?.id);
    expect(first?.thr).toBeUndefined();
    expect(first?.id).toMatch(/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(correction?.links?.[0]?.href).toBe(`${base}/alerts/${alert}`);
    expect(correction?.content?.value).toContain('Why: revised below the threshold.');
  });

  test('gives the same ids again', async () => {
    const ids = async (): Promise<(string | undefined)[]> =>
      (parseAtomFeed((await get('/alerts.atom')).text).entries ?? []).map(({ id }) => id);
    expect(await ids()).toEqual(await ids());
  });

  inBrowser('is XML for a strict reader, with hostile names as text', async () => {
    const { text } = await get('/alerts.atom');
    const page = await open();
    const found = await page.evaluate<{ errors: number; active: number; content: string }>(`((xml) => {
      const parsed = new DOMParser().parseFromString(xml, 'application/xml');
      return {
        errors: parsed.getElementsByTagName('parsererror').length,
        active: parsed.querySelectorAll('script, img').length,
        content: parsed.querySelector('content').textContent,
      };
    })(${JSON.stringify(text)})`);
    expect(found).toMatchObject({ errors: 0, active: 0 });
    expect(found.content).toContain('<script>');
  });
});

/** Reads iCalendar as strictly as RFC 5545 writes it: lines end in CRLF, have 75 octets at most, and unfold to properties. */
function readCalendar(text: string): { head: Map<string, string>; events: Map<string, string>[] } {
  expect(text.endsWith('\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const lines = text.slice(0, -2).split('\r\n');
  for (const line of lines) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
  const properties = lines
    .join('\r\n')
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .map((line): [string, string] => {
      const [, name, value] = /^([A-Z-]+):(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`no property: ${line}`);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there.
      expect(value).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f]/);
      return [name, value];
    });
  const head = new Map<string, string>();
  const events: Map<string, string>[] = [];
  let event: Map<string, string> | null = null;
  expect(properties[0]).toEqual(['BEGIN', 'VCALENDAR']);
  expect(properties.at(-1)).toEqual(['END', 'VCALENDAR']);
  for (const [name, value] of properties.slice(1, -1)) {
    if (name === 'BEGIN') {
      expect([value, event]).toEqual(['VEVENT', null]);
      event = new Map();
    } else if (name === 'END') {
      expect(value).toBe('VEVENT');
      events.push(event as Map<string, string>);
      event = null;
    } else {
      const into = event ?? head;
      expect(into.has(name), `${name} twice`).toBe(false);
      into.set(name, value);
    }
  }
  expect(event).toBeNull();
  return { head, events };
}

describe('/releases.ics', () => {
  test('has each release that was watched for, and all of the next year', async () => {
    const { text, type } = await get('/releases.ics');
    expect(type).toBe('text/calendar; charset=utf-8');
    const { head, events } = readCalendar(text);
    expect(head.get('VERSION')).toBe('2.0');
    expect(head.get('PRODID')).toBeTruthy();
    for (const event of events) {
      for (const name of ['UID', 'DTSTAMP', 'DTSTART', 'SUMMARY']) expect(event.has(name), name).toBe(true);
      for (const name of ['DTSTAMP', 'DTSTART']) expect(event.get(name)).toMatch(/^\d{8}T\d{6}Z$/);
      expect((event.get('DTSTAMP') as string) <= '20250921T120000Z').toBe(true);
    }
    const starts = new Map(events.map((event) => [event.get('UID'), event.get('DTSTART')]));
    expect(starts.size).toBe(events.length);
    // June, August and September 2025 were watched for; from October on the calendar says when. 10:00 in Shanghai is 02:00 UTC.
    expect(starts.get('china-customs-query-2025-06@tradewatch')).toBe('20250720T020000Z');
    expect(starts.get('china-customs-query-2026-07@tradewatch')).toBe('20260820T020000Z');
    expect(starts.has('china-customs-query-2026-09@tradewatch')).toBe(false);
    expect(events.find((event) => event.get('UID')?.includes('2025-08'))?.get('DESCRIPTION')).toBe('It did not come: late.');
  });

  test('a release keeps its UID when its date moves', () => {
    const release = { pipeline: 'p', period: { kind: 'combined' as const, end: 202602 }, expectedAt: '2026-03-20T02:00:00.000Z' };
    const read = (expectedAt: string) => readCalendar(calendarFile([], [{ ...release, expectedAt }], [], '1', NOW)).events[0];
    const [before, after] = [read(release.expectedAt), read('2026-03-23T02:00:00.000Z')];
    expect(before?.get('UID')).toBe('p-2026-01-to-2026-02@tradewatch');
    expect(after?.get('UID')).toBe(before?.get('UID'));
    expect(after?.get('DTSTART')).not.toBe(before?.get('DTSTART'));
  });

  test('folds long and hostile titles without cutting a character apart', () => {
    const title = `${HOSTILE}\r\nBEGIN:VEVENT; 稀土永磁铁,\\ 🧲${'稀土永磁铁 🧲 '.repeat(30)}`;
    const facts = { id: 'p', title } as Parameters<typeof calendarFile>[2][number];
    const expected = { pipeline: 'p', period: { kind: 'month' as const, end: 202602 }, expectedAt: '2026-03-20T02:00:00.000Z' };
    const { events } = readCalendar(calendarFile([], [expected], [facts], '1', NOW));
    const unescaped = (events[0]?.get('SUMMARY') ?? '').replaceAll('\\n', '\n').replaceAll(/\\([\\;,])/g, '$1');
    expect(unescaped).toBe(`${title.replace('\r\n', '\n')}: 2026-02`);
  });
});
