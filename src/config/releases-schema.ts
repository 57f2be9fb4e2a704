import { z } from 'zod';
import { listedDateFault } from '../domain/release.ts';

/** What a configuration may change of a pipeline's calendar of releases. */
export const releasesSchema = z
  .strictObject({
    expected: z.boolean().default(true).describe('false: no release is expected, so none is ever late. Default: true.'),
    dates: z
      .record(z.string(), z.string({ error: 'expected a day such as 2026-04-14' }))
      .default({})
      .superRefine((dates, context) => {
        for (const [month, day] of Object.entries(dates)) {
          const fault = listedDateFault(month, day);
          if (fault !== null) context.addIssue({ code: 'custom', path: [month], message: fault });
        }
      })
      .describe('Announced dates by the month that they release ("2026-03": 2026-04-14), replacing the rule or an older date.'),
    grace_days: z.int().min(0).max(365).optional().describe('Whole days after the expected time before a missing month is late.'),
  })
  .describe("Changes the calendar of the publisher's releases.");

export type ReleasesEntry = z.output<typeof releasesSchema>;
