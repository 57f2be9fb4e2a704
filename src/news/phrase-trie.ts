/** A set of phrases, found by their longest match at a place. Latin phrases end at the end of a word, Chinese ones anywhere. */
export class PhraseTrie<Value> {
  readonly #root: Node<Value> = { next: new Map(), value: undefined };

  /** A later phrase replaces an equal earlier one. Case is ignored; a space in the phrase stands for any white space or hyphen. */
  add(phrase: string, value: Value): void {
    let node = this.#root;
    for (const unit of phrase.toLowerCase()) {
      const key = unit === '-' ? ' ' : unit;
      let next = node.next.get(key);
      if (next === undefined) {
        next = { next: new Map(), value: undefined };
        node.next.set(key, next);
      }
      node = next;
    }
    node.value = value;
  }

  /** The longest phrase that begins at `start`; `lower` is the text in lower case. */
  match(lower: string, start: number): { readonly end: number; readonly value: Value } | null {
    let node: Node<Value> | undefined = this.#root;
    let found: { end: number; value: Value } | null = null;
    for (let at = start; at < lower.length; ) {
      const unit = lower.charAt(at);
      const key = unit === '-' || unit === '\n' || unit === '\t' ? ' ' : unit;
      node = node.next.get(key);
      if (node === undefined) break;
      at += 1;
      if (key === ' ') while (lower.charAt(at) === ' ') at += 1;
      if (node.value !== undefined && isEnd(unit, lower.charAt(at))) found = { end: at, value: node.value };
    }
    return found;
  }
}

interface Node<Value> {
  readonly next: Map<string, Node<Value>>;
  value: Value | undefined;
}

/** 至少 and 至多 are words: in 增长至少20% it is 增长 that ends, not 增长至. */
const isEnd = (last: string, next: string): boolean =>
  !(isWordUnit(last) && isWordUnit(next)) && !(last === '至' && (next === '少' || next === '多'));

/** A Latin letter or a digit: between two of these no word ends. */
export const isWordUnit = (unit: string): boolean => /^[a-z0-9\u00C0-\u024F]$/i.test(unit);
