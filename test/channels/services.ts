/** How Slack, Discord and Teams take a message: their limits, what acts in a text, and what a person then sees. */
import { discordMessage } from '../../src/channels/discord.ts';
import type { Letter } from '../../src/channels/letter.ts';
import { slackMessage } from '../../src/channels/slack.ts';
import { teamsMessage } from '../../src/channels/teams.ts';

export type Json = { readonly [key: string]: unknown };

export interface Service {
  write(letter: Letter): object;
  /** Every text that a person is shown, as the service shows it. */
  shown(message: Json): string[];
  /** What of the service's limits is exceeded. */
  faults(message: Json): string[];
  /** What in a message would act: mention, link, format. */
  active(message: Json): string[];
}

export const strings = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
const objects = (value: unknown): Json[] =>
  typeof value === 'object' && value !== null ? [value as Json, ...Object.values(value).flatMap(objects)] : [];
const over = (what: string, length: number, most: number): string[] => (length > most ? [`${what}: ${length} of ${most}`] : []);

const entities = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const OWN_LINK = /<https?:\/\/[^\s<>|]+>/g;

const slack: Service = {
  write: slackMessage,
  shown: (message) =>
    objects([message['blocks'], message['attachments']])
      .filter((one) => one['type'] === 'plain_text' || one['type'] === 'mrkdwn')
      .map((one) => entities(String(one['text'])).replaceAll('```', '')),
  faults(message) {
    const blocks = objects(message).filter((one) => ['header', 'section', 'context'].includes(String(one['type'])));
    const texts = objects(message).filter((one) => one['type'] === 'plain_text' || one['type'] === 'mrkdwn');
    const ofBlock = (block: Json): string[] => {
      const fields = (block['fields'] ?? []) as Json[];
      return [
        ...over('fields', fields.length, 10),
        ...fields.flatMap((field) => over('field', String(field['text']).length, 2000)),
        ...over('elements', ((block['elements'] ?? []) as unknown[]).length, 10),
        ...(block['type'] === 'header' ? over('header', String((block['text'] as Json)['text']).length, 150) : []),
      ];
    };
    return [
      ...over('blocks', blocks.length, 50),
      ...blocks.flatMap(ofBlock),
      ...texts.flatMap((text) => over('text', String(text['text']).length, 3000)),
      ...texts.filter((text) => text['text'] === '').map(() => 'an empty text'),
    ];
  },
  active(message) {
    const found = strings(message).filter((text) => /[<>]|&(?!amp;|lt;|gt;)/.test(text.replaceAll(OWN_LINK, '')));
    const marked = objects(message).filter((one) => one['type'] === 'mrkdwn');
    // Marked up are only a block of code beneath a title of ours, and a link that shows where it leads.
    const odd = marked.filter((one) => !/^[^`*_~]*```[^`]*```$|^<https?:\/\/[^\s<>|]+>$/.test(String(one['text'])));
    const loose = marked.filter((one) => one['verbatim'] !== true);
    const parsed = ['link_names', 'unfurl_links', 'unfurl_media', 'mrkdwn'].filter((name) => message[name] !== false);
    return [...found, ...odd.map((one) => String(one['text'])), ...loose.map((one) => String(one['text'])), ...parsed];
  },
};

const withoutCode = (text: string): string => text.replaceAll(/```\n[^`]*\n```/g, '');
const marked = (message: Json): string[] =>
  (message['embeds'] as Json[]).flatMap((embed) => [
    String(embed['title']),
    String(embed['description']),
    ...(embed['fields'] as Json[]).flatMap((field) => [String(field['name']), String(field['value'])]),
  ]);

const discord: Service = {
  write: discordMessage,
  shown: (message) => [
    ...marked(message).map((text) =>
      text.replaceAll(/```\n?|\n?```|(?<=^|\n)\*\*|\*\*(?=\n|$)/g, '').replaceAll(/\\([^0-9A-Za-z\s])/g, '$1'),
    ),
    ...(message['embeds'] as Json[]).map((embed) => String((embed['footer'] as Json)['text'])),
  ],
  faults(message) {
    const embeds = message['embeds'] as Json[];
    const sum = strings([...marked(message), ...embeds.map((embed) => (embed['footer'] as Json)['text'])]).join('').length;
    return [
      ...over('embeds', embeds.length, 10),
      ...over('all texts', sum, 6000),
      ...embeds.flatMap((embed) => [
        ...over('title', String(embed['title']).length, 256),
        ...over('description', String(embed['description']).length, 4096),
        ...over('footer', String((embed['footer'] as Json)['text']).length, 2048),
        ...over('fields', (embed['fields'] as unknown[]).length, 25),
        ...(embed['fields'] as Json[]).flatMap(({ name, value }) => [
          ...over('name', String(name).length, 256),
          ...over('value', String(value).length, 1024),
          ...(name === '' || value === '' ? ['an empty field'] : []),
        ]),
      ]),
    ];
  },
  active(message) {
    const inert = JSON.stringify(message['allowed_mentions']) === '{"parse":[]}' ? [] : ['mentions are allowed'];
    return marked(message)
      .map((text) =>
        withoutCode(text)
          .replaceAll(/\\[^0-9A-Za-z\s]/g, '')
          .replaceAll(OWN_LINK, '')
          // A series of a digest stands in bold.
          .replaceAll(/^\*\*(.*)\*\*$/gm, '$1'),
      )
      .filter((text) => /[*_~`|<>#@[\]]|:\/\/|^[-+]|^\d+\./m.test(text))
      .concat(inert);
  },
};

const teams: Service = {
  write: teamsMessage,
  shown: (message) =>
    objects(message)
      .filter((one) => one['type'] === 'RichTextBlock')
      .map((one) => (one['inlines'] as Json[]).map((run) => String(run['text'])).join('')),
  faults: (message) => over('bytes', Buffer.byteLength(JSON.stringify(message)), 28_000),
  active(message) {
    const types = new Set(objects(message).flatMap((one) => (typeof one['type'] === 'string' ? [one['type']] : [])));
    const known = ['message', 'AdaptiveCard', 'Container', 'ColumnSet', 'Column', 'RichTextBlock', 'TextRun', 'Action.OpenUrl'];
    return [
      // Whatever reads Markdown, and what makes mentions of texts.
      ...[...types].filter((type) => !known.includes(type)),
      ...objects(message).flatMap((one) => ('entities' in one ? ['entities'] : [])),
      ...strings(message).filter((text) => text.includes('{{')),
      ...objects(message).flatMap((one) =>
        one['type'] === 'Action.OpenUrl' && !/^https?:\/\//.test(String(one['url'])) ? [String(one['url'])] : [],
      ),
    ];
  },
};

export const SERVICES = { slack, discord, teams } as const;
