import type { Deployment, Vitals } from './deployment.ts';

/** What the thread of the pages is given; secrets come by value, and are not logged. */
export interface WebJob {
  readonly database: string;
  readonly host: string;
  readonly port: number;
  readonly hosts: readonly string[];
  readonly token: string | null;
  readonly version: string;
  readonly deployment: Deployment;
}

export type WebReport =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'error'; readonly path: string; readonly message: string };

export type WebOrder = { readonly kind: 'close' } | { readonly kind: 'vitals'; readonly vitals: Vitals };
