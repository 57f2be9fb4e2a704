// Growth of all series on five bases by the program and by SQL windows: node bench/growth.mjs DATABASE [ROUNDS]. Fails when a count or a sum
// differs; prints seconds of the
// processor, round by round, as JSON.
import Database from 'better-sqlite3';
import { ALL_MONTHS, BASES, figureReader, growthPercent, subjectMonths } from '../dist/bench/product.js';
import { processorTime } from './measure.mjs';
import { windowSums } from './windows.mjs';

const [file, rounds = '2'] = process.argv.slice(2);
const db = new Database(file, { readonly: true });

function byProgram() {
  const found = Object.fromEntries(BASES.map((basis) => [basis, { sum: 0, count: 0 }]));
  const figuresOf = figureReader(db);
  for (const keyId of db.prepare('SELECT key_id FROM series_key').pluck().all()) {
    const figures = figuresOf(keyId, ALL_MONTHS);
    for (const basis of BASES) {
      const own = found[basis];
      for (const [kind, months] of subjectMonths(figures, basis))
        for (const month of months) {
          const percent = growthPercent(figures, kind, month, basis);
          if (Number.isNaN(percent)) continue;
          own.sum += percent;
          own.count += 1;
        }
    }
  }
  return found;
}

const seconds = { own: [], peer: [] };
for (let round = 0; round < Number(rounds); round += 1) {
  const own = await processorTime(byProgram);
  const peer = await processorTime(() => windowSums(db));
  for (const basis of BASES) {
    const [ours, theirs] = [own.found[basis], peer.found[basis]];
    if (ours.count !== theirs.count || ours.count === 0 || Math.abs(ours.sum / theirs.sum - 1) > 1e-12)
      throw new Error(`${basis}: the program has ${JSON.stringify(ours)}, SQL ${JSON.stringify(theirs)}`);
  }
  seconds.own.push(own.seconds);
  seconds.peer.push(peer.seconds);
}
console.log(JSON.stringify(seconds));
