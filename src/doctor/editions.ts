import type { Config } from '../config.ts';
import { FIRST_YEAR_UNKNOWN } from '../domain/product.ts';
import { type Finding, ok, warn } from './finding.ts';

/** They print codes of the Harmonized System by its edition, and none that is not known is taken. */
const BY_EDITION = ['un-comtrade', 'us-census'];

/** An edition of the Harmonized System that comes, and that this version does not know: told from a year before, as the sources stop with it. */
export function checkEditions({ pipelines }: Pick<Config, 'pipelines'>, now: Date): Finding {
  const check = 'product codes';
  const asked = BY_EDITION.filter((id) => pipelines[id]?.enabled !== false);
  if (asked.length === 0 || now.getUTCFullYear() < FIRST_YEAR_UNKNOWN - 1)
    return ok(check, `known until December ${FIRST_YEAR_UNKNOWN - 1}`);
  return warn(
    check,
    `from January ${FIRST_YEAR_UNKNOWN} on they are those of HS ${FIRST_YEAR_UNKNOWN}, which this version does not know: figures of these months by six digits and fewer of ${asked.join(' and ')} will be refused`,
    'install a newer version before these months are published; CHANGELOG.md says which one',
  );
}
