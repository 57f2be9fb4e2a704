import { kindOfPartner } from './codes/countries.ts';

/**
 * Whether a partner stands for others that may have figures of their own: the total (WORLD) or a group (ASEAN). What is
 * left over (UNSPECIFIED, OTHER_ASIA) and parts of countries (CEUTA) are details like any country.
 */
export function isAggregate(partner: string): boolean {
  const kind = kindOfPartner(partner);
  return kind === 'total' || kind === 'group';
}
