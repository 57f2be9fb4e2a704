/**
 * Whether two texts tell one story: copies of one agency's text, shortened or lightly rewritten. Two texts that are
 * equal but for a figure are two stories: the numbers are what they tell.
 */

export interface Sketch {
  /** The headline in letters and digits; empty when it is too short to tell one story from another. */
  readonly title: string;
  /**
   * All numbers, in digits and in words, and the English names of months. What stands n times in the headline or in the
   * text is there as "5", "5×2", ... "5×n": "5 and 5" is not "5 and 3".
   */
  readonly figures: readonly string[];
  /** Of the headline: 1 when things rise in it, -1 when they fall, 0 when neither or both. */
  readonly direction: number;
  /** How many pieces of three words (or three Chinese characters) there are. */
  readonly shingles: number;
  /** The least hash of all pieces under each of 30 hash functions (MinHash): equal ones count the pieces in common. */
  readonly hashes: readonly number[];
}

const HASHES = 30;
/** With 10 bands of 3, texts that share 0.6 of their pieces meet in a band with 0.91, those that share 0.1 with 0.01. */
const BAND_HASHES = 3;
const SHINGLE_TOKENS = 3;

/** Of all pieces of two texts, the part that both have; the error of the estimate is 0.09. */
const COPY = 0.6;
/** Enough where two telling figures are the same, or the headline. */
const REWRITTEN = 0.2;
/** Below this it is a headline with a line or two, which says little of whether the texts are copies. */
const SHORT_SHINGLES = 40;
const LEAST_SHINGLES = 8;
const LEAST_TITLE_LETTERS = 12;
const MAX_FIGURES = 400;
const MAX_FIGURE_CHARACTERS = 15;
const MAX_FIGURE_BANDS = 4;

const TOKEN = /\p{Script=Han}|[\p{L}\p{M}]+|\d+(?:[.,]\d+)*/gu;
const NUMBER = /\d+(?:[.,]\d+)*/g;
const MONTHS = /\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/g;
const NUMBER_WORDS =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|halv\w+|thirds?|quarters?|first|second|fourth|doubl\w+|tripl\w+|quadrupl\w+|\w{2,12}fold)\b|[一二两三四五六七八九十百千半几]{1,8}(?:[成倍月季年个]|分之)|[上下]半年|翻番|腰斩|過半|过半/g;
const RISES =
  /\b(?:rises?|rose|risen|rising|up|increas\w*|gr[eo]w\w*|climb\w*|jump\w*|surg\w*|gain\w*|soar\w*|rebound\w*|recover\w*)\b|[增升涨漲]/;
const FALLS =
  /\b(?:falls?|fell|fallen|falling|down|drop\w*|declin\w*|decreas\w*|slump\w*|plung\w*|slid\w*|tumbl\w*|shr[iau]nk\w*|collaps\w*|sinks?|sank)\b|[降跌减減]/;

/** Copies come within days; later ones with the same words or figures are another story. */
export const STORY_MS = 10 * 86_400_000;

/** Whether two dates (ISO 8601) are near enough for one article; they are when one of them is not known. */
export const nearInTime = (a: string | null, b: string | null): boolean =>
  a === null || b === null || Math.abs(Date.parse(a) - Date.parse(b)) <= STORY_MS;

export function sketchOf(title: string, text: string): Sketch {
  const plainTitle = folded(title);
  const plain = `${plainTitle}\n${folded(text)}`;
  const pieces = shinglesOf(plain);
  return {
    title: titleKey(plainTitle),
    figures: figuresOf(plainTitle, text),
    direction: Number(RISES.test(plainTitle)) - Number(FALLS.test(plainTitle)),
    shingles: pieces.size,
    hashes: minima(pieces),
  };
}

/** Numbers under which texts that may tell one story are found: they share at least one. */
export function bandsOf({ title, figures, shingles, hashes }: Sketch): readonly number[] {
  const keys = title === '' ? [] : [`t ${title}`];
  if (shingles >= LEAST_SHINGLES)
    for (let at = 0; at < HASHES; at += BAND_HASHES) keys.push(`b ${at} ${hashes.slice(at, at + BAND_HASHES).join(' ')}`);
  keys.push(
    ...figures
      .filter(isTelling)
      .slice(0, MAX_FIGURE_BANDS)
      .map((figure) => `f ${figure}`),
  );
  return [...new Set(keys.map(hashOf))];
}

export function tellOneStory(a: Sketch, b: Sketch): boolean {
  if (!nested(a.figures, b.figures) || a.direction * b.direction < 0) return false;
  const alike = likeness(a, b);
  const sameTitle = a.title !== '' && a.title === b.title;
  if (sameTitle && (a.shingles < SHORT_SHINGLES || b.shingles < SHORT_SHINGLES || alike >= REWRITTEN)) return true;
  if (a.shingles < LEAST_SHINGLES || b.shingles < LEAST_SHINGLES) return false;
  return alike >= COPY || (alike >= REWRITTEN && shared(a.figures, b.figures).filter(isTelling).length >= 2);
}

/** Whether two texts that were put together must be apart. */
export const contradicts = (a: Sketch, b: Sketch): boolean => !nested(a.figures, b.figures) || a.direction * b.direction < 0;

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

function titleKey(title: string): string {
  const key = title.replaceAll(/[^\p{L}\p{N}]/gu, '');
  const han = key.match(/\p{Script=Han}/gu)?.length ?? 0;
  return key.length + 2 * han < LEAST_TITLE_LETTERS ? '' : key;
}

/** "1,234.50" and "1234.5" are one number. */
function value(printed: string): string {
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(printed) ? printed.replaceAll(',', '') : printed;
  return plain.length <= MAX_FIGURE_CHARACTERS ? String(Number(plain)) : printed.slice(0, MAX_FIGURE_CHARACTERS);
}

function figuresOf(title: string, text: string): string[] {
  const figures = new Set<string>();
  // The headline repeats what the text says: apart, so that another headline over the same text makes no difference.
  for (const part of [title, folded(text)]) {
    const counts = new Map<string, number>();
    for (const figure of [...(part.match(NUMBER) ?? []).map(value), ...(part.match(MONTHS) ?? []), ...(part.match(NUMBER_WORDS) ?? [])]) {
      const count = (counts.get(figure) ?? 0) + 1;
      counts.set(figure, count);
      figures.add(count === 1 ? figure : `${figure}×${count}`);
    }
  }
  return [...figures].slice(0, MAX_FIGURES);
}

/** Three digits or more, and no year: a figure that two texts hardly share by chance. */
const isTelling = (figure: string): boolean =>
  !figure.includes('×') && figure.replaceAll(/\D/g, '').replace(/^0+/, '').length >= 3 && !/^(?:19|20)\d\d$/.test(figure);

const shared = (a: readonly string[], b: readonly string[]): string[] => {
  const set = new Set(b);
  return a.filter((figure) => set.has(figure));
};

/** One may be a shortened copy of the other; when each has a figure that the other lacks, one of them is another story. */
const nested = (a: readonly string[], b: readonly string[]): boolean => shared(a, b).length === Math.min(a.length, b.length);

const likeness = (a: Sketch, b: Sketch): number => a.hashes.filter((hash, index) => hash === b.hashes[index]).length / HASHES;

function shinglesOf(text: string): ReadonlySet<number> {
  const tokens = text.match(TOKEN) ?? [];
  const pieces = new Set<number>();
  for (let at = 0; at + SHINGLE_TOKENS <= tokens.length; at += 1) pieces.add(hashOf(tokens.slice(at, at + SHINGLE_TOKENS).join(' ')));
  return pieces;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Each function is another odd factor, with the bits mixed as in MurmurHash3. */
function minima(pieces: ReadonlySet<number>): number[] {
  const least = new Array<number>(HASHES).fill(0xffffffff);
  for (const piece of pieces) {
    for (let index = 0; index < HASHES; index += 1) {
      let mixed = Math.imul(piece ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      mixed = (mixed ^ (mixed >>> 16)) >>> 0;
      if (mixed < (least[index] as number)) least[index] = mixed;
    }
  }
  return least;
}
