/** What happened to alerts of any kind, as the feed and the overview tell it. */
import { claimMatter, claimSaid, officialSaid, VERDICT_NAMES } from '../channels/claim-wording.ts';
import { inert } from '../channels/inert.ts';
import { labelOf, titleOf, whatHappened } from '../channels/publication-wording.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import { entryOf } from '../domain/alert-statement.ts';
import type { DataEntry } from '../domain/data-message.ts';
import type { AlertHappening, ClaimHappening, FiguresHappening, PublicationHappening } from '../store/store.ts';
import type { AlertWords } from './deployment.ts';
import { bothFigures } from './said.ts';

export interface Happened {
  /** As the subject of a mail has it. */
  readonly title: string;
  /** What was found then, with both figures or the reason. */
  readonly sentences: readonly string[];
}

export function happenedIn(one: AlertHappening, words: AlertWords): Happened {
  switch (one.about) {
    case 'figures':
      return onFigures(one, words);
    case 'publications':
      return onPublication(one);
    case 'claims':
      return onClaim(one);
  }
}

/** What an alert on figures said at one of its events: what it states, of the figures of then. */
export function entryThen({ alert, sequence, kind, current, base, percent }: FiguresHappening): AlertEntry {
  const { statement, condition, entry } = alert;
  // Another month may have been the record then; which one is not kept.
  const isOfNow = statement.rule.metric !== 'record' || base === condition.figures.base;
  return entryOf(
    isOfNow ? statement : { ...statement, baseEnd: null },
    { ...condition, sequence, figures: current === null ? condition.figures : { current, base, percent }, isKnown: current !== null },
    kind === 'recorded' ? entry.event : kind,
    entry.series.product_name,
  );
}

function onFigures(one: FiguresHappening, words: AlertWords): Happened {
  const entry = entryThen(one);
  const figures = bothFigures(entry, words);
  return {
    title: words.title(entry),
    sentences: [
      `${words.matter(entry)}, ${words.period(entry)}: ${words.finding(entry)}.`,
      figures === null ? 'The figures are no longer known.' : `${figures}.`,
      ...why(one),
    ],
  };
}

/**
 * What an alert on a publication said at one of its events. The last entry knows the last time that it stood, and how that
 * ended; null where it stood once more since.
 */
export function publicationThen({ alert: { entry }, sequence, kind }: PublicationHappening): DataEntry | null {
  if (sequence === entry.sequence) return entry;
  const isItsBeginning = sequence === entry.sequence - 1 && !entry.stands && (kind === 'raised' || kind === 'reinstated');
  return isItsBeginning ? { ...entry, sequence, event: kind, stands: true, ending: null } : null;
}

function onPublication(one: PublicationHappening): Happened {
  const then = publicationThen(one);
  if (then !== null) return { title: `[${labelOf(then)}] ${titleOf(then)}`, sentences: [whatHappened(then)] };
  return {
    title: `[${one.kind === 'raised' ? 'Raised' : one.kind === 'reinstated' ? 'Reinstated' : 'Over'}] ${titleOf(one.alert.entry)}`,
    sentences: why(one),
  };
}

function onClaim(one: ClaimHappening): Happened {
  const { kind, judged, alert } = one;
  const { claim, publisher, quote } = alert.claim;
  const titles = {
    contradicted: 'Claim contradicted',
    changed: `[Changed] Claim now ${VERDICT_NAMES[judged.verdict]}`,
    ended: '[Ended] Claim no longer watched',
  };
  return {
    title: `${titles[kind]}: ${claimMatter(claim)}, ${inert(claim.period ?? 'an unknown period', 30)}, said ${claimSaid(claim)}; ${officialSaid(judged)}`,
    sentences: [inert(judged.explanation[0] ?? '', 600), `${inert(publisher, 120)} writes: "${inert(quote, 500)}"`, ...why(one)],
  };
}

const why = ({ reason }: Pick<AlertHappening, 'reason'>): string[] => (reason === null ? [] : [`Why: ${reason}.`]);
