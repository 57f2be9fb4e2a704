import type { ClaimDigestMessage, ClaimEntry, ClaimMessage, VerdictSource } from '../domain/claim-alert.ts';
import { formatNumber } from '../domain/number-words.ts';
import { claimMatter, claimSaid, officialSaid, VERDICT_NAMES } from './claim-wording.ts';
import { inert } from './inert.ts';
import type { DigestGroup, Fact, Letter } from './letter.ts';
import { corrects, shortId } from './references.ts';
import { replayCheck, silenceCommand } from './reproduce.ts';
import { webAddress } from './web-address.ts';

/** A claim that the official figures contradict, or what became of one, in words. */
export function claimLetter(message: ClaimMessage): Letter {
  const { verdict, previous, article, reason } = message;
  const changed = message.type === 'claim.changed';
  const quotation = `${inert(article.publisher, 120)} writes: "${inert(message.quote, 500)}"`;
  const [found = '', ...computed] = verdict.explanation.map((line) => inert(line, 600));
  const news = `The verdict on a claim changed: ${previous === null ? '' : `it was ${VERDICT_NAMES[previous.verdict]}, `}it is now ${VERDICT_NAMES[verdict.verdict]}.`;
  return {
    subject: `${changed ? `[Changed] Claim now ${VERDICT_NAMES[verdict.verdict]}` : 'Claim contradicted'}: ${subjectOf(message.claim)}, ${saidOf(message.claim)}; ${officialSaid(verdict)}`,
    kind: message.event,
    label: changed ? 'Changed' : 'Contradicted',
    severity: message.severity,
    title: `${subjectOf(message.claim)}: ${saidOf(message.claim)}`,
    paragraphs: [
      ...(changed ? [news] : []),
      found,
      quotation,
      ...computed,
      ...(changed && reason !== null ? [`Why: ${inert(reason)}.`] : []),
    ],
    figures: [],
    facts: facts(message),
    checks: [
      { label: 'Command', text: inert(message.check.command, 1000), href: null },
      { label: 'SQL', text: inert(message.check.sql, 2000), href: null },
      ...(verdict.series_key === null ? [] : [replayCheck(verdict.series_key.split('/')[0] ?? '')]),
    ],
    months: null,
    groups: [],
    silence: silenceCommand(message.rule.id, null, message.created_at),
    shortId: shortId(message.id),
    corrects: corrects(message.references, previous?.said_at),
    rest: 'tradewatch claims list',
    footer: `Sent by tradewatch because the rule "${inert(message.rule.id, 80)}" names you as a receiver. If the official figures are revised so that this verdict changes, a correction follows.`,
  };
}

/** Many claims in one message: none is left out. */
export function claimDigestLetter(message: ClaimDigestMessage): Letter {
  const { claims } = message;
  const count = claims.length === 1 ? '1 claim' : `${claims.length} claims`;
  const over = claims.every(isOver);
  const title = over
    ? `${count} in the news ${claims.length === 1 ? 'is' : 'are'} no longer watched`
    : `${count} in the news, checked against the official figures`;
  return {
    subject: `[Digest] ${title}`,
    kind: 'digest',
    label: 'Digest',
    severity: null,
    title,
    paragraphs: [inert(message.reason), 'None of them is sent separately.'],
    figures: [],
    facts: [],
    checks: [{ label: 'Command', text: 'tradewatch claims list', href: null }],
    months: null,
    groups: claims.map(groupOf),
    shortId: shortId(message.id),
    corrects: null,
    rest: 'tradewatch claims list',
    footer: over
      ? 'Sent by tradewatch because you were told of these claims. Nothing more follows unless a rule asks for them again.'
      : 'Sent by tradewatch because rules name you as a receiver. If a verdict changes, a correction follows.',
  };
}

/** No rule asks for it any more. */
const isOver = ({ event }: ClaimEntry): boolean => event === 'ended';

const groupOf = (entry: ClaimEntry): DigestGroup => ({
  title: `${[entry, ...(entry.also_in ?? [])].map(({ article }) => inert(article.publisher, 120)).join(' and ')}, ${day(entry.article.published_at)}: "${inert(entry.quote, 300)}"`,
  rows: [
    {
      period: inert(entry.claim.period ?? '', 30),
      change: `${isOver(entry) ? 'no longer watched' : VERDICT_NAMES[entry.verdict.verdict]}: ${saidOf(entry.claim)}`,
      figures: officialSaid(entry.verdict),
      rule: inert(entry.rule.id, 80),
    },
  ],
});

/** `China's exports of rare earth magnets to the world, 2025-Q2` */
const subjectOf = (claim: ClaimEntry['claim']): string => `${claimMatter(claim)}, ${inert(claim.period ?? 'an unknown period', 30)}`;

/** `said more than +25 % year on year` */
const saidOf = (claim: ClaimEntry['claim']): string => `said ${claimSaid(claim)}`;

function facts(message: ClaimMessage): Fact[] {
  const { article, claim, rule, verdict } = message;
  const title = rule.title === null ? '' : ` (${inert(rule.title, 120)})`;
  const plain = (label: string, text: string): Fact => ({ label, text, href: null });
  return [
    { label: 'Article', text: inert(article.url, 500), href: webAddress(article.url) },
    plain('Published', day(article.published_at)),
    ...(message.also_in ?? []).map(
      (copy): Fact => ({
        label: 'Also in',
        text: `${inert(copy.article.publisher, 120)}: ${inert(copy.article.url, 300)}`,
        href: webAddress(copy.article.url),
      }),
    ),
    plain('Read as', `${subjectOf(claim)}, ${saidOf(claim)}${claim.measure === null ? '' : `, ${claim.measure}`}`),
    ...(verdict.series_key === null ? [] : [plain('Series', inert(verdict.series_key, 300))]),
    ...message.sources.map(sourceFact),
    plain('Rule', `${inert(rule.id, 80)}${title}: claims that the official figures contradict; severity ${message.severity}`),
    plain('Claim', `${inert(message.fingerprint, 64)}, message ${formatNumber(message.sequence)}`),
  ];
}

function sourceFact(source: VerdictSource): Fact {
  const where = source.url === null ? `sha256 ${inert(source.sha256.slice(0, 16), 20)}` : inert(source.url, 300);
  const published = source.published_at === null ? `known since ${day(source.known_from)}` : `published ${day(source.published_at)}`;
  return { label: 'Source', text: `${inert(source.period, 30)}: ${published}, ${where}`, href: webAddress(source.url) };
}

const day = (time: string | null): string => (time === null ? 'day unknown' : inert(/^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? time, 20));
