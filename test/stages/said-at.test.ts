import { expect, it } from 'vitest';
import type { AlertMessage } from '../../src/domain/alert-message.ts';
import { createDetector } from '../../src/stages/detect.ts';
import type { Store } from '../../src/store/store.ts';
import { ruleOf } from '../support/rules.ts';
import { type FigureEntry, observations, publish, temporaryStore } from '../support/store.ts';

const RULE = ruleOf({ id: 'magnets-yoy', when: { metric: 'yoy', direction: 'fall', percent: 25 }, receivers: ['room'] });
const detector = createDetector({ rules: [RULE], channels: new Map([['room', 'slack']]), sources: new Map() });
const on = (day: string): string => `${day}T10:00:00.000Z`;
const take = (store: Store, day: string, figures: readonly FigureEntry[]) => publish(store, on(day), observations(figures), { detector });

/** What waits, marked as delivered or given up. */
async function settleAll(store: Store, state: 'delivered' | 'dead', at: string): Promise<AlertMessage[]> {
  const due = await store.dueDeliveries(at, 100);
  for (const { id } of due)
    await store.settleDelivery(id, {
      state,
      attempts: 1,
      nextAttemptAt: null,
      deliveredAt: state === 'delivered' ? at : null,
      detail: 'settled by the test',
      remaining: null,
    });
  return due.map(({ message }) => message as AlertMessage);
}

// June 2024 and June 2025 as published; the revisions are invented.
it('a correction says when the message was made that reached the receiver last, not one that did not', async () => {
  const { store } = temporaryStore();
  await take(store, '2024-07-20', [['2024-06', 5_157_000]]);
  await take(store, '2025-07-20', [['2025-06', 3_188_000]]);
  const [raised] = await settleAll(store, 'delivered', on('2025-07-21'));
  await take(store, '2025-08-20', [['2025-06', 3_400_000]]);
  const [updated] = await settleAll(store, 'dead', on('2025-08-21'));
  await take(store, '2025-09-20', [['2025-06', 5_000_000]]);
  const [retracted] = await settleAll(store, 'delivered', on('2025-09-21'));

  expect(raised).toMatchObject({ type: 'alert.raised', previous: null, references: [] });
  const first = { current: 3_188_000, said_at: on('2025-07-20') };
  expect(updated).toMatchObject({ type: 'alert.updated', previous: first, references: [raised?.id] });
  expect(retracted).toMatchObject({ type: 'alert.retracted', previous: first, references: [raised?.id] });
});
