import fc from 'fast-check';
import type { Detector, ReconcileReason } from '../../src/store/store.ts';
import type { OracleRule, Printed } from './oracle.ts';
import type { Mode } from './receiver.ts';
import { RECEIVERS, type ReceiverId, type SilenceOrder, World } from './world.ts';

/** One thing that happens to the program. */
export type Step =
  | { readonly do: 'publish'; readonly lists: readonly (readonly Printed[])[]; readonly backfill: boolean; readonly days: number }
  | { readonly do: 'publishWhole'; readonly others: readonly Printed[]; readonly without: readonly number[]; readonly days: number }
  | { readonly do: 'deliver'; readonly killedAfter: number | null; readonly meanwhile: readonly Printed[] }
  | { readonly do: 'receiver'; readonly id: ReceiverId; readonly mode: Mode }
  | { readonly do: 'rules'; readonly growth: number | null; readonly other: number | null; readonly killed: boolean }
  | { readonly do: 'silence'; readonly order: SilenceOrder }
  | { readonly do: 'reconcile'; readonly why: ReconcileReason }
  | { readonly do: 'restart' }
  | { readonly do: 'pass'; readonly days: number };

const GROWTH: OracleRule = {
  id: 'growth',
  metric: 'yoy',
  direction: 'either',
  threshold: 25,
  hysteresis: 2,
  material: 1,
  minimumBase: 0,
  minimumChange: 0,
  confirm: 'immediate',
  critical: 50,
  partners: null,
  receivers: ['desk', 'hook'],
};
const OTHER: OracleRule = { ...GROWTH, id: 'other', critical: null, receivers: ['hook'] };

const GROWTHS: readonly OracleRule[] = [
  GROWTH,
  { ...GROWTH, receivers: ['desk', 'third'] },
  { ...GROWTH, direction: 'rise', threshold: 30, hysteresis: 0, material: 2, critical: null, receivers: ['desk'] },
  { ...GROWTH, direction: 'fall', threshold: 20, hysteresis: 5, confirm: 2, receivers: ['hook'] },
  { ...GROWTH, confirm: 'final', receivers: ['desk', 'hook', 'third'] },
  { ...GROWTH, partners: ['WORLD'], minimumBase: 95, receivers: ['desk'] },
  { ...GROWTH, minimumChange: 28 },
];
const OTHERS: readonly OracleRule[] = [
  { ...OTHER, metric: 'ytd_yoy', direction: 'rise', threshold: 10, hysteresis: 1, material: 0.5 },
  { ...OTHER, metric: 'level', direction: 'rise', threshold: 130, hysteresis: 5, critical: 150, receivers: ['desk'] },
  { ...OTHER, metric: 'revision', threshold: 5, hysteresis: 1, receivers: ['desk', 'hook'] },
  { ...OTHER, metric: 'record', direction: 'rise', threshold: 2, hysteresis: 3, receivers: ['third'] },
];

/** The months that are published, with January-February and the year to date. April 2024 is history from June 2025 on. */
const PERIODS: readonly (readonly [Printed['kind'], number])[] = [
  ...[202304, 202401, 202402, 202403, 202404, 202501, 202502, 202503, 202504].map((end) => ['month', end] as const),
  ['combined', 202402],
  ['combined', 202502],
  ['ytd', 202403],
  ['ytd', 202503],
];

const value = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      70,
      74.9,
      75,
      76.5,
      77,
      77.1,
      90,
      100,
      105,
      110,
      122.9,
      123,
      124,
      124.999,
      125,
      125.5,
      126.5,
      130,
      131,
      150,
      151,
      180,
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(94, 95, 99.9, 100.1) },
);
const printed = (periods = PERIODS): fc.Arbitrary<Printed> =>
  fc
    .record({
      partner: fc.constantFrom('WORLD', 'WORLD', 'US', 'US', 'KR'),
      period: fc.constantFrom(...periods),
      figure: fc.oneof(
        { weight: 9, arbitrary: fc.record({ value, status: fc.constantFrom<'A' | 'P'>('A', 'A', 'A', 'P') }) },
        { weight: 1, arbitrary: fc.record({ value: fc.constant(null), status: fc.constantFrom<'M' | 'Q'>('M', 'Q') }) },
      ),
    })
    .map(({ partner, period: [kind, end], figure }) => ({
      partner,
      kind,
      end,
      ...figure,
      value: figure.value === null || kind === 'month' ? figure.value : scaled(figure.value, kind),
    }));
const scaled = (one: number, kind: Printed['kind']): number => Math.round(one * (kind === 'combined' ? 2 : 3) * 1000) / 1000;
const selector = ({ partner, kind, end }: Printed): string => `${partner} ${kind} ${end}`;
const publication = fc.oneof(
  { weight: 9, arbitrary: fc.uniqueArray(printed(), { minLength: 1, maxLength: 5, selector }) },
  // More at once than are told one by one.
  { weight: 1, arbitrary: fc.uniqueArray(printed(), { minLength: 15, maxLength: 30, selector, size: 'max' }) },
);
/** The year before, without which nothing crosses. */
const FIRST: readonly Printed[] = ['WORLD', 'US'].flatMap((partner) =>
  [202401, 202402, 202403, 202404].map((end) => ({ partner, kind: 'month' as const, end, value: 100, status: 'A' as const })),
);

const receiver = fc.constantFrom(...RECEIVERS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      lists: fc.oneof(
        { weight: 4, arbitrary: publication.map((one) => [one]) },
        { weight: 1, arbitrary: fc.tuple(publication, publication) },
      ),
      backfill: fc.constantFrom(false, false, false, false, false, false, false, true),
      days: fc.constantFrom(0, 0, 1, 5, 28),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('publishWhole' as const),
      others: fc.uniqueArray(printed(), { maxLength: 2, selector }),
      without: fc.array(fc.nat(60), { maxLength: 3 }),
      days: fc.constantFrom(0, 1, 28),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      killedAfter: fc.option(fc.nat(2), { freq: 5 }),
      meanwhile: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: publication }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('receiver' as const),
      id: receiver,
      mode: fc.constantFrom<Mode>('takes', 'takes', 'refuses', 'loses_answers', 'silent', 'gone'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('rules' as const),
      growth: fc.option(fc.nat(GROWTHS.length - 1), { freq: 6 }),
      other: fc.option(fc.nat(OTHERS.length - 1), { freq: 3 }),
      killed: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('silence' as const),
      order: fc.record({
        rule: fc.constantFrom(null, 'growth'),
        partner: fc.constantFrom(null, 'US'),
        receiver: fc.option(receiver),
        days: fc.integer({ min: 1, max: 40 }),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('reconcile' as const), why: fc.constantFrom<ReconcileReason>('silence_over', 'monthly') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), days: fc.constantFrom(1, 30, 60) }) },
);

export const sequence: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 3, maxLength: 22, size: 'max' });

/** @returns in words what receivers, or the database, have wrong after it; nothing when all is well. */
export async function play(folder: string, steps: readonly Step[], spoil?: (detector: Detector) => Detector): Promise<readonly string[]> {
  const world = new World(folder, spoil);
  try {
    await world.adopt([GROWTH], false);
    await world.publish([FIRST]);
    world.pass(2);
    for (const one of steps) await take(world, one);
    return await world.mismatches();
  } finally {
    world.close();
  }
}

async function take(world: World, one: Step): Promise<void> {
  switch (one.do) {
    case 'publish':
      world.pass(one.days);
      return world.publish(one.lists, one.backfill);
    case 'publishWhole':
      world.pass(one.days);
      return world.publishWhole(one.others, one.without);
    case 'deliver':
      return world.deliver(one.killedAfter, one.meanwhile);
    case 'receiver':
      return world.setMode(one.id, one.mode);
    case 'rules':
      return world.adopt(
        [pick(GROWTHS, one.growth), pick(OTHERS, one.other)].flatMap((rule) => rule ?? []),
        one.killed,
      );
    case 'silence':
      return world.silence(one.order);
    case 'reconcile':
      return world.reconcile(one.why);
    case 'restart':
      return world.start();
    case 'pass':
      return world.pass(one.days);
  }
}

const pick = (list: readonly OracleRule[], at: number | null): OracleRule | undefined => (at === null ? undefined : list[at]);
