import { domainToASCII } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';
import { UsageError } from '../errors.ts';
import { inert } from './inert.ts';

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** What goes between the angle brackets of MAIL FROM and RCPT TO: no spaces, quotes, brackets or controls, a plain domain. */
const ADDRESS =
  /^[^\s\p{Cc}\p{Cf}"(),:;<>@[\\\]]{1,64}@([\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?)*)$/u;
const LONGEST_ADDRESS = 254;

/**
 * One mailbox, such as `Trade desk <desk@example.org>`.
 * @throws UsageError when it is none, or more than one.
 */
export function mailAddress(text: string): MailAddress {
  const entries = /[\r\n]/.test(text) ? [] : addressparser(text);
  const [entry] = entries;
  const one = entries.length === 1 && entry?.group === undefined ? entry : undefined;
  // The parser is lenient: it makes a name and an address of "a b@example.org", and of two addresses without a comma.
  const plain = (one?.name === '' || text.includes('<')) && text.split('@').length === 2;
  if (one === undefined || !plain || one.address.length > LONGEST_ADDRESS || !ADDRESS.test(one.address)) {
    throw new UsageError(`expected one mail address such as desk@example.org, got "${inert(text, 100)}"`);
  }
  // As it goes over the wire: results by recipient name it in this form.
  const at = one.address.lastIndexOf('@');
  return { name: inert(one.name, 100), address: `${one.address.slice(0, at)}@${domainToASCII(one.address.slice(at + 1))}` };
}

export const domainOf = (address: MailAddress): string => address.address.slice(address.address.lastIndexOf('@') + 1);
