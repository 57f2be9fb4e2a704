import { inert } from './inert.ts';
import type { Fact } from './letter.ts';

const SILENCE_DAYS = 30;
const DAY_MS = 86_400_000;

/** The check that rests on what was published and not on the database. */
export const FROM_ARCHIVE = 'From the archive alone; then run the command above with --db check.db';

export const replayCheck = (pipeline: string): Fact => ({
  label: FROM_ARCHIVE,
  text: `tradewatch replay ${inert(pipeline, 80)} --into check.db`,
  href: null,
});

/**
 * @param series a key, or a pattern in quotes; null where the rule alone says what is meant.
 * @param from when the message was made: the silence that it offers ends 30 days later.
 */
export function silenceCommand(ruleId: string, series: string | null, from: string): string {
  const until = new Date(Date.parse(from) + SILENCE_DAYS * DAY_MS).toISOString().slice(0, 10);
  return `tradewatch alerts silence --rule ${inert(ruleId, 80)}${series === null ? '' : ` --series ${inert(series, 300)}`} --until ${until} --reason "..."`;
}
