import { z } from 'zod';
import { timezoneFault } from '../domain/calendar.ts';
import { id } from './rule-schema.ts';

/** When the month's report comes, and to whom. */
export const heartbeatSchema = z
  .strictObject({
    day: z
      .int({ error: 'expected a day of the month' })
      .min(1, 'expected 1 to 28')
      .max(28, 'expected 1 to 28: every month has these days')
      .default(1)
      .describe('The day of the month, 1 to 28. Default: 1.'),
    hour: z
      .int({ error: 'expected an hour' })
      .min(0, 'expected 0 to 23')
      .max(23, 'expected 0 to 23')
      .default(8)
      .describe('The hour, 0 to 23. Default: 8.'),
    timezone: z
      .string()
      .refine((text) => timezoneFault(text) === null, { error: (issue) => timezoneFault(String(issue.input)) ?? '' })
      .default('UTC')
      .describe('The time zone of day and hour, such as Europe/Berlin. Default: UTC.'),
    receivers: z.array(id('receiver')).default([]).describe('Who gets it, by receiver id. Default: no one.'),
  })
  .prefault({})
  .describe('Once a month: what was checked and found, even if it was nothing.');
