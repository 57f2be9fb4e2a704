/** Node 20 runs no TypeScript: from the sources (in tests) a thread loads what the build made of them. */
export const built = (module: string): string => module.replace(/^(.*)\/(src|pipelines)\/([^?#]*)\.ts$/, '$1/dist/$2/$3.js');

/** The file of a thread beside a module. */
export const builtModule = (from: string, name: string): URL =>
  new URL(built(new URL(name + (from.endsWith('.ts') ? '.ts' : '.js'), from).href));
