import type { AlertEntry } from '../domain/alert-message.ts';
import type { AlertFigures } from '../domain/threshold.ts';
import type { AlertHappening } from '../store/store.ts';

/** What an alert said at one of its events: the last entry with the figures of then. */
export function entryThen(
  entry: AlertEntry,
  then: { readonly sequence: number; readonly kind: AlertEntry['event'] | 'recorded' } & {
    readonly [K in keyof AlertFigures]: number | null;
  },
): AlertEntry {
  const { sequence, kind, current, base, percent } = then;
  const unit = entry.value?.unit ?? entry.series.unit;
  return {
    ...entry,
    sequence,
    event: kind === 'recorded' ? entry.event : kind,
    value: current === null ? null : { current, base, percent, change: base === null ? null : current - base, unit },
  };
}

export const entryOf = ({ alert, ...event }: AlertHappening): AlertEntry => entryThen(alert.entry, event);
