import { Webhook } from 'standardwebhooks';
import { UsageError } from '../errors.ts';
import type { Channel } from './channel.ts';
import { postAddress, postJson } from './post.ts';
import { webhookBody } from './webhook-body.ts';

export interface WebhookOptions {
  /** A secret, whoever wrote it down: some services put the key into it. */
  readonly url: string;
  /** Standard Webhooks keys (`whsec_...`), newest first; each signs. */
  readonly secrets: readonly string[];
}

/**
 * Signed POSTs as https://www.standardwebhooks.com says.
 * @throws UsageError when the address or a key is unusable; the message does not contain it.
 */
export function webhookChannel(options: WebhookOptions): Channel {
  const url = postAddress(options.url, 'webhook');
  if (options.secrets.length === 0) throw new UsageError('a webhook needs a secret to sign with');
  const signers = options.secrets.map(signerOf);
  return {
    send(message, { signal, now, onStep }) {
      const body = webhookBody(message);
      const headers = {
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signers.map((signer) => signer.sign(message.id, now, body)).join(' '),
      };
      return postJson(url, headers, body, { signal, now, onStep });
    },
  };
}

/** "Random. At least 24 bytes": https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme */
const SHORTEST_KEY_BYTES = 24;

/** Whether a key can be guessed more easily than the specification allows. @throws UsageError when it is no key. */
export function isShortKey(secret: string): boolean {
  signerOf(secret);
  return Buffer.from(secret.trim().replace(/^whsec_/, ''), 'base64').length < SHORTEST_KEY_BYTES;
}

function signerOf(secret: string): Webhook {
  try {
    return new Webhook(secret.trim());
  } catch {
    // Without the cause: it is about the key's characters.
    throw new UsageError('a webhook secret is not "whsec_" and base64');
  }
}
