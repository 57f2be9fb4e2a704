import { readFileSync } from 'node:fs';
import type { EmailReceiver, Receiver, Secrets, SmtpConfig, WebhookReceiver } from '../config.ts';
import { UsageError } from '../errors.ts';
import { type Channel, unreadyChannel } from './channel.ts';
import { discordChannel } from './discord.ts';
import { emailChannel } from './email.ts';
import { drawLight } from './picture.ts';
import { slackChannel } from './slack.ts';
import { teamsChannel } from './teams.ts';
import { webhookChannel } from './webhook.ts';

/**
 * A channel for each receiver, by its id. One that cannot work as configured (a secret is missing, an address is wrong)
 * becomes a channel whose every attempt says so; the others work. Nothing is connected yet.
 */
export function openChannels(receivers: readonly Receiver[], smtp: SmtpConfig | null, secrets: Secrets): ReadonlyMap<string, Channel> {
  return new Map(receivers.map((receiver) => [receiver.id, openChannel(receiver, smtp, secrets)]));
}

function openChannel(receiver: Receiver, smtp: SmtpConfig | null, secrets: Secrets): Channel {
  try {
    switch (receiver.channel) {
      case 'email':
        return openEmail(receiver, smtp, secrets);
      case 'webhook':
        return openWebhook(receiver, secrets);
      case 'slack':
        return slackChannel(found(receiver.url, secrets));
      case 'teams':
        return teamsChannel(found(receiver.url, secrets));
      case 'discord':
        return discordChannel(found(receiver.url, secrets));
    }
  } catch (error) {
    if (error instanceof UsageError) return unreadyChannel(`receiver ${receiver.id}: ${error.message}`);
    throw error;
  }
}

function openEmail(receiver: EmailReceiver, smtp: SmtpConfig | null, secrets: Secrets): Channel {
  if (smtp === null) throw new UsageError('mail needs smtp in the configuration');
  return emailChannel({ receiver: receiver.id, to: receiver.to, smtp, ...mailSecrets(smtp, secrets), draw: drawLight });
}

/**
 * What a connection to the mail server needs beside its configuration.
 * @throws UsageError when something is missing.
 */
export function mailSecrets(smtp: SmtpConfig, secrets: Secrets): { readonly password: string | null; readonly ca: string | null } {
  if (smtp.user !== null && smtp.password === null) throw new UsageError('smtp.user needs smtp.password, the name of a secret');
  return {
    password: smtp.user === null || smtp.password === null ? null : found(smtp.password, secrets),
    ca: smtp.caFile === null ? null : readAuthority(smtp.caFile),
  };
}

function openWebhook(receiver: WebhookReceiver, secrets: Secrets): Channel {
  const url = 'text' in receiver.url ? receiver.url.text : found(receiver.url.secret, secrets);
  return webhookChannel({ url, secrets: receiver.secrets.map((name) => found(name, secrets)) });
}

function found(name: string, secrets: Secrets): string {
  const value = secrets.find(name)?.trim() ?? '';
  if (value === '') throw new UsageError(`the secret ${name} is not set: give ${name}, ${name}_FILE or a systemd credential`);
  return value;
}

function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`smtp.caFile cannot be read: ${file}`, { cause: error });
  }
}
