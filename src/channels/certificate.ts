import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { AttemptStep } from './channel.ts';
import { inert } from './inert.ts';

/** Node's own check of a certificate's names, which tells what the certificate is. For the options of a TLS connection. */
export const certificateCheck = (onStep: (step: AttemptStep) => void): Pick<ConnectionOptions, 'checkServerIdentity'> => ({
  checkServerIdentity(host, certificate) {
    onStep({ name: 'TLS', says: described(certificate) });
    return checkServerIdentity(host, certificate);
  },
});

const described = ({ subject, issuer, valid_to }: PeerCertificate): string => {
  const until = Number.isNaN(Date.parse(valid_to)) ? valid_to : new Date(valid_to).toISOString().slice(0, 10);
  return `a trusted certificate for ${name(subject)}, issued by ${name(issuer)}, valid until ${inert(until, 40)}`;
};

/** The fields of a certificate are written by strangers, and one that is there several times is a list. */
const name = (of: PeerCertificate['subject']): string => inert([of.CN ?? of.O ?? 'nobody'].flat().join(', '), 100);
