import { readFileSync } from 'node:fs';
import type { Receiver, Secrets, SmtpConfig } from '../config.ts';
import { UsageError } from '../errors.ts';
import { type Channel, unreadyChannel } from './channel.ts';
import { drawLight } from './picture.ts';

/**
 * A channel for each receiver, by its id. One that cannot work as configured (a secret is missing, an address is wrong)
 * becomes a channel whose every attempt says so; the others work. Nothing is connected yet, and the code of a channel is loaded
 * with its first message.
 */
export function openChannels(receivers: readonly Receiver[], smtp: SmtpConfig | null, secrets: Secrets): ReadonlyMap<string, Channel> {
  return new Map(receivers.map((receiver) => [receiver.id, channelOf(receiver, smtp, secrets)]));
}

function channelOf(receiver: Receiver, smtp: SmtpConfig | null, secrets: Secrets): Channel {
  const unready = (error: unknown): Channel => {
    if (error instanceof UsageError) return unreadyChannel(`receiver ${receiver.id}: ${error.message}`);
    throw error;
  };
  try {
    const open = openerOf(receiver, smtp, secrets);
    let opened: Promise<Channel> | null = null;
    return {
      async send(message, options) {
        opened ??= open().catch(unready);
        return (await opened).send(message, options);
      },
    };
  } catch (error) {
    return unready(error);
  }
}

/** Finds the secrets of a receiver. @returns what opens its channel. @throws UsageError, and so does that. */
function openerOf(receiver: Receiver, smtp: SmtpConfig | null, secrets: Secrets): () => Promise<Channel> {
  switch (receiver.channel) {
    case 'email': {
      if (smtp === null) throw new UsageError('mail needs smtp in the configuration');
      const options = { receiver: receiver.id, to: receiver.to, smtp, ...mailSecrets(smtp, secrets), draw: drawLight };
      return async () => (await import('./email.ts')).emailChannel(options);
    }
    case 'webhook': {
      const url = 'text' in receiver.url ? receiver.url.text : found(receiver.url.secret, secrets);
      const keys = receiver.secrets.map((name) => found(name, secrets));
      return async () => (await import('./webhook.ts')).webhookChannel({ url, secrets: keys });
    }
    case 'slack': {
      const url = found(receiver.url, secrets);
      return async () => (await import('./slack.ts')).slackChannel(url);
    }
    case 'teams': {
      const url = found(receiver.url, secrets);
      return async () => (await import('./teams.ts')).teamsChannel(url);
    }
    case 'discord': {
      const url = found(receiver.url, secrets);
      return async () => (await import('./discord.ts')).discordChannel(url);
    }
  }
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
