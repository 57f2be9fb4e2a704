/** The known word that a mistyped one most likely stands for, or null when none is near (a third of its letters at most). */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** The known words nearest to a mistyped one, at most so many; none that differs in more than a third of its letters. */
export function nearestOf(word: string, known: readonly string[], most: number): readonly string[] {
  const bound = Math.max(1, Math.floor(word.length / 3));
  return known
    .filter((candidate) => Math.abs(candidate.length - word.length) <= bound)
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= bound)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Two letters begin too many words. */
const SHORTEST_BEGINNING = 3;

/** `; did you mean "x"?` for what is near or begins so, or the known words when none is near, or nothing when there are none. */
export function suggestion(word: string, known: readonly string[]): string {
  const longer =
    word.length < SHORTEST_BEGINNING ? [] : known.filter((candidate) => candidate.toLowerCase().startsWith(word.toLowerCase()));
  if (longer.length > 0) return `; did you mean ${longer.map((one) => `"${one}"`).join(' or ')}?`;
  const near = nearest(word, known);
  if (near !== null) return `; did you mean "${near}"?`;
  return known.length > 0 ? `; known: ${[...new Set(known)].join(', ')}` : '';
}

/** Names of keys are short, and keys of series not much longer; what is longer than this is near to none. */
const LONGEST = 160;

/** How many letters have to be put in, left out, replaced or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  if (Math.max(a.length, b.length) > LONGEST) return Number.POSITIVE_INFINITY;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(old, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(older, j - 2) + 1 : replaced;
      row.push(Math.min(at(old, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    [older, old] = [old, row];
  }
  return at(old, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
