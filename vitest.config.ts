import { defineConfig } from 'vitest/config';

const limits = { testTimeout: 60_000, hookTimeout: 60_000 };

/** What weighs memory has a process for each file, so that no file weighs what another left. */
const WEIGHED = ['test/http/**/*.test.ts', 'test/channels/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts'],
    // One process for each core: most files wait for servers, databases and processes.
    maxWorkers: '100%',
    projects: [
      { test: { ...limits, name: 'weighed', include: WEIGHED } },
      // The others share a process, and load the sources once: a fifth of the processor time of all tests.
      { test: { ...limits, name: 'shared', include: ['test/**/*.test.ts'], exclude: WEIGHED, isolate: false } },
    ],
    coverage: { include: ['src/**', 'pipelines/**'], reporter: ['text-summary'] },
  },
});
