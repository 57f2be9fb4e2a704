/** What happened to alerts, as Atom (RFC 4287): a correction is an entry of its own that refers to the first one (RFC 4685). */
import type { Hono } from 'hono';
import { digestOf } from '../domain/alert.ts';
import type { AlertHappening, FirstEvent } from '../store/store.ts';
import { happenedIn } from './happenings.ts';
import type { SiteContext } from './page.ts';

const ENTRIES = 100;
const NOTHING_YET = '1970-01-01T00:00:00.000Z';

export function addFeed(site: Hono, { store, words, version }: SiteContext): void {
  site.get('/alerts.atom', async (c) => {
    const { origin } = new URL(c.req.url);
    const happenings = await store.alertHappenings(ENTRIES);
    const entryFor = (happening: AlertHappening & FirstEvent) => {
      const { alert, about, sequence, first, kind, at } = happening;
      const { title, sentences } = happenedIn(happening, words);
      const page = `${origin}/alerts/${alert.fingerprint}`;
      const content = [...sentences, `The alert is now ${alert.state}. Rule: ${alert.ruleId}.`].join('\n');
      return {
        id: idOf(alert.fingerprint, sequence),
        title: { value: plain(title), type: 'text' as const },
        updated: at,
        published: at,
        categories: [{ term: kind }, { term: about }, { term: plain(alert.ruleId) }],
        links: [{ href: page, rel: 'alternate', type: 'text/html' }],
        content: { value: plain(content), type: 'text' as const },
        ...(sequence === first ? {} : { thr: { inReplyTos: [{ ref: idOf(alert.fingerprint, first), href: page }] } }),
      };
    };
    const { generateAtomFeed } = await import('feedsmith');
    const xml = generateAtomFeed({
      id: `${origin}/alerts.atom`,
      title: { value: 'tradewatch: alerts and their corrections', type: 'text' },
      updated: happenings[0]?.at ?? NOTHING_YET,
      authors: [{ name: 'tradewatch' }],
      generator: { text: 'tradewatch', version },
      links: [
        { href: `${origin}/alerts.atom`, rel: 'self', type: 'application/atom+xml' },
        { href: `${origin}/alerts`, rel: 'alternate', type: 'text/html' },
      ],
      entries: happenings.map(entryFor),
    });
    return c.body(xml, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' });
  });
}

/** The same for the same event, always: 128 bits of a digest in the form that readers of feeds know. */
const idOf = (fingerprint: string, sequence: number): string =>
  `urn:uuid:${digestOf(fingerprint, String(sequence)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;

/** XML has no form for most control characters, nor for half a surrogate pair; those that change the direction of text mislead. */
const plain = (text: string): string => text.replaceAll(/[^\P{C}\n]|[\uFFFE\uFFFF]/gu, ' ');
