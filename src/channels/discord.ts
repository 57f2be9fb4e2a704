import { asCode, commandsOf, digestLines, factsOf, fitted, footerOf, headlineOf, leftOutOf, packed, sentencesOf } from './card.ts';
import type { Channel } from './channel.ts';
import { type ChatService, chatChannel, type Reading } from './chat.ts';
import { clip } from './clip.ts';
import { ACCENTS } from './kinds.ts';
import type { Letter } from './letter.ts';
import { type Answer, postAddress } from './post.ts';

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits; 6,000 of all texts together. */
const LONGEST_TITLE = 256;
const LONGEST_DESCRIPTION = 4096;
/** Leaves room in the description for where the rest is. */
const LONGEST_SENTENCES = 3800;
const MOST_FIELDS = 25;
const LONGEST_NAME = 256;
const LONGEST_VALUE = 1024;
const LONGEST_FOOTER = 2048;
const LONGEST_EMBED = 6000;

interface Field {
  readonly name: string;
  readonly value: string;
  readonly inline: boolean;
}
/** A line of the description, or a field beneath it. */
type Piece = string | Field;

/** @throws UsageError when the address is unusable; the message does not contain it. */
export function discordChannel(address: string): Channel {
  const url = postAddress(address, DISCORD.name);
  // Without it, a message that is not saved is answered as one that is.
  url.searchParams.set('wait', 'true');
  return chatChannel(url.href, DISCORD);
}

const DISCORD: ChatService = { name: 'Discord', write: discordMessage, read: readAnswer };

/** A message for a webhook: https://docs.discord.com/developers/resources/webhook#execute-webhook. Pure. */
export function discordMessage(letter: Letter): object {
  const { lead, others } = sentencesOf(letter);
  const all = [lead, others.join('\n')].join('\n\n').trim();
  const sentences = clip(all, LONGEST_SENTENCES, escaped);
  const { needed, ...parts } = piecesOf(letter);
  // A long article's claim, worked out in many lines, may not fit; an alert's and a correction's first sentences do.
  const cut: readonly Piece[] = escaped(all).length > LONGEST_SENTENCES ? [escaped(leftOutOf(letter))] : [];
  const embedOf = (pieces: readonly Piece[]) => ({
    title: clip(headlineOf(letter), LONGEST_TITLE, escaped),
    description: [sentences, pieces.filter((piece) => typeof piece === 'string').join('\n')].filter((part) => part !== '').join('\n\n'),
    color: Number.parseInt(ACCENTS[letter.kind].slice(1), 16),
    fields: pieces.filter((piece) => typeof piece !== 'string'),
    footer: { text: clip(footerOf(letter), LONGEST_FOOTER) },
  });
  const fits = (pieces: readonly Piece[]): boolean => {
    const { title, description, fields, footer } = embedOf(pieces);
    const length = fields.reduce(
      (sum, { name, value }) => sum + name.length + value.length,
      title.length + description.length + footer.text.length,
    );
    return description.length <= LONGEST_DESCRIPTION && fields.length <= MOST_FIELDS && length <= LONGEST_EMBED;
  };
  // Mentions are no links here, whatever the text says: https://docs.discord.com/developers/resources/message#allowed-mentions-object.
  return {
    allowed_mentions: { parse: [] },
    embeds: [embedOf(fitted(letter, { ...parts, needed: (rows) => [...cut, ...needed(rows)] }, fits))],
  };
}

function piecesOf(letter: Letter) {
  const { figures, months, rest } = letter;
  const facts = factsOf(letter).map(({ label, text, href }) => `${escaped(`${label}: ${text}`)}${href === null ? '' : `<${href}>`}`);
  const packedFacts = packed(facts, (text) => text.length <= LONGEST_VALUE);
  const needed = (rows: number): Piece[] => [
    ...digestLines(letter, rows).map(({ of, text }) =>
      of === 'series' ? `**${escaped(text)}**` : of === 'row' ? `• ${escaped(text)}` : escaped(text),
    ),
    ...figures.map(({ label, value, note }) => field(label, escaped(note === null ? value : `${value} (${note})`), rest, true)),
  ];
  const wanted: Piece[] = [
    ...(months === null ? [] : [field(months.line.title, block(months.line.blocks), rest)]),
    ...packedFacts.map((text, index) => field(index === 0 ? 'Facts' : 'More facts', text, rest)),
    ...commandsOf(letter).map(({ label, text }) => field(label, block(text), rest)),
  ];
  return { needed, wanted, leftOut: field('…', escaped(leftOutOf(letter)), rest) };
}

/** A value is whole or is not there: half of a command would do something else. */
const field = (name: string, value: string, rest: string, inline = false): Field => ({
  name: clip(name, LONGEST_NAME, escaped),
  value: value.length <= LONGEST_VALUE ? value : clip(`Too long to show here. For all of it: ${rest}`, LONGEST_VALUE, escaped),
  inline,
});

const block = (text: string): string => `\`\`\`\n${asCode(text)}\n\`\`\``;

/**
 * Discord's own escape, a backslash, before all that formats, mentions, quotes, lists or hides; an address is no link
 * when its slashes are escaped.
 */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\*_~`|<>#@[\]]/g, '\\$&')
    .replaceAll('://', ':\\/\\/')
    .replaceAll(/^(\d*)(?=[-+.)])/gm, '$1\\');

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json and .../topics/rate-limits#exceeding-a-rate-limit. */
function readAnswer({ status, retryAfter, body }: Answer): Reading {
  if (status >= 200 && status < 300) return {};
  const { code, retry_after: seconds } = objectOf(body);
  const says = typeof code === 'number' ? CODES[code] : undefined;
  const wait = typeof seconds === 'number' && seconds >= 0 ? Math.ceil(Math.max(seconds, Number(retryAfter) || 0)) : null;
  const known = says === undefined ? {} : { says: `code ${code}, ${says}`, aboutReceiver: !ABOUT_MESSAGE.has(Number(code)) };
  return { ...known, ...(wait === null ? {} : { retryAfter: String(wait) }) };
}

function objectOf(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** An unknown webhook is tried again on the schedule, a few times in days, for as long as a person may mend a mistyped address. */
const CODES: Readonly<Record<number, string>> = {
  10003: 'the channel is gone',
  10015: 'the webhook was removed, or the address is wrong: make a new one',
  20016: 'the channel is in slow mode',
  20028: 'the channel has had too many messages',
  50006: 'Discord finds the message empty',
  50027: 'the address is not valid any more: make a new webhook',
  50035: 'Discord does not understand the message',
  50109: 'Discord does not understand the message',
  220001: 'a forum wants a thread: use a text channel, or add thread_id to the address',
};

const ABOUT_MESSAGE: ReadonlySet<number> = new Set([50006, 50035, 50109]);
