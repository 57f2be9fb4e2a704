import { capitalized } from '../domain/capitalized.ts';
import { isDisabled, type Outage } from '../domain/outage.ts';
import { formatPeriod } from '../domain/period.ts';
import type { HeldFigure, SourceRecord } from '../store/store.ts';
import type { SourceFacts } from './deployment.ts';

/** Something that only a person can do. */
export interface Task {
  readonly kind: 'key' | 'file' | 'held' | 'messages' | 'receiver';
  /** What is the matter, and what to do, in words. */
  readonly says: string;
  /** To be run or set; null where it is no command. */
  readonly command: string | null;
}

/** Whether all is well, in one sentence or two. */
export interface Verdict {
  readonly tone: 'good' | 'bad' | 'wait';
  readonly sentence: string;
}

export interface Situation {
  readonly sources: readonly SourceRecord[];
  readonly facts: readonly SourceFacts[];
  readonly inbox: string;
  readonly held: readonly HeldFigure[];
  readonly outages: readonly Outage[];
  /** Messages that were given up and would still be true. */
  readonly dead: number;
  /** What the work of the server fails of, in words; null: it goes well. */
  readonly fault: string | null;
}

const NEEDS_A_LOOK = ['failing', 'late', 'stale'];

/** The state of a source in one word; one that was not asked yet, or has nothing to ask, is no success. */
export const stateWord = ({
  state,
  lastSuccessAt,
  nothingToAsk,
}: Pick<SourceRecord, 'state' | 'lastSuccessAt' | 'nothingToAsk'>): string =>
  nothingToAsk ? 'nothing_to_ask' : state === 'ok' && lastSuccessAt === null ? 'not_asked_yet' : state;

/** The answer to "is all well?". */
export function verdictOf({ fault, ...situation }: Omit<Situation, 'facts' | 'inbox'>): Verdict {
  const verdict = verdictOnSources(situation);
  return fault === null ? verdict : { tone: 'bad', sentence: `${capitalized(fault)}. ${verdict.sentence}` };
}

function verdictOnSources({ sources, outages, dead, held }: Omit<Situation, 'facts' | 'inbox' | 'fault'>): Verdict {
  const look = sources.filter(({ state }) => NEEDS_A_LOOK.includes(state));
  const waiting = sources.filter(({ state }) => state === 'waiting_for_key' || state === 'waiting_for_file');
  const unasked = sources.filter((source) => stateWord(source) === 'not_asked_yet');
  const idle = sources.filter(({ nothingToAsk }) => nothingToAsk);
  const others = [
    waiting.length > 0 ? `${of(waiting.length, 'source waits', 'sources wait')} for a key or a file` : null,
    unasked.length > 0 ? `${of(unasked.length, 'source has', 'sources have')} not been asked yet` : null,
    idle.length > 0 ? `${of(idle.length, 'source has', 'sources have')} nothing to ask` : null,
    held.length > 0 ? `${of(held.length, 'figure is', 'figures are')} held` : null,
    outages.length > 0 ? `${of(outages.length, 'receiver is', 'receivers are')} not accepting messages` : null,
    dead > 0 ? `${of(dead, 'message was', 'messages were')} given up` : null,
  ].filter((part) => part !== null);
  const tail = others.length === 0 ? '' : ` ${capitalized(others.join(', '))}.`;
  if (look.length > 0) {
    const names = look.map(({ pipeline, state }) => `${pipeline} (${state})`).join(', ');
    return { tone: 'bad', sentence: `${of(look.length, 'source needs', 'sources need')} attention: ${names}.${tail}` };
  }
  const well = sources.length - waiting.length - unasked.length - idle.length;
  const rest =
    sources.length === 0
      ? 'No source is known yet: "tradewatch run" asks them.'
      : well === sources.length
        ? `${sources.length === 1 ? 'The one source is' : `All ${sources.length} sources are`} as expected.`
        : well === 0
          ? 'No source needs attention.'
          : `${well} of ${of(sources.length, 'source is', 'sources are')} as expected; none needs attention.`;
  const tone = outages.length + dead > 0 ? 'bad' : others.length > 0 || sources.length === 0 ? 'wait' : 'good';
  return { tone, sentence: `${rest}${tail}` };
}

/** What waits for a person: what to set, drop, decide or mend. */
export function tasksOf({ sources, facts, inbox, held, outages, dead }: Situation): Task[] {
  const known = new Map(facts.map((fact) => [fact.id, fact]));
  const keys = sources.flatMap(({ pipeline, state }): Task[] => {
    const key = known.get(pipeline)?.key;
    if (state !== 'waiting_for_key') return [];
    const name = key?.name ?? 'the key';
    const set =
      key?.isSet === true
        ? `${pipeline}: the publisher does not accept the key in ${name}`
        : `${pipeline} waits for its key: ${name} is not set`;
    return [
      {
        kind: 'key',
        says: `${set}. Set it in the environment, in a file (${name}_FILE) or as a systemd credential, and start again.`,
        command: null,
      },
    ];
  });
  const files = sources.flatMap(({ pipeline, state }): Task[] => {
    if (state !== 'waiting_for_file') return [];
    const page = known.get(pipeline)?.documentation;
    const from = page === undefined ? '' : ` The publisher's page: ${page}`;
    return [
      {
        kind: 'file',
        says: `${pipeline} waits for a file: save the publication and drop it into ${inbox}/${pipeline}/.${from}`,
        command: null,
      },
    ];
  });
  const figures = [...new Set(held.map(({ pipeline }) => pipeline))].map((pipeline): Task => {
    const those = held.filter((figure) => figure.pipeline === pipeline);
    const first = those[0] as HeldFigure;
    const what =
      those.length === 1
        ? `${formatPeriod(first.period)} of ${first.seriesKey}`
        : `${those.length} figures, such as ${formatPeriod(first.period)} of ${first.seriesKey}`;
    return {
      kind: 'held',
      says: `${pipeline}: ${what} held until the publisher or you confirm: ${first.reason}`,
      command: `tradewatch held accept ${pipeline}`,
    };
  });
  const broken = outages.map(
    (outage): Task => ({
      kind: 'receiver',
      says: `${outage.receiver} ${isDisabled(outage) ? 'has accepted no messages (disabled)' : 'has accepted no messages'} since ${outage.since.slice(0, 16).replace('T', ' ')} UTC: ${outage.detail}`,
      command: `tradewatch alerts test ${outage.receiver}`,
    }),
  );
  const given: Task[] =
    dead === 0
      ? []
      : [
          {
            kind: 'messages',
            says: `${of(dead, 'message was', 'messages were')} given up. To send ${dead === 1 ? 'it' : 'them'} again:`,
            command: 'tradewatch alerts resend',
          },
        ];
  return [...keys, ...files, ...figures, ...broken, ...given];
}

const of = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
