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
    'Set the secret that is named, in the environment, in a file or as a credential, and start the server anew.',
  ],
  [
    /\bis not configured\b/,
    'The configuration does not name this receiver.',
    'Add the receiver to the configuration again, or let its messages go.',
  ],
  [/^receiver \S+: /, 'The receiver cannot be used as it is configured.', 'Mend what is named in the configuration or in its secrets.'],
  [
    /\ba web page, not an answer of\b/,
    'A page came back where the service should have answered: most likely of a proxy, a portal or another address.',
    'Compare the address; let this machine reach the service past the proxy.',
  ],
  [
    /\bthe answer is not "ok"|\btells of a failure\b/,
    'The service answered, and not that it took the message.',
    'See whether the message is in the channel; compare the address, and look at the webhook or workflow in the service.',
  ],
  [http('2\\d\\d'), 'The receiver took the message.', 'Nothing is to be done.'],
  [
    http('3\\d\\d'),
    'The address has moved; redirects are not followed, because they could lead anywhere.',
    "Ask the receiver's owner for the new address and configure that one.",
  ],
  [
    http('400|422'),
    'The receiver was reached and does not understand the message.',
    'Check that the channel fits the receiver: a plain webhook and each chat service want other bodies.',
  ],
  [
    http('401'),
    'The receiver does not accept the signature or the key.',
    'Compare the secret on both sides; after a rotation give the new key and the old one.',
  ],
  [
    http('403'),
    'The receiver knows the sender and refuses it.',
    "Have the receiver's owner allow this sender or make a new address; a firewall can answer so, too.",
  ],
  [http('404'), 'There is nothing at this address.', 'Compare the address, also its last characters: the hook may have been removed.'],
  [http('405'), 'The address does not take POST.', 'Compare the address: it is that of a page, not that of a hook.'],
  [
    http('408|504'),
    'The receiver was too slow, or what stands in front of it was.',
    'Nothing yet: it is tried again. When it stays so, the receiver should answer before it does its work.',
  ],
  [
    http('410'),
    'The receiver asks for no more messages, for good.',
    'Configure a new address, or take the receiver out of the configuration.',
  ],
  [
    http('413'),
    'The message is too large for the receiver.',
    'Have its limit raised to 20 kB; that of a chat service is not to be raised: take another channel for it.',
  ],
  [http('429'), 'The receiver gets more than it wants to.', 'Nothing: it is tried again after the time that it asks for.'],
  [http('5\\d\\d'), 'The receiver has a fault of its own.', "Nothing yet: it is tried again. When it stays so, tell the receiver's owner."],
  [http('4\\d\\d'), 'The receiver refuses the message.', "Ask the receiver's owner what the code means there."],
  [
    /\blogin was refused\b/,
    'The mail server does not accept the user or the password.',
    'Compare smtp.user and the secret that smtp.password_secret names; some providers want a password made for programs.',
  ],
  [/CERT_HAS_EXPIRED/, 'The certificate of the other side has expired.', 'Its owner has to renew it; nothing is sent before.'],
  [/ALTNAME/, 'The certificate is for another host name.', 'Compare the host name with the one that the certificate names.'],
  [
    /SELF_SIGNED|UNABLE_TO_|no trusted TLS/,
    'The certificate of the other side is vouched for by nobody that this machine trusts.',
    'For a mail server with an authority of your own give its certificate as smtp.ca_file; otherwise its owner has to install the whole chain.',
  ],
  [
    /ENOTFOUND|EDNS|host name (is not known|could not be looked up)/,
    'The host name is not known.',
    'Compare its spelling; then check the name servers of this machine.',
  ],
  [/EAI_AGAIN/, 'The name server does not answer.', 'Check the network and the name servers of this machine.'],
  [
    /ECONNREFUSED/,
    'The host is there, and nothing listens at this port.',
    'Compare the port; then see whether the program on the other side runs.',
  ],
  [/EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|no connection/, 'The host cannot be reached.', 'Check the network and the firewall of both sides.'],
  [/deadline/, 'No answer came in time.', 'See what the other side does for so long: it may have the message all the same.'],
  [
    /ECONNRESET|EPIPE|broke off|connection (ended|failed)/,
    'The connection broke off before an answer.',
    'See the log of the other side: it may have the message all the same.',
  ],
  [
    /refused for .*"5\d\d|"5\d\d/,
    'The mail server refuses for good: a recipient, the sender or the text.',
    'Read its answer; compare the addresses and whether it lets this machine send as smtp.from.',
  ],
  [
    /refused for .*"4\d\d|"4\d\d/,
    'The mail server refuses for now.',
    'Nothing yet: it is tried again. Servers that do not know a sender often ask for that.',
  ],
  [/^taken for /, 'The mail server took the mail; whether a mailbox has it, the recipient knows.', 'Nothing is to be done.'],
];

/** What the detail of an attempt means, and what to do about it. Pure. */
export function explain(detail: string): Explanation {
  const found = EXPLANATIONS.find(([pattern]) => pattern.test(detail));
  return found === undefined
    ? { meaning: 'It did not work, for a reason of which no more is known.', remedy: 'Read what came back.' }
    : { meaning: found[1], remedy: found[2] };
}

export const remedyFor = (detail: string): string => explain(detail).remedy;
