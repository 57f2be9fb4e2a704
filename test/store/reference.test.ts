import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { VIEW_DOCS } from '../../src/store/view-docs.ts';
import { temporaryFolder } from '../support/store.ts';

const VIEWS_COLUMNS = Object.values(VIEW_DOCS).flatMap(({ columns }) => columns).length;

test('what a file says of itself is written once, and again for a program that says otherwise', () => {
  const file = join(temporaryFolder(), 'a.db');
  openDatabase(file).close();
  const counted = (): unknown => {
    const db = new Database(file);
    const found = db.prepare("SELECT (SELECT COUNT(*) FROM docs_column), (SELECT name FROM area WHERE partner = 'CN')").raw().get();
    db.exec("DELETE FROM docs_column; UPDATE area SET name = 'changed'");
    db.close();
    return found;
  };
  const written = counted();
  openDatabase(file).close();
  expect(counted()).toEqual([0, 'changed']);
  const db = new Database(file);
  db.exec("UPDATE progress SET reference = 'of another version'");
  db.close();
  openDatabase(file).close();
  expect(counted()).toEqual(written);
  expect(written).toEqual([VIEWS_COLUMNS, "People's Republic of China"]);
});
