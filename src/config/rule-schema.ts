import { z } from 'zod';
import { BASES } from '../domain/growth.ts';
import { DIRECTIONS, SEVERITIES } from '../domain/rule.ts';
import { FLOWS, MEASURES } from '../domain/series.ts';
import { AREA, productFault } from './codes.ts';

/** Ids of rules and receivers: they stand in mails, addresses and the database. */
export const id = (what: string): z.ZodString =>
  z.string({ error: `expected the ${what}'s id` }).regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'expected an id of small letters, digits, - and _');

const area = (example: string): z.ZodString =>
  z.string({ error: `expected a code such as ${example}` }).regex(AREA, `expected a code in capitals such as ${example}`);

const points = (description: string, fallback: number) => z.number().min(0).default(fallback).describe(description);

const what = z
  .strictObject({
    pipelines: z.array(z.string()).min(1, 'expected at least one pipeline').optional().describe('Sources to watch, by id. Default: all.'),
    product: z
      .string({ error: 'expected a product such as "HS8:85051110"' })
      .refine((text) => productFault(text) === null, { error: (issue) => productFault(String(issue.input)) ?? '' })
      .describe(
        'The product with its nomenclature: "HS8:85051110" (China, eight digits), "CN:85051110" (EU), "GACC:rare-earth" (a line of China\'s monthly tables), or an HS code of 2, 4 or 6 digits in quotes: "850511". A * at the end takes each code of that list that begins so: "CN:2846*", "CN:*".',
      ),
    flow: z.enum(FLOWS).default('export').describe('Default: export.'),
    reporter: z
      .union([z.literal('all'), area('CN, or all')])
      .default('CN')
      .describe('Whose customs reported: ISO 3166-1 alpha-2, a group such as EU, or the word all. Default: CN.'),
    partners: z
      .union([z.literal('all'), z.array(area('US, JP or WORLD')).min(1, 'expected at least one partner, or all')], {
        error: 'expected a list of partners such as [WORLD, US], or all',
      })
      .default(['WORLD'])
      .describe('Partner countries (ISO 3166-1 alpha-2), groups (ASEAN), WORLD for the total, or the word all. Default: [WORLD].'),
    measure: z
      .enum(MEASURES)
      .default('net_weight')
      .describe('net_weight (kg), value (a currency) or quantity (items). Default: net_weight, which no exchange rate moves.'),
    unit: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'expected a unit such as USD or kg')
      .optional()
      .describe('The currency or unit, if the measure comes in several (USD, CNY). Default: all, each judged separately.'),
  })
  .describe('The series to watch.');

const percent = z
  .number({ error: 'expected a number' })
  .positive('expected a number above 0 (a fall of 25 % is percent: 25 with direction: fall)')
  .describe('The threshold in percent, above 0. A fall of 25 % is 25 with direction: fall.');

const oneWay = z.enum(['rise', 'fall']).default('rise');
const anyWay = z.enum(DIRECTIONS);

const when = z
  .discriminatedUnion('metric', [
    z.strictObject({
      metric: z
        .enum(BASES)
        .default('yoy')
        .describe('The growth to compute: yoy (over the same month a year earlier), mom, qoq, ytd_yoy, rolling_3m_yoy. Default: yoy.'),
      direction: anyWay.default('rise').describe('rise, fall or either. Default: rise.'),
      percent,
    }),
    z.strictObject({
      metric: z.literal('level').describe('level: the figure of a month reaches a value.'),
      direction: oneWay.describe('rise: at the value or above; fall: at the value or below. Default: rise.'),
      value: z
        .number({ error: "expected a number, in the series' unit" })
        .describe("The value, in the series' unit: kg, items, or a currency."),
    }),
    z.strictObject({
      metric: z.literal('record').describe('record: a month above, or below, every earlier month known.'),
      direction: oneWay.describe('rise: the highest month; fall: the lowest. Default: rise.'),
      months: z.int().min(12, 'expected at least 12').default(60).describe('How many earlier months must be known. Default: 60.'),
    }),
  ])
  .describe('What has to happen.');

const apart = (what: string) =>
  z.strictObject({ direction: anyWay.default('either').describe(`${what} Default: either.`), percent }).describe('What has to happen.');

const receivers = z
  .array(id('receiver'))
  .default([])
  .describe('Who is told, by receiver id. Default: no one; what was found is in the database all the same.');
const severity = z.enum(SEVERITIES).default('warning').describe('info, warning or critical. Default: warning.');
const escalation = z
  .array(
    z.strictObject({
      from: z.number({ error: 'expected a number' }).describe('From this mark on, in the terms of the threshold.'),
      severity: z.enum(SEVERITIES).describe('info, warning or critical.'),
    }),
  )
  .default([])
  .describe('Marks beyond the threshold from which it is more severe, ascending: [{from: 50, severity: critical}]. Default: none.');
const confirm = z
  .union([z.enum(['immediate', 'final']), z.strictObject({ vintages: z.int().min(2, 'expected 2 or more') })], {
    error: 'expected immediate, final, or {vintages: 2}',
  })
  .default('immediate')
  .describe(
    'When a crossing is told: immediate; final (no figure of it is provisional or estimated any more); or {vintages: n}, when n publications have stated it. Default: immediate.',
  );
const streak = z.int().min(1).max(60).default(1).describe('How many periods in a row must cross. Default: 1.');
const identity = {
  id: id('rule').describe('Part of the identity of its alerts: renaming a rule starts its alerts anew.'),
  title: z.string().min(1).max(200).optional().describe('What people read in the alert.'),
};

const judging = {
  hysteresis: points(
    'How far below the threshold a revised figure does not end the alert: percentage points; of a level or record, percent of it. Default: 0.',
    0,
  ),
  material_change: points(
    'How far a revision must move the figure of an alert to be told: percentage points; of a level or record, percent of the figure. Default: 1.',
    1,
  ),
  confirm,
};
const telling = { severity, escalation, receivers };

const growthRule = z
  .strictObject({
    ...identity,
    kind: z.literal('growth').default('growth').describe('growth: a series crosses a threshold. Default: growth.'),
    what,
    when,
    minimum_base: points("A base below this (in the series' unit) is too small to speak of growth. Default: 0.", 0),
    minimum_change: points("The least absolute change, in the series' unit. Default: 0.", 0),
    ...judging,
    streak,
    ...telling,
  })
  .describe('Report when the growth of these series crosses a threshold, or they reach a level or a record.');

const revisionRule = z
  .strictObject({
    ...identity,
    kind: z.literal('revision').describe('revision: a published figure was moved away from its first published value.'),
    what,
    when: apart('rise, fall or either: the direction in which the figure moved.'),
    minimum_base: points("A first figure below this (in the series' unit) is ignored. Default: 0.", 0),
    minimum_change: points("The least absolute change, in the series' unit. Default: 0.", 0),
    ...judging,
    ...telling,
  })
  .describe('Report when figures of these series are revised by this much.');

const mirrorRule = z
  .strictObject({
    ...identity,
    kind: z.literal('mirror_gap').describe('mirror_gap: what importers state differs from what the exporter states.'),
    what,
    when: apart('rise: the importer states more; fall: less; either.'),
    minimum_base: points("An exporter's figure below this (in the series' unit) is ignored. Default: 0.", 0),
    minimum_change: points("The least absolute gap, in the series' unit. Default: 0.", 0),
    ...judging,
    streak,
    ...telling,
  })
  .describe("Report when the two sides of a trade are this far apart. The rule names the exporter's series.");

const some = (what: string, item: z.ZodString) => z.array(item).min(1, `expected at least one ${what}`).optional();

const claimRule = z
  .strictObject({
    ...identity,
    kind: z.literal('claim_contradicted').describe('claim_contradicted: the official figures contradict what an article says.'),
    commodities: some('commodity', z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a commodity id such as rare_earth_magnets')).describe(
      'Claims about these, by the ids of config/commodities.json. Default: all.',
    ),
    reporters: some('reporter', area('CN')).describe('Claims about the statistics of these: ISO 3166-1 alpha-2, or EU. Default: all.'),
    publishers: some('publisher', z.string().min(1)).describe('Claims of these outlets, by name. Default: all.'),
    severity,
    receivers,
  })
  .describe('Report claims in the news that the official figures contradict.');

const sources = some('source', z.string()).describe('Sources to watch, by id. Default: all.');

const lateRule = z
  .strictObject({
    ...identity,
    kind: z
      .literal('release_late')
      .describe(
        'release_late: a release did not come by its date and grace, although the source was checked; or it still gives what it had before.',
      ),
    pipelines: sources,
    severity,
    receivers,
  })
  .describe('Report when a release is late.');

const partialRule = z
  .strictObject({
    ...identity,
    kind: z
      .literal('partial_release')
      .describe('partial_release: a month came without partners or products that weigh more than 5 %, and is held until it is complete.'),
    pipelines: sources,
    severity,
    receivers,
  })
  .describe('Report when a month comes only in part.');

const failedRule = z
  .strictObject({
    ...identity,
    kind: z.literal('pipeline_failed').describe('pipeline_failed: a source could not be checked.'),
    pipelines: sources,
    after_hours: z
      .number({ error: 'expected a number of hours' })
      .min(1, 'expected 1 or more')
      .max(2400, 'expected 2400 (100 days) or less')
      .default(24)
      .describe(
        'So long after the first failed run it is told, when two or more failed; after twice that, when only one did. Default: 24.',
      ),
    severity,
    receivers,
  })
  .describe('Report when a source has failed for this long.');

/** One rule as it is written; without `kind` it is one about growth. */
export const ruleSchema = z.discriminatedUnion('kind', [
  growthRule,
  revisionRule,
  mirrorRule,
  claimRule,
  lateRule,
  partialRule,
  failedRule,
]);

export type RuleEntry = z.output<typeof growthRule> | z.output<typeof revisionRule> | z.output<typeof mirrorRule>;
export type ClaimRuleEntry = z.output<typeof claimRule>;
export type DataRuleEntry = z.output<typeof lateRule> | z.output<typeof partialRule> | z.output<typeof failedRule>;
