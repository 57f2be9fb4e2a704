import { z } from 'zod';
import { cronFault } from '../domain/cron.ts';
import { isWebAddress } from './codes.ts';
import { DEFAULT_DATABASE } from './default-file.ts';
import { heartbeatSchema } from './heartbeat-schema.ts';
import { receiverSchema, smtpSchema } from './receiver-schema.ts';
import { releasesSchema } from './releases-schema.ts';
import { ruleSchema } from './rule-schema.ts';
import { strict } from './shape.ts';
import { pingSchema, webSchema } from './web-schema.ts';

/** A fault of the whole says itself that a cron expression is wanted. */
function scheduleFault(text: string): string {
  const fault = cronFault(text) ?? '';
  return fault.startsWith('expected five fields')
    ? fault.replace('five fields', 'the five fields of a cron expression,')
    : `expected a cron expression: ${fault}`;
}

/** What the configuration has to know of a pipeline. */
export interface ConfigurablePipeline {
  readonly id: string;
  /** Null: it has no calendar, so there is nothing to change. */
  readonly releases: unknown;
  readonly settings: z.ZodType;
}

const path = (fallback: string, description: string) =>
  z.string().min(1).default(fallback).describe(`${description} Default: ${fallback}. Relative to the project's folder.`);

/** A source without a calendar does not know the key, so that it is refused there. */
const calendarKey = ({ releases }: ConfigurablePipeline) =>
  (releases === null ? {} : { releases: releasesSchema.optional() }) as { readonly releases: z.ZodOptional<typeof releasesSchema> };

const pipelineEntry = (pipeline: ConfigurablePipeline) =>
  z
    .strictObject({
      enabled: z.boolean().default(true).describe('false: the source is never asked. Default: true.'),
      base_url: z
        .string()
        .refine(isWebAddress, 'expected an http(s) address')
        .optional()
        .describe("Replaces the publisher's address: a proxy, a mirror, a recorded publisher."),
      schedule: z
        .string({ error: 'expected a cron expression such as "30 10 * * 1-5"' })
        .refine((text) => cronFault(text) === null, { error: (issue) => scheduleFault(String(issue.input)) })
        .optional()
        .describe("Replaces the times at which it is asked: minute hour day month weekday, in the publisher's time zone."),
      lookback_months: z
        .int({ error: 'expected a whole number of months' })
        .min(1)
        .max(300)
        .optional()
        .describe("How many months back each run asks again, for revisions. Default: the publisher's revision policy."),
      ...calendarKey(pipeline),
      settings: strict(pipeline.settings).prefault({}).describe("The pipeline's own settings; its file says what they mean."),
    })
    .prefault({})
    .describe(`The source ${pipeline.id}.`);

/** The whole file, with the settings of the given pipelines. Objects are strict; every key has a description. */
export const fileSchema = (pipelines: readonly ConfigurablePipeline[]) =>
  z.strictObject({
    database: path(DEFAULT_DATABASE, 'The SQLite file.'),
    archive: path('data/raw', 'The folder of the publications as they came.'),
    inbox: path('data/inbox', 'The folder that is watched for files; each pipeline has a folder in it.'),
    corrections: z
      .string()
      .min(1)
      .optional()
      .describe(
        "The ledger of corrections. Default: corrections.yaml beside this file, where there is one. Relative to the project's folder.",
      ),
    publish: z
      .strictObject({
        file: z
          .string()
          .min(1)
          .describe("The copy, such as /srv/share/tradewatch.db. Its folder must exist. Relative to the project's folder."),
      })
      .optional()
      .describe(
        'A complete copy of the database for others, for example on a share, put in place by rename after each run. Default: none.',
      ),
    user_agent: z
      .string()
      .regex(/^[\x20-\x7e]{1,200}$/, 'expected one line of plain ASCII')
      .default('tradewatch/0.1')
      .describe('What publishers see; including a contact address is polite. Default: tradewatch/0.1.'),
    log: z
      .strictObject({
        level: z.enum(['error', 'warn', 'info', 'debug']).default('info').describe('error, warn, info or debug. Default: info.'),
      })
      .prefault({})
      .describe('What is logged, on stderr.'),
    pipelines: z
      .strictObject(Object.fromEntries(pipelines.map((pipeline) => [pipeline.id, pipelineEntry(pipeline)])))
      .prefault({})
      .describe('Sources by id; those not named here run with their defaults.'),
    rules: z.array(ruleSchema).default([]).describe('What to watch for.'),
    receivers: z.array(receiverSchema).default([]).describe('Who can be told.'),
    heartbeat: heartbeatSchema,
    smtp: smtpSchema.optional(),
    web: webSchema.prefault({}).describe('The status pages of `start`: read-only, on this machine by default.'),
    ping: pingSchema.optional().describe('Who is told when runs begin and how they end, so that silence is noticed. Default: no one.'),
  });

export type ConfigFile = z.output<ReturnType<typeof fileSchema>>;

/**
 * JSON Schema (draft 7, which editors read) of the configuration file, for completion and checks while writing.
 */
export function configJsonSchema(pipelines: Iterable<ConfigurablePipeline>): Record<string, unknown> {
  const sorted = [...pipelines].sort((a, b) => (a.id < b.id ? -1 : 1));
  const { $schema, ...schema } = z.toJSONSchema(fileSchema(sorted), { io: 'input', target: 'draft-07', unrepresentable: 'any' });
  return { $schema, title: 'tradewatch configuration', ...(withEmptySections(schema) as Record<string, unknown>) };
}

/** A section may be left empty (`receivers:` with comments beneath it): what has a default may be null in the schema, too. */
function withEmptySections(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withEmptySections);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: Record<string, unknown> = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withEmptySections(value)]));
  if ('default' in copy && (copy['type'] === 'object' || copy['type'] === 'array')) copy['type'] = [copy['type'], 'null'];
  return copy;
}
