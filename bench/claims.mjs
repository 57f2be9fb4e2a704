// Time per text of reading claims: node bench/claims.mjs FILE.jsonl (lines {text, published?}; build first).
import { readFileSync } from 'node:fs';
import { claimReader } from '../dist/bench/product.js';

const { commodityNames, extractClaims } = await claimReader();
const names = commodityNames(JSON.parse(readFileSync(new URL('../config/commodities.json', import.meta.url), 'utf8')));
const items = readFileSync(process.argv[2] ?? '/dev/stdin', 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line));
const ROUNDS = 10;
for (const item of items) extractClaims(item.text, item, names);
const started = performance.now();
for (let round = 0; round < ROUNDS; round += 1) for (const item of items) extractClaims(item.text, item, names);
const each = (performance.now() - started) / (ROUNDS * items.length);
console.log(`${items.length} texts, ${each.toFixed(2)} ms each`);
