import { first } from './migrations/001-first.ts';
import { widerRunAndSnapshot } from './migrations/002-wider-run-and-snapshot.ts';
import { releases } from './migrations/003-releases.ts';
import { exchangeRates } from './migrations/004-exchange-rates.ts';
import { pagesAndSearch } from './migrations/005-pages-and-search.ts';
import { mannersAndCorrections } from './migrations/006-manners-and-corrections.ts';
import { claims } from './migrations/007-claims.ts';
import { completeness } from './migrations/008-completeness.ts';
import { beliefs } from './migrations/009-beliefs.ts';
import { reference } from './migrations/010-reference.ts';
import { upkeep } from './migrations/011-upkeep.ts';
import { bulk } from './migrations/012-bulk.ts';
import { latest } from './migrations/013-latest.ts';
import { alertChecks } from './migrations/014-alert-checks.ts';
import { numbersBehind } from './migrations/015-numbers-behind.ts';
import { partnerThenReporter } from './migrations/016-partner-then-reporter.ts';
import { theTextOfAKey } from './migrations/017-the-text-of-a-key.ts';
import { claimAlertsEnd } from './migrations/018-claim-alerts-end.ts';
import { alertStatements } from './migrations/019-alert-statements.ts';
import { digestOfTheReference } from './migrations/020-digest-of-the-reference.ts';
import { fileOfASnapshot } from './migrations/021-file-of-a-snapshot.ts';
import { whatALookReads } from './migrations/022-what-a-look-reads.ts';
import { parts } from './migrations/023-parts.ts';
import { doubtAroundAClaim } from './migrations/024-doubt-around-a-claim.ts';
import { countedNotListed } from './migrations/025-counted-not-listed.ts';
import { articlesReadAgain } from './migrations/026-articles-read-again.ts';
import { namesOfPeriods } from './migrations/027-names-of-periods.ts';

/**
 * The tables, as append-only migrations, each in a file of its own: entry N brings a database from version N to N+1 (PRAGMA user_version).
 * A published migration is never edited. Times are ISO 8601 text in UTC; a period is its last month as yyyymm, and its
 * kind belongs to the series, so that the key of an observation stays two integers.
 */
export const MIGRATIONS = [
  first,
  widerRunAndSnapshot,
  releases,
  exchangeRates,
  pagesAndSearch,
  mannersAndCorrections,
  claims,
  completeness,
  beliefs,
  reference,
  upkeep,
  bulk,
  latest,
  alertChecks,
  numbersBehind,
  partnerThenReporter,
  theTextOfAKey,
  claimAlertsEnd,
  alertStatements,
  digestOfTheReference,
  fileOfASnapshot,
  whatALookReads,
  parts,
  doubtAroundAClaim,
  countedNotListed,
  articlesReadAgain,
  namesOfPeriods,
] as const satisfies readonly string[];
