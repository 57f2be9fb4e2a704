import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { compiledWhenUsed } from '../../src/store/statements.ts';

function figures() {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE figure (month INTEGER PRIMARY KEY, value REAL); INSERT INTO figure VALUES (1, 10.5), (2, NULL), (3, 30)');
  return { db, late: compiledWhenUsed(db) };
}

test('a statement that is compiled with its first use gives what it gives otherwise, in every form, the first time and later', () => {
  const { db, late } = figures();
  const sql = 'SELECT month, value FROM figure WHERE month >= ? ORDER BY month';
  for (const form of [(s: Database.Statement) => s, (s: Database.Statement) => s.pluck(), (s: Database.Statement) => s.raw()]) {
    for (const use of ['get', 'all', 'iterate'] as const) {
      const [plain, other] = [form(db.prepare(sql)), form(late.prepare(sql))];
      const told = (statement: Database.Statement, from: number): unknown =>
        use === 'iterate' ? [...statement.iterate(from)] : statement[use](from);
      for (const from of [1, 2, 9]) expect(told(other, from)).toEqual(told(plain, from));
    }
  }
  expect(late.prepare(sql).columns()).toEqual(db.prepare(sql).columns());
});

test('it writes, in a transaction that is taken back as well', () => {
  const { db, late } = figures();
  const insert = late.prepare('INSERT INTO figure VALUES (@month, @value)');
  expect(insert.run({ month: 4, value: 1 }).changes).toBe(1);
  const failing = late.transaction(() => {
    insert.run({ month: 5, value: 1 });
    throw new Error('no');
  });
  expect(() => failing.immediate()).toThrow('no');
  expect(db.prepare('SELECT COUNT(*) FROM figure').pluck().get()).toBe(4);
  expect(() => insert.run({ month: 4, value: 1 })).toThrow('UNIQUE constraint failed');
  expect(late.inTransaction).toBe(false);
});

test('a fault is told with the first use; until then a table may be missing', () => {
  const { db, late } = figures();
  const count = late.prepare('SELECT COUNT(*) FROM later').pluck();
  expect(() => count.get()).toThrow('no such table: later');
  db.exec('CREATE TABLE later (a)');
  expect(count.get()).toBe(0);
});
