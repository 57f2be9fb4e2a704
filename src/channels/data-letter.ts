import type { DataDigestMessage, DataEntry, DataMessage } from '../domain/data-message.ts';
import { formatNumber } from '../domain/number-words.ts';
import type { DataRuleKind } from '../domain/publication.ts';
import { inert } from './inert.ts';
import type { Fact, Letter } from './letter.ts';
import { labelOf, minute, titleOf, whatHappened } from './publication-wording.ts';
import { corrects, shortId } from './references.ts';
import { silenceCommand } from './reproduce.ts';

/** What is wrong with a source's publications, or what became of it, in words. */
export function dataLetter(message: DataMessage): Letter {
  const label = labelOf(message);
  const count = message.also.length;
  return {
    subject: `[${label}] ${titleOf(message)}${count === 0 ? '' : ` and ${count} more`}`,
    kind: message.event,
    label,
    severity: message.severity,
    title: titleOf(message),
    paragraphs: [whatHappened(message), ...(message.stands ? [MEANING[message.rule.kind]] : []), ...message.also.map(whatHappened)],
    figures: [],
    facts: facts(message),
    checks: [
      { label: 'Command', text: inert(message.check.command, 1000), href: null },
      { label: 'SQL', text: inert(message.check.sql, 2000), href: null },
    ],
    months: null,
    groups: [],
    shortId: shortId(message.id),
    corrects: corrects(message.references, undefined),
    rest: 'tradewatch sources list',
    silence: silenceCommand(message.rule.id, `"${message.pipeline}/*"`, message.created_at),
    footer: `Sent by tradewatch because the rule "${inert(message.rule.id, 80)}" names you as a receiver. You will get a message when this is over.`,
  };
}

/** Several in one message: none is left out. */
export function dataDigestLetter(message: DataDigestMessage): Letter {
  const { entries } = message;
  const title = `${entries.length} ${entries.length === 1 ? 'notice' : 'notices'} on sources`;
  return {
    subject: `[Digest] ${title}`,
    kind: 'digest',
    label: 'Digest',
    severity: null,
    title,
    paragraphs: [inert(message.reason), ...entries.map((entry) => `${labelOf(entry)}: ${whatHappened(entry)}`)],
    figures: [],
    facts: [],
    checks: [{ label: 'Command', text: 'tradewatch sources list', href: null }],
    months: null,
    groups: [],
    shortId: shortId(message.id),
    corrects: null,
    rest: 'tradewatch sources list',
    footer: 'Sent by tradewatch because rules name you as a receiver. You will get a message when one of these is over.',
  };
}

const MEANING: Readonly<Record<DataRuleKind, string>> = {
  release_late:
    "Until it comes, there can be no alerts on figures of this period. Usually the date was moved: look at the publisher's page.",
  partial_release:
    'The figures are not loaded, and no alert is based on them, until the rest comes or someone accepts them ("tradewatch held list" shows them).',
  pipeline_failed:
    'Whether anything was published in the meantime is not known. Nothing is lost: the source is asked again at its next time.',
};

function facts(entry: DataEntry): Fact[] {
  const title = entry.rule.title === null ? '' : ` (${inert(entry.rule.title, 120)})`;
  const list: (Fact | null)[] = [
    fact('Rule', `${inert(entry.rule.id, 80)}${title}; severity ${entry.severity}`),
    fact('Source', `${inert(entry.pipeline, 80)}: ${inert(entry.publisher, 160)}`),
    entry.expected_at === null ? null : fact('Expected', minute(entry.expected_at)),
    entry.deadline_at === null ? null : fact('Late from', minute(entry.deadline_at)),
    entry.rule.kind !== 'pipeline_failed'
      ? null
      : fact('Answered', entry.last_answer_at === null ? 'never so far' : `last at ${minute(entry.last_answer_at)}`),
    fact('Alert', `${inert(entry.fingerprint, 64)}, message ${formatNumber(entry.sequence)}`),
  ];
  return list.filter((one) => one !== null);
}

const fact = (label: string, text: string): Fact => ({ label, text, href: null });
