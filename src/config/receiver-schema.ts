import { z } from 'zod';
import { isMailAddress, isMailSender, isWebAddress } from './codes.ts';
import { id } from './rule-schema.ts';
import { SECRET_NAME } from './secrecy.ts';

const NAME_WANTED = 'expected the NAME of a secret in capitals, such as WEBHOOK_SECRET';
export const secretName = z.string({ error: NAME_WANTED }).regex(SECRET_NAME, NAME_WANTED);

const email = z
  .strictObject({
    to: z
      .array(z.string().refine(isMailAddress, 'expected a mail address such as desk@example.org'))
      .min(1, 'expected at least one address')
      .describe('Mail addresses.'),
  })
  .describe('Mail; needs the section smtp.');

const webhook = z
  .strictObject({
    url: z
      .string()
      .refine(isWebAddress, 'expected an http(s) address; one that is a secret itself belongs in url_secret')
      .optional()
      .describe('The address, if it is not a secret.'),
    url_secret: secretName.optional().describe('The NAME of the secret that holds the address.'),
    secrets: z
      .array(secretName, 'expected a list of the NAMES of the secrets that sign, such as [HOOK_SECRET]')
      .min(1, 'expected at least one name')
      .describe('NAMES of the secrets (whsec_...) that sign, newest first; several while keys are rotated.'),
  })
  .describe('A signed JSON message (Standard Webhooks); needs url or url_secret.');

const chat = (description: string) =>
  z
    .strictObject(
      { url_secret: secretName.describe('The NAME of the secret that holds the address.') },
      { error: 'expected url_secret: NAME, the name of the secret that holds the address' },
    )
    .describe(description);

const channels = {
  email: email.optional(),
  webhook: webhook.optional(),
  slack: chat('A Slack channel, by an incoming webhook; its address is a secret.').optional(),
  teams: chat('A Microsoft Teams channel, by a workflow that takes webhook requests; its address is a secret.').optional(),
  discord: chat('A Discord channel, by a webhook; its address is a secret.').optional(),
};

export const CHANNELS = Object.keys(channels);

/** One receiver as it is written. */
export const receiverSchema = z
  .strictObject({
    id: id('receiver').describe('The name that rules use.'),
    ...channels,
    fallback: id('receiver')
      .optional()
      .describe('The id of the receiver that gets what this one does not accept, and is told when this one fails.'),
  })
  .meta({
    description: 'Somebody who is told, by one channel: email, webhook, slack, teams or discord.',
    oneOf: CHANNELS.map((channel) => ({ required: [channel] })),
  });

export const smtpSchema = z
  .strictObject({
    host: z
      .string({ error: 'expected the name of a mail server' })
      .regex(/^[A-Za-z0-9.:_-]+$/, 'expected the name of a mail server')
      .describe('The mail server.'),
    port: z.int().min(1).max(65_535).optional().describe('Default: 465 with tls, 587 with starttls, 25 with none.'),
    security: z
      .enum(['tls', 'starttls', 'none'])
      .default('starttls')
      .describe('tls (from the first byte), starttls (required), or none (this machine only). Default: starttls.'),
    user: z.string().min(1).optional().describe('The user to log in as; needs password_secret.'),
    password_secret: secretName.optional().describe('The NAME of the secret that holds the password.'),
    from: z
      .string({ error: 'expected the sender' })
      .refine(isMailSender, 'expected a sender such as tradewatch@example.org or "Trade desk <desk@example.org>"')
      .describe('The sender: an address, or Name <address>.'),
    ca_file: z.string().min(1).optional().describe('A PEM file with additional trusted authorities.'),
  })
  .describe('How mail is sent.');

export type ReceiverEntry = z.output<typeof receiverSchema>;
export type SmtpEntry = z.output<typeof smtpSchema>;
