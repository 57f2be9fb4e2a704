interface Explanation {
  readonly meaning: string;
  /** What a person does about it, in sentences. */
  readonly remedy: string;
}

const http = (codes: string): RegExp => new RegExp(`\\bHTTP (${codes})\\b`);

/** By what attempts say in their details; the first that fits. */
const EXPLANATIONS: readonly (readonly [RegExp, string, string])[] = [
  [
    /\bthe secret \w+ is not set\b/,
    'A secret is missing.',
    'Set that secret in the environment, in a file or as a systemd credential, and restart the server.',
  ],
  [
    /\bis not configured\b/,
    'The configuration does not name this receiver.',
    'Add the receiver to the configuration again, or ignore its messages.',
  ],
  [
    /^receiver \S+: /,
    'The receiver cannot be used as it is configured.',
    'Fix what the message names, in the configuration or in its secrets.',
  ],
  [
    /\ba web page, not an answer of\b/,
    'A web page came back instead of an answer from the service: most likely from a proxy, a login portal or a wrong address.',
    'Check the address, and let this machine reach the service without the proxy.',
  ],
  [
    /\bthe answer is not "ok"|\btells of a failure\b/,
    'The service answered, but did not confirm that it accepted the message.',
    'See whether the message is in the channel; check the address, and the webhook or workflow in the service.',
  ],
  [http('2\\d\\d'), 'The receiver accepted the message.', 'Nothing needs to be done.'],
  [
    http('3\\d\\d'),
    'The address has moved; redirects are not followed, because they could lead anywhere.',
    "Ask the receiver's owner for the new address and configure that one.",
  ],
  [
    http('400|422'),
    'The receiver was reached but does not understand the message.',
    'Check that the channel matches the receiver: a plain webhook and each chat service expect different bodies.',
  ],
  [
    http('401'),
    'The receiver does not accept the signature or the key.',
    'Compare the secret on both sides; after a rotation, configure the new key and the old one.',
  ],
  [
    http('403'),
    'The receiver refuses this sender.',
    "Ask the receiver's owner to allow this sender or to create a new address. A firewall may also be the cause.",
  ],
  [http('404'), 'There is nothing at this address.', 'Check the address to its last character; the webhook may have been removed.'],
  [http('405'), 'The address does not accept POST.', 'Check the address: it belongs to a page, not to a webhook.'],
  [
    http('408|504'),
    'The receiver, or a proxy in front of it, was too slow.',
    'Nothing yet: it is tried again. If this persists, the receiver should answer first and do its work afterwards.',
  ],
  [
    http('410'),
    'The receiver permanently refuses further messages.',
    'Configure a new address, or remove the receiver from the configuration.',
  ],
  [
    http('413'),
    'The message is too large for the receiver.',
    'Have its limit raised to 20 kB. The limit of a chat service cannot be raised: use another channel.',
  ],
  [http('429'), 'The receiver gets more messages than it accepts.', 'Nothing: it is tried again after the time it asks for.'],
  [http('5\\d\\d'), 'The receiver has an internal error.', "Nothing yet: it is tried again. If this persists, tell the receiver's owner."],
  [http('4\\d\\d'), 'The receiver refuses the message.', "Ask the receiver's owner what this status code means."],
  [
    /\blogin was refused \((?:530|538)\)/,
    'The mail server takes a login only over an encrypted connection.',
    'Set smtp.security to starttls or tls.',
  ],
  [
    /\blogin was refused\b/,
    'The mail server does not accept the user or the password.',
    'Check smtp.user and the secret named in smtp.password_secret; some providers require an app password.',
  ],
  [/CERT_HAS_EXPIRED/, "The server's certificate has expired.", 'Its owner must renew it; until then nothing is sent.'],
  [/ALTNAME/, 'The certificate is for a different host name.', 'Compare the configured host name with the one in the certificate.'],
  [
    /SELF_SIGNED|UNABLE_TO_|no trusted TLS/,
    "No authority that this machine trusts vouches for the server's certificate.",
    'For a mail server with your own certificate authority, set smtp.ca_file to its certificate. Otherwise the owner must install the whole chain.',
  ],
  [
    /ENOTFOUND|EDNS|host name (is not known|could not be looked up)/,
    'The host name cannot be found.',
    'Check its spelling; then check the name servers of this machine.',
  ],
  [/EAI_AGAIN/, 'The name server does not answer.', 'Check the network and the name servers of this machine.'],
  [/ECONNREFUSED/, 'The host is there, but nothing listens on this port.', 'Check the port; then see whether the server is running.'],
  [
    /EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|no connection/,
    'The host cannot be reached.',
    'Check the network, and the firewalls on both sides.',
  ],
  [/deadline/, 'No answer came in time.', 'Find out why the server takes so long. It may have received the message all the same.'],
  [
    /ECONNRESET|EPIPE|broke off|connection (ended|failed)/,
    'The connection broke before there was an answer.',
    "Look at the server's log. It may have received the message all the same.",
  ],
  [
    /refused for .*"5\d\d|"5\d\d/,
    'The mail server permanently refuses a recipient, the sender or the text.',
    'Read its answer; check the addresses, and whether it allows this machine to send as smtp.from.',
  ],
  [
    /refused for .*"4\d\d|"4\d\d/,
    'The mail server refuses temporarily.',
    'Nothing yet: it is tried again. Servers often ask unknown senders to retry.',
  ],
  [
    /^taken for /,
    'The mail server accepted the mail. Only the recipient can tell whether it is in the mailbox.',
    'Nothing needs to be done.',
  ],
];

/** What the detail of an attempt means, and what to do about it. Pure. */
export function explain(detail: string): Explanation {
  const found = EXPLANATIONS.find(([pattern]) => pattern.test(detail));
  return found === undefined
    ? { meaning: 'It did not work, for an unknown reason.', remedy: 'Read what came back.' }
    : { meaning: found[1], remedy: found[2] };
}

export const remedyFor = (detail: string): string => explain(detail).remedy;
