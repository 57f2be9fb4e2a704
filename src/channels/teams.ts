import { commandsOf, digestLines, factsOf, fitted, footerOf, leftOutOf, markOf, noticeOf, sentencesOf } from './card.ts';
import type { Channel } from './channel.ts';
import { type ChatService, chatChannel, type Reading } from './chat.ts';
import { clip } from './clip.ts';
import type { Letter } from './letter.ts';
import type { Answer } from './post.ts';

/**
 * "About 28 KB" a message, all included: https://learn.microsoft.com/connectors/teams/#known-issues-and-limitations-with-actions.
 * Senders have seen refusals from 21 KB on.
 */
const LARGEST_MESSAGE_BYTES = 20_000;
/** Of an alert's title and of one sentence: far more than any has. */
const LONGEST_RUN = 3000;

interface Run {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'bolder';
  readonly size?: 'small' | 'medium';
  readonly isSubtle?: true;
  readonly fontType?: 'monospace';
  readonly selectAction?: { readonly type: 'Action.OpenUrl'; readonly url: string };
}
type Style = Omit<Run, 'type' | 'text'>;
type Item =
  | {
      readonly type: 'RichTextBlock';
      readonly inlines: readonly Run[];
      readonly spacing?: 'none' | 'small' | 'medium';
      readonly separator?: true;
    }
  | { readonly type: 'ColumnSet'; readonly columns: readonly Column[]; readonly spacing?: 'small' }
  | { readonly type: 'Container'; readonly style: string; readonly bleed: true; readonly items: readonly Item[] };
interface Column {
  readonly type: 'Column';
  readonly width: number;
  readonly items: readonly Item[];
}

/** The container behind the head, in colours that Teams fits to its light, dark and high-contrast themes. */
const STYLES: Readonly<Record<Letter['kind'], string>> = {
  raised: 'attention',
  updated: 'accent',
  retracted: 'emphasis',
  reinstated: 'attention',
  withdrawn: 'warning',
  unstable: 'warning',
  ended: 'emphasis',
  contradicted: 'attention',
  changed: 'accent',
  digest: 'accent',
  failing: 'attention',
  disabled: 'attention',
  test: 'emphasis',
};

/** @throws UsageError when the address is unusable; the message does not contain it. */
export const teamsChannel = (url: string): Channel => chatChannel(url, TEAMS);

const TEAMS: ChatService = { name: 'Teams', write: teamsMessage, read: readAnswer };

/**
 * An adaptive card in the envelope that Workflows ("When a Teams webhook request is received") wants. Version 1.2 is the
 * oldest with all that is used; Teams shows up to 1.5: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference.
 * Pure.
 */
export function teamsMessage(letter: Letter): object {
  const { lead, others } = sentencesOf(letter);
  const head: Item[] = [
    {
      type: 'Container',
      style: STYLES[letter.kind],
      bleed: true,
      items: [line(markOf(letter), { weight: 'bolder' }), line(letter.title, { weight: 'bolder', size: 'medium' }, 'none')],
    },
    line(lead, { weight: 'bolder' }, 'medium'),
    ...others.map((sentence, index) => line(sentence, {}, index === 0 ? 'medium' : 'small')),
  ];
  const footer: Item = { ...line(footerOf(letter), { isSubtle: true, size: 'small' }, 'medium'), separator: true };
  const message = (items: readonly Item[]) => messageOf(letter, [...head, ...items, footer]);
  const fits = (items: readonly Item[]): boolean => Buffer.byteLength(JSON.stringify(message(items))) <= LARGEST_MESSAGE_BYTES;
  return message(fitted(letter, itemsOf(letter), fits));
}

const messageOf = (letter: Letter, body: readonly Item[]) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.2',
        // No entities: without them nothing in a text is a mention.
        msteams: { width: 'Full' },
        fallbackText: inactive(clip(noticeOf(letter), LONGEST_RUN)),
        body,
      },
    },
  ],
});

function itemsOf(letter: Letter) {
  const { figures, months } = letter;
  const needed = (rows: number): Item[] => [
    ...figures.map(
      ({ label, value, note }): Item => row([run(label, { isSubtle: true }), run(value, { weight: 'bolder' }), run(note ?? '\u00a0')]),
    ),
    ...digestLines(letter, rows).map(({ of, text }) =>
      of === 'series'
        ? line(text, { weight: 'bolder' }, 'medium')
        : line(of === 'row' ? `• ${text}` : text, {}, of === 'row' ? 'none' : 'small'),
    ),
  ];
  const wanted: Item[] = [
    ...(months === null ? [] : [labelled(months.line.title, months.line.blocks)]),
    ...factsOf(letter).map(
      ({ label, text, href }, index): Item => ({
        type: 'RichTextBlock',
        inlines: [
          run(`${label}: `, { isSubtle: true, size: 'small' }),
          ...(text === '' ? [] : [run(text, { size: 'small' })]),
          ...(href === null ? [] : [run(href, { size: 'small', selectAction: { type: 'Action.OpenUrl', url: href } })]),
        ],
        spacing: index === 0 ? 'medium' : 'none',
      }),
    ),
    ...commandsOf(letter).map(({ label, text }) => labelled(label, text)),
  ];
  return { needed, wanted, leftOut: line(leftOutOf(letter), {}, 'medium') };
}

/** A text run knows no Markdown, unlike a text block or a fact: https://learn.microsoft.com/adaptive-cards/schema-explorer/text-run. */
const run = (text: string, style: Style = {}): Run => ({ type: 'TextRun', text: inactive(clip(text, LONGEST_RUN)), ...style });

/** `{{DATE(...)}}` and `{{TIME(...)}}` are replaced in any text: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features. */
const inactive = (text: string): string => text.replaceAll(/\{(?=\{)/g, '{ ');

const line = (text: string, style: Style, spacing: 'none' | 'small' | 'medium' = 'small') =>
  ({ type: 'RichTextBlock', inlines: [run(text, style)], spacing }) as const;

const row = (cells: readonly Run[]): Item => ({
  type: 'ColumnSet',
  columns: cells.map((cell) => ({ type: 'Column', width: 1, items: [{ type: 'RichTextBlock', inlines: [cell] }] })),
  spacing: 'small',
});

const labelled = (label: string, text: string): Item => ({
  type: 'RichTextBlock',
  inlines: [run(`${label}  `, { isSubtle: true, size: 'small' }), run(text, { fontType: 'monospace', size: 'small' })],
  spacing: 'medium',
});

/**
 * Workflows answers 202 as soon as it has started; whether the card is posted it does not say. The connectors before it
 * answered 200 with the failure in the text: "Microsoft Teams endpoint returned HTTP error 429", as
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors says.
 */
function readAnswer({ status, body }: Answer): Reading {
  if (status < 200 || status >= 300) return status === 400 || status === 413 ? { says: 'the workflow does not take the card' } : {};
  const meant = /returned HTTP error ([45]\d\d)\b/.exec(body)?.[1];
  if (meant !== undefined) return { status: Number(meant), says: `in the text of an answer with ${status}` };
  return /delivery failed/i.test(body) ? { says: 'the text of the answer tells of a failure', doubtful: true } : {};
}
