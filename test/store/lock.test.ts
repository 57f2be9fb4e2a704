import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LockedError } from '../../src/errors.ts';
import { acquireLock } from '../../src/store/lock.ts';
import { temporaryFolder } from '../support/store.ts';

/** Another process that holds the lock the way SQLite holds it. */
async function holder(database: string) {
  const code = `const D=require('better-sqlite3');const d=new D(${JSON.stringify(`${database}.lock`)});d.pragma('journal_mode=MEMORY');d.exec('BEGIN EXCLUSIVE');
    require('fs').writeFileSync(${JSON.stringify(`${database}.holder`)},'process '+process.pid+' on testhost');console.log('held');setInterval(()=>{},1000)`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('the lock', () => {
  test('lets one process in, tells the second within a second who has it, and is free again after kill -9', async () => {
    const database = join(temporaryFolder(), 'one.db');
    const child = await holder(database);
    const asked = Date.now();
    expect(() => acquireLock(database, 'run')).toThrow(LockedError);
    expect(() => acquireLock(database, 'run')).toThrow(`is in use by process ${child.pid} on testhost`);
    expect(Date.now() - asked).toBeLessThan(1000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    acquireLock(database, 'run').release();
  });

  test('can be taken again once it is released', () => {
    const database = join(temporaryFolder(), 'one.db');
    acquireLock(database, 'run').release();
    acquireLock(database, 'ingest').release();
    const third = acquireLock(database, 'start');
    expect(() => acquireLock(database, 'run')).toThrow('tradewatch start');
    third.release();
  });
});
