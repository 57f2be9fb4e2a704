import { z } from 'zod';
import { isLoopback } from './codes.ts';
import { secretName } from './receiver-schema.ts';

const HOST = /^[A-Za-z0-9.:-]+$/;

/** The status pages that the server shows. */
export const webSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('false: no pages are served. Default: true.'),
    host: z
      .string({ error: 'expected an address of this machine such as 127.0.0.1' })
      .regex(HOST, 'expected an address of this machine such as 127.0.0.1')
      .default('127.0.0.1')
      .describe('Where the pages are served. Another address than this machine itself wants token_secret. Default: 127.0.0.1.'),
    port: z.int().min(0).max(65_535).default(8484).describe('Default: 8484. 0 takes any that is free.'),
    hostnames: z
      .array(z.string().regex(/^(?:\*|[A-Za-z0-9.-]+)$/, 'expected a name such as trade.example.org'))
      .default([])
      .describe('Further names under which the pages are asked for, behind a proxy; "*" for any. Default: none beside localhost and host.'),
    token_secret: secretName
      .optional()
      .describe('The NAME of the secret that visitors have to give, as a bearer token or as the password of a login.'),
  })
  .refine((web) => isLoopback(web.host) || web.token_secret !== undefined, {
    error: 'pages on another address than this machine itself want token_secret, the NAME of a secret',
    path: ['host'],
  });

/** A service that raises the alarm when nothing is heard of the job: healthchecks.io and what speaks like it. */
export const pingSchema = z.strictObject({
  url_secret: secretName.describe('The NAME of the secret that holds the address: whoever knows the address can say that all is well.'),
});

export type WebEntry = z.output<typeof webSchema>;
