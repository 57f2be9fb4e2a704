import type { Sqlite } from '../../src/store/existing.ts';

/** Watches which statements are prepared, and says what the planner makes of each. */
export function planned(db: Sqlite): { db: Sqlite; plans: () => readonly string[] } {
  const statements = new Set<string>();
  const watched = new Proxy(db, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name).bind?.(target) ?? Reflect.get(target, name);
      return (sql: string) => {
        statements.add(sql);
        return target.prepare(sql);
      };
    },
  });
  const planOf = (sql: string): string[] => {
    const names = [...sql.matchAll(/@(\w+)/g)].map(([, name]) => name as string);
    const explain = db.prepare(`EXPLAIN QUERY PLAN ${sql}`);
    const rows =
      names.length > 0
        ? explain.all(Object.fromEntries(names.map((name) => [name, null])))
        : explain.all(...Array.from(sql.matchAll(/\?/g), () => null));
    return (rows as { detail: string }[]).map(({ detail }) => detail);
  };
  return { db: watched, plans: () => [...statements].flatMap(planOf) };
}
