import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { Channel } from '../../src/channels/channel.ts';
import type { Message } from '../../src/domain/message.ts';
import { silentLog } from '../../src/log.ts';
import { type Delivered, type DeliverOptions, deliver } from '../../src/stages/deliver.ts';
import type { Destination } from '../../src/stages/settle.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { temporaryStore } from './store.ts';

export const START = Date.parse('2025-07-20T08:00:00.000Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const at = (ms: number): string => new Date(START + ms).toISOString();

export interface Row {
  readonly message_id: string;
  readonly receiver: string;
  readonly channel: string;
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly detail: string | null;
  readonly remaining: string | null;
  readonly in_doubt: number;
  readonly partly_taken: number;
  readonly message: string;
}

/** An outbox in a real database, its clock, and rounds over it; `restart` closes the store and opens it anew. */
export function outbox(destinations: Readonly<Record<string, Partial<Destination>>> = { hook: {} }) {
  const { store, file } = temporaryStore();
  const raw = new Database(file);
  onTestFinished(() => void raw.close());
  // The alerts that messages are linked with are of no series: this is about the messages.
  raw.pragma('foreign_keys = OFF');
  const alert =
    raw.prepare(`INSERT OR IGNORE INTO alert (fingerprint, rule_id, period_kind, period, state, severity, metric, threshold, current, base, percent,
    sequence, raised_at, last_event_at) VALUES (?, 'rule', 'month', 202506, 'firing', 'warning', 'yoy', 25, 1, 1, 0, 1, ?, ?)`);
  const add = raw.prepare(
    "INSERT INTO outbox (message_id, receiver, channel, kind, message, created_at, next_attempt_at) VALUES (?, ?, 'webhook', ?, ?, ?, ?)",
  );
  const link = raw.prepare(
    "INSERT INTO outbox_alert (outbox_id, fingerprint, sequence, kind, stands, severity) VALUES (?, ?, 1, 'raised', 1, 'warning')",
  );
  const all = raw.prepare('SELECT * FROM outbox ORDER BY outbox_id');
  const world = {
    store: store as Store,
    raw,
    file,
    now: START,
    channels: new Map<string, Channel>(),
    destinations: new Map(
      Object.entries(destinations).map(([id, more]) => [id, { channel: 'webhook', fallback: null, version: 'v1', ...more }] as const),
    ),
    log: silentLog as DeliverOptions['log'],
    random: (): number => 0,
    add(receiver: string, message: Message, alerts: readonly string[] = []): void {
      const time = new Date(world.now).toISOString();
      const { lastInsertRowid } = add.run(message.id, receiver, message.type, JSON.stringify(message), time, time);
      for (const print of alerts) {
        alert.run(print, time, time);
        link.run(lastInsertRowid, print);
      }
    },
    rows: (receiver?: string): Row[] => (all.all() as Row[]).filter((row) => receiver === undefined || row.receiver === receiver),
    round: (more: Partial<DeliverOptions> = {}): Promise<Delivered> =>
      deliver({
        store: world.store,
        channels: world.channels,
        destinations: world.destinations,
        now: () => new Date(world.now),
        random: world.random,
        log: world.log,
        ...more,
      }),
    /** Rounds as the server makes them, one each minute; those in which nothing can be due are left out. */
    async rounds(hours: number): Promise<void> {
      const end = world.now + hours * HOUR;
      while (world.now < end) {
        await world.round();
        const next = await world.store.nextDelivery();
        const wait = next === null ? 10 * MINUTE : Math.min(Math.max(Date.parse(next) - world.now, MINUTE), 10 * MINUTE);
        world.now = Math.min(world.now + Math.ceil(wait / MINUTE) * MINUTE, end);
      }
    },
    restart(): void {
      world.store.close();
      const opened = openStore(file);
      onTestFinished(() => opened.close());
      world.store = opened;
    },
  };
  return world;
}
