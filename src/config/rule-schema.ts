import { z } from 'zod';
import { BASES } from '../domain/growth.ts';
import { SEVERITIES } from '../domain/rule.ts';
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
    pipelines: z.array(z.string()).min(1, 'expected at least one pipeline').optional().describe('Sources to look at, by id. Default: all.'),
    product: z
      .string({ error: 'expected a product such as "HS8:85051110"' })
      .refine((text) => productFault(text) === null, { error: (issue) => productFault(String(issue.input)) ?? '' })
      .describe(
        'The product with its nomenclature: "HS8:85051110" (China, eight digits), "CN:85051110" (EU), "GACC:rare-earth" (a line of China\'s monthly tables), or an HS code of 2, 4 or 6 digits in quotes: "850511".',
      ),
    flow: z.enum(FLOWS).default('export').describe('Default: export.'),
    reporter: area('CN').default('CN').describe('Whose customs reported: ISO 3166-1 alpha-2, or a group such as EU. Default: CN.'),
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
      .describe('The currency or unit, where the measure comes in several (USD, CNY). Default: all, each judged on its own.'),
  })
  .describe('The series to watch.');

const when = z
  .strictObject({
    metric: z
      .enum(BASES)
      .default('yoy')
      .describe('The growth to compute: yoy (on the same month a year before), mom, qoq, ytd_yoy, rolling_3m_yoy. Default: yoy.'),
    direction: z.enum(['rise', 'fall', 'either']).default('rise').describe('rise, fall or either. Default: rise.'),
    percent: z
      .number({ error: 'expected a number' })
      .positive('expected a number above 0 (a fall of 25 % is percent: 25 with direction: fall)')
      .describe('The threshold in percent, above 0. A fall of 25 % is 25 with direction: fall.'),
  })
  .describe('What has to happen.');

const receivers = z
  .array(id('receiver'))
  .default([])
  .describe('Who is told, by receiver id. Default: nobody; what was found is in the database all the same.');
const severity = z.enum(SEVERITIES).default('warning').describe('info, warning or critical. Default: warning.');
const identity = {
  id: id('rule').describe('Part of the identity of its alerts: renaming a rule begins its alerts anew.'),
  title: z.string().min(1).max(200).optional().describe('What people read in the alert.'),
};

const growthRule = z
  .strictObject({
    ...identity,
    kind: z.literal('growth').default('growth').describe('growth: a series crosses a threshold. Default: growth.'),
    what,
    when,
    minimum_base: points("A base below this (in the series' unit) is too small to speak of growth. Default: 0.", 0),
    minimum_change: points("The least absolute change, in the series' unit. Default: 0.", 0),
    hysteresis: points('Percentage points below the threshold within which a revised figure does not end the alert. Default: 0.', 0),
    material_change: points('Percentage points by which a revision must move the figure of an alert to be told. Default: 1.', 1),
    severity,
    receivers,
  })
  .describe('A question: tell me when the growth of these series crosses a threshold.');

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
  .describe('A question: tell me when the news says what the official figures contradict.');

/** One rule as it is written; without `kind` it is one about growth. */
export const ruleSchema = z.discriminatedUnion('kind', [growthRule, claimRule]);

export type RuleEntry = z.output<typeof growthRule>;
export type ClaimRuleEntry = z.output<typeof claimRule>;
