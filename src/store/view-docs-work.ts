import { SERIES, type ViewDocs } from './view-doc.ts';

export const WORK_DOCS: ViewDocs = {
  v_source: {
    meaning: 'How each source does: its newest month, its last success, its state, its licence.',
    grain: 'One row for each pipeline that the configuration has not turned off.',
    example: 'SELECT pipeline, last_period, state, last_error FROM v_source ORDER BY pipeline',
    columns: [
      ...SERIES('pipeline'),
      'last_period: period. The newest period that is loaded; null when there is none (news has none).',
      'last_published_at: day. The newest day that the publisher printed on a publication; null when it prints none.',
      'last_success_at: time. When the last run ended in which nothing failed; not one that had nothing to ask. Never later than a run that came after it, so that a clock that was ahead is forgotten with the next run.',
      'state: text. The first of these that holds. `waiting_for_key`: the source wants a key. `failing`: something failed in the last run, see `last_error`. `waiting_for_file`: files come by hand, and none was taken yet or a release is out that none holds. `late`, `stale`: a release did not come, see v_release. Else `ok` (with `last_success_at` null: not asked yet, or its settings leave nothing to ask).',
      "next_expected_at: time. When the release that is awaited first is expected, by the publisher's calendar. It lies in the past while that release does not come. Null where there is no calendar (news).",
      'last_error: text. What went wrong in the last run; null when nothing did.',
      "title: text. The source's title.",
      'publisher: text. Who publishes it.',
      'licence: text. The terms of use, in a few words.',
      'last_answer: text. What the last run came to, by its worst answer: `answered`, `not_yet_published`, `suppressed`, `held` (see v_held) or `error`; null when nothing was asked yet.',
    ],
  },

  v_run: {
    meaning: 'What was done, and what it came to.',
    grain: 'One row for each run of a pipeline.',
    example: 'SELECT id, pipeline, trigger, started_at, outcome, error FROM v_run ORDER BY id DESC LIMIT 20',
    columns: [
      'id: number. The number that `runs show` takes.',
      ...SERIES('pipeline'),
      'trigger: text. `schedule` (the server), `run` (the command), `ingest` (`held accept` and `held reject` too), `inbox`, `backfill`, or `replay` (read again from the archive: in a replayed file all, else after the ledger of corrections changed).',
      'started_at: time. When it began.',
      'finished_at: time. When it ended; null while it runs, or when its process died.',
      'outcome: text. `ok`; `partial` (some publications failed); `failed`; `waiting` (for a key); null while it runs.',
      'requests: count. Requests made.',
      'snapshots: count. Publications that were new and archived.',
      'inserted: count. Figures (or articles) that were not there before.',
      'revised: count. Figures (or articles) that changed.',
      'unchanged: count. Figures (or articles) that came again.',
      'refused: count. Publications of which nothing was loaded.',
      'error: text. What went wrong, or why a backfill stopped, in short; null when nothing did. What is held is said here too.',
      'notes: JSON list. What is no failure and worth knowing, such as pages of articles that could not be read.',
      'answered: count. How many questions (or files) were answered with figures, articles or links. The next four count the others: each question counts once.',
      'not_yet_published: count. A proper answer that says: nothing there yet. HTTP 204 is one.',
      'suppressed: count. A proper answer that says: confidential, all of it.',
      'held: count. Answered, but figures of it wait for a second sight; the rest is loaded.',
      'errors: count. No answer, one that is none (a fault with status 200, a page, a truncated list), or none without a key.',
    ],
  },
};
