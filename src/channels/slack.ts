import {
  asCode,
  commandsOf,
  digestLines,
  factsOf,
  fitted,
  footerOf,
  headlineOf,
  leftOutOf,
  noticeOf,
  packed,
  sentencesOf,
} from './card.ts';
import type { Channel } from './channel.ts';
import { type ChatService, chatChannel, type Reading } from './chat.ts';
import { clip } from './clip.ts';
import { ACCENTS } from './kinds.ts';
import type { Letter } from './letter.ts';
import type { Answer } from './post.ts';

/** https://docs.slack.dev/reference/block-kit/blocks: 50 blocks a message; each block's page has its longest text. */
const MOST_BLOCKS = 50;
const LONGEST_HEADER = 150;
const LONGEST_TEXT = 3000;
const MOST_FIELDS = 10;
const LONGEST_FIELD = 2000;
/** Of all texts together. Slack names no limit for blocks (40,000 for `text`) and cuts what it finds too long without a mark. */
const LONGEST_MESSAGE = 12_000;

type Text = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false } | Markup;
interface Markup {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Nothing is made a link by itself. */
  readonly verbatim: true;
}
type Block =
  | { readonly type: 'header'; readonly text: Text }
  | { readonly type: 'section'; readonly text: Text; readonly expand?: true }
  | { readonly type: 'section'; readonly fields: readonly Text[] }
  | { readonly type: 'context'; readonly elements: readonly Text[] };

/** @throws UsageError when the address is unusable; the message does not contain it. */
export const slackChannel = (url: string): Channel => chatChannel(url, SLACK);

const SLACK: ChatService = { name: 'Slack', write: slackMessage, read: readAnswer };

/** A message for an incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. Pure. */
export function slackMessage(letter: Letter): object {
  const { lead, others } = sentencesOf(letter);
  const head: Block[] = [
    { type: 'header', text: plain(headlineOf(letter), LONGEST_HEADER) },
    { type: 'section', text: plain(lead, LONGEST_TEXT), expand: true },
    ...texts(others).map((text): Block => ({ type: 'section', text, expand: true })),
  ];
  const footer: Block = { type: 'context', elements: [plain(footerOf(letter), LONGEST_TEXT)] };
  const message = (details: readonly Block[]) => messageOf(letter, head, [...details, footer]);
  const fits = (details: readonly Block[]): boolean =>
    head.length + details.length + 1 <= MOST_BLOCKS && lengthOf(message(details)) <= LONGEST_MESSAGE;
  return message(fitted(letter, detailsOf(letter), fits));
}

const messageOf = (letter: Letter, blocks: readonly Block[], details: readonly Block[]) => ({
  // What notifications and lists show.
  text: clip(noticeOf(letter), LONGEST_TEXT, escaped),
  mrkdwn: false,
  link_names: false,
  unfurl_links: false,
  unfurl_media: false,
  blocks,
  // The only place with a colour; what stands here Slack may fold, so nothing essential does.
  attachments: [{ color: ACCENTS[letter.kind], fallback: clip(headlineOf(letter), LONGEST_HEADER, escaped), blocks: details }],
});

function detailsOf(letter: Letter) {
  const { figures, months, rest } = letter;
  const facts = factsOf(letter);
  const unlinked = facts.flatMap(({ label, text, href }) => (href === null ? [`${label}: ${text}`] : []));
  const fields = figures
    .slice(0, MOST_FIELDS)
    .map(({ label, value, note }) => plain(`${label}\n${value}${note === null ? '' : ` (${note})`}`, LONGEST_FIELD));
  const needed = (rows: number): Block[] => {
    const lines = digestLines(letter, rows).map(({ of, text }) => (of === 'row' ? `• ${text}` : `\n${text}`));
    return [
      ...(fields.length === 0 ? [] : [{ type: 'section' as const, fields }]),
      ...texts(lines).map((text): Block => ({ type: 'section', text })),
    ];
  };
  const wanted: Block[] = [
    ...(months === null ? [] : [code(months.line.title, months.line.blocks, rest)]),
    ...texts(unlinked).map((text): Block => ({ type: 'context', elements: [text] })),
    ...facts.flatMap(({ label, text, href }) => (href === null ? [] : [link(`${label}: ${text}`.trim(), href)])),
    ...commandsOf(letter).map(({ label, text }) => code(label, text, rest)),
  ];
  return { needed, wanted, leftOut: { type: 'section', text: plain(leftOutOf(letter), LONGEST_TEXT) } satisfies Block };
}

const link = (before: string, href: string): Block => ({
  type: 'context',
  elements: [plain(before, LONGEST_TEXT), markup(`<${escaped(href)}>`)],
});

/** A command is whole or is not there: half of one would do something else. */
function code(title: string, text: string, rest: string): Block {
  const block = `${escaped(title)}\n\`\`\`${escaped(asCode(text))}\`\`\``;
  return {
    type: 'section',
    text: block.length <= LONGEST_TEXT ? markup(block) : plain(`${title}: too long to show here. For all of it: ${rest}`, LONGEST_TEXT),
  };
}

const texts = (lines: readonly string[]): Text[] =>
  packed(lines, (text) => escaped(text).length <= LONGEST_TEXT).map((text) => plain(text.trim(), LONGEST_TEXT));

/** Text in which nothing is marked up. */
const plain = (text: string, max: number): Text => ({ type: 'plain_text', text: clip(text, max, escaped), emoji: false });
const markup = (text: string): Markup => ({ type: 'mrkdwn', text, verbatim: true });

/**
 * The three characters by which mentions (`<!channel>`), links and entities begin and end; no others are to be escaped:
 * https://docs.slack.dev/messaging/formatting-message-text.
 */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const lengthOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null ? Object.values(value).reduce((sum: number, one) => sum + lengthOf(one), 0) : 0;
};

/**
 * A message that is taken is answered with `ok`, another with a word:
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and
 * https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks.
 */
function readAnswer({ status, body }: Answer): Reading {
  const word = body.trim();
  if (status >= 200 && status < 300) return word === '' || word === 'ok' ? {} : { says: 'the answer is not "ok"', doubtful: true };
  const says = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  return says === undefined ? {} : { says: `${word}, ${says}`, aboutReceiver: word !== 'invalid_payload' };
}

const WORDS: Readonly<Record<string, string>> = {
  action_prohibited: 'the workspace does not let this webhook post there',
  channel_is_archived: 'the channel is archived',
  channel_not_found: 'the channel is gone',
  invalid_payload: 'Slack does not understand the message',
  invalid_token: 'the address is not valid any more: make a new webhook',
  no_active_hooks: 'the webhook is turned off',
  no_service: 'the webhook was removed or turned off: make a new one',
  no_service_id: 'the address is incomplete or wrong',
  no_team: 'the address is incomplete or wrong, or the workspace is gone',
  posting_to_general_channel_denied: 'the workspace does not let this webhook post there',
  rollup_error: 'an error of Slack',
  team_disabled: 'the workspace is closed',
  user_not_found: 'the user is gone',
};
