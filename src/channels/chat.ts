import type { Attempt, Channel } from './channel.ts';
import type { Letter } from './letter.ts';
import { type Answer, attemptOf, postAddress, postJson } from './post.ts';
import { letterOf } from './render.ts';

/** A chat service that is written to at an address of its own, by which alone it knows the sender: the address is the secret. */
export interface ChatService {
  /** As messages name it: `Slack`. */
  readonly name: string;
  /** The message within the service's limits. Pure. */
  write(letter: Letter): object;
  /** What an answer's body says beyond its status. */
  read(answer: Answer): Reading;
}

export interface Reading {
  /** The status that is meant, where the body has another one than the answer. */
  readonly status?: number;
  /** In words of our own: the body may echo the address. */
  readonly says?: string;
  /** The Retry-After that is meant. */
  readonly retryAfter?: string;
  /** It is refused for the channel behind the address, whatever the status makes of it, and not for what it says. */
  readonly aboutReceiver?: boolean;
  /** The status says that it was taken, and the body does not. */
  readonly doubtful?: boolean;
}

/** @throws UsageError when the address is unusable; the message does not contain it. */
export function chatChannel(address: string, service: ChatService): Channel {
  const url = postAddress(address, service.name);
  return {
    send(message, { signal, now, onStep }) {
      const body = JSON.stringify(service.write(letterOf(message)));
      return postJson(url, {}, body, { signal, now, onStep, judge: (answer) => judged(service, answer, now) });
    },
  };
}

function judged(service: ChatService, answer: Answer, now: Date): Attempt {
  // A proxy's or a portal's page is nobody's receipt.
  const page = /^\s*</.test(answer.body);
  const read: Reading = page ? { says: `a web page, not an answer of ${service.name}`, doubtful: true } : service.read(answer);
  const { status, says, retryAfter, doubtful, aboutReceiver } = read;
  const meant = { ...answer, status: status ?? answer.status, retryAfter: retryAfter ?? answer.retryAfter };
  const attempt = attemptOf(meant, now);
  const detail = says === undefined ? attempt.detail : `${attempt.detail}: ${says}`;
  if (attempt.outcome === 'delivered')
    return doubtful === true ? { outcome: 'retry', detail, ownerShouldKnow: true, mayHaveArrived: true } : { ...attempt, detail };
  if (attempt.outcome === 'dead' || attempt.aboutMessage !== true) return { ...attempt, detail };
  // Unlike a webhook's own receiver, these go on refusing what they refused once: a person has to know.
  const { aboutMessage: _, ...refused } = attempt;
  return { ...(aboutReceiver === true ? refused : attempt), detail, ownerShouldKnow: true };
}
