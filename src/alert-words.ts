import { formatAmount } from './channels/figures.ts';
import { render } from './channels/render.ts';
import { silenceCommand } from './channels/reproduce.ts';
import { basePeriodOf, entryTitle, findingOf, periodOf, seriesTitle, thresholdOf } from './channels/wording.ts';
import type { AlertWords } from './web/deployment.ts';

/** What the pages say of alerts is what the messages say. */
export const ALERT_WORDS: AlertWords = {
  title: entryTitle,
  matter: (entry) => seriesTitle(entry.series),
  finding: findingOf,
  period: periodOf,
  basePeriod: basePeriodOf,
  amount: formatAmount,
  threshold: (entry) => thresholdOf(entry.rule, entry.series.unit),
  silence: ({ rule, series }, at) => silenceCommand(rule, series, at),
  letter: (message) => {
    const { subject, text } = render(message);
    return { subject, text };
  },
};
