import { RefusedError, refused } from '../errors.ts';

/**
 * One attempt that failed in a way that another may not. Never leaves http/: when the attempts are used up, the client
 * makes a RetryLaterError of it.
 */
export class AttemptError extends Error {
  override readonly name = 'AttemptError';
  /** Milliseconds that the other side asked to wait; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** False: another attempt within seconds would end the same way, the next slot of the schedule may not. */
  readonly again: boolean;

  constructor(message: string, options: ErrorOptions & { retryAfterMs?: number | null; again?: boolean } = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.again = options.again ?? true;
  }
}

/** The host answered with a status that says no (4xx), and would say it again. */
export class StatusRefusedError extends RefusedError {}

const MAX_WHERE_CHARACTERS = 160;

/** Host and path, for messages: never the query, the fragment or credentials, which may hold a secret. */
export function whereOf(url: URL): string {
  const where = url.host + url.pathname;
  return where.length > MAX_WHERE_CHARACTERS ? `${where.slice(0, MAX_WHERE_CHARACTERS)}...` : where;
}

/** What asking again would not change. */
export function refuse(url: URL, reason: string): RefusedError {
  return refused(whereOf(url), reason);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset before the answer was complete',
  EPIPE: 'the connection was closed while the request was sent',
  ECONNABORTED: 'the connection was aborted',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the name server does not answer',
  CERT_HAS_EXPIRED: 'the TLS certificate has expired',
  CERT_NOT_YET_VALID: 'the TLS certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the TLS certificate belongs to another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the TLS certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the TLS certificate comes from an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the TLS certificate comes from an authority that is not trusted',
  HPE_CLOSED_CONNECTION: 'the answer is longer than its Content-Length says',
  HPE_INVALID_CONSTANT: 'the answer is not HTTP, or longer than its Content-Length says',
};

/** The handshake ended for a reason that stays for hours. */
const TLS_CODE = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

/**
 * Makes of anything that axios, node:http, node:tls or node:dns threw an error that says where and what and holds
 * nothing else: an AxiosError carries the request with its headers, a parse error the raw packet, a TLS error the certificate.
 */
export function failureOf(error: unknown, url: URL): Error {
  let code = '';
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++) {
    // Thrown by our own code inside axios (the address guard in the lookup): already says all that may be said.
    if (current instanceof RefusedError || current instanceof AttemptError) return current;
    // The deepest is the nearest to what happened; axios names its own wrappers ERR_...
    code = codeOf(current) ?? code;
  }
  if (code === 'HPE_HEADER_OVERFLOW') return refuse(url, 'the headers of the answer are longer than 16 KB');
  const reason = REASONS[code] ?? (code.startsWith('HPE_') ? 'the answer is not valid HTTP' : 'the exchange failed');
  const name = code !== '' ? code : error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : 'unknown';
  return new AttemptError(`${whereOf(url)}: ${reason} (${name})`, { again: !TLS_CODE.test(code) });
}

function codeOf(error: Error): string | null {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : null;
}
