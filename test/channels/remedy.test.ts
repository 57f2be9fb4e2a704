import { describe, expect, it } from 'vitest';
import { explain } from '../../src/channels/remedy.ts';

const UNKNOWN = explain('').meaning;

describe('an explanation of what came back', () => {
  it('there is one for every HTTP status from 200 on', () => {
    for (let status = 200; status < 600; status++) expect(explain(`HTTP ${status}`).meaning, String(status)).not.toBe(UNKNOWN);
  });

  it.each([
    ['HTTP 401 Unauthorized', /signature/],
    ['HTTP 410 Gone: the receiver asks for no more messages', /permanently/],
    ['HTTP 200 OK: a web page, not an answer of Slack', /A web page came back/],
    ['HTTP 200 OK: the answer is not "ok"', /did not confirm/],
    ['HTTP 200 OK: the text of the answer tells of a failure', /did not confirm/],
    ['HTTP 413 Payload Too Large: in the text of an answer with 200', /too large/],
    ['HTTP 404 Not Found: no_service, the webhook was removed or turned off: make a new one', /nothing at this address/],
    ['HTTP 307 Temporary Redirect: redirects are not followed', /moved/],
    ['receiver hook: the secret HOOK_URL is not set: give HOOK_URL, HOOK_URL_FILE or a systemd credential', /secret is missing/],
    ['receiver hook: a webhook secret is not "whsec_" and base64', /cannot be used as it is configured/],
    ['connection refused (ECONNREFUSED)', /nothing listens/],
    ['mail.example.org:587: the host name could not be looked up (EDNS)', /host name cannot be found/],
    ['no trusted TLS connection (CERT_HAS_EXPIRED)', /has expired/],
    ['no trusted TLS connection (ERR_TLS_CERT_ALTNAME_INVALID)', /different host name/],
    ['mail.example.org:465: no trusted TLS connection (DEPTH_ZERO_SELF_SIGNED_CERT)', /No authority/],
    ['mail.example.org:587: the login was refused (535)', /user or the password/],
    ['127.0.0.1:2525: the login was refused (538)', /encrypted connection/],
    ['taken for 1 of 2; refused for chief@example.org ("550 5.1.1 no such user", permanent)', /permanently/],
    ['taken for 1 of 2; refused for chief@example.org ("450 later")', /temporarily/],
    ['mail.example.org:25: "554 looks like spam"', /permanently/],
    ['taken for 2 of 2: 250 2.0.0 ok', /accepted the mail/],
    ['no complete answer before the deadline of the attempt', /in time/],
    ['the connection broke off before an answer (ECONNRESET)', /connection broke/],
  ])('of "%s"', (detail, meaning) => {
    expect(explain(detail).meaning).toMatch(meaning);
    expect(explain(detail).remedy).toMatch(/\.$/);
  });
});
