import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LockedError } from '../../src/errors.ts';
import { acquireLock } from '../../src/store/lock.ts';
import { temporaryFolder } from '../support/store.ts';

/** Another process that holds the lock the way SQLite holds it, for three seconds: who waits for it gets it. */
async function holder(database: string) {
  const code = `const D=require('better-sqlite3');const d=new D(${JSON.stringify(`${database}.lock`)});d.pragma('journal_mode=MEMORY');d.exec('BEGIN EXCLUSIVE');
    require('fs').writeFileSync(${JSON.stringify(`${database}.holder`)},'process '+process.pid+' on testhost');console.log('held');setTimeout(()=>d.close(),3000);setInterval(()=>{},1000)`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

describe('the lock', () => {
  test('lets one process in, tells the second, who does not wait, who has it, and is free again after kill -9', async () => {
    const database = join(temporaryFolder(), 'one.db');
    const child = await holder(database);
    expect(() => acquireLock(database, 'run')).toThrow(LockedError);
    expect(() => acquireLock(database, 'run')).toThrow(`is in use by process ${child.pid} on testhost`);
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
