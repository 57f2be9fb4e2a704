import { SERIES, type ViewDocs } from './view-doc.ts';

export const WORK_DOCS: ViewDocs = {
  v_source: {
    meaning: 'The condition of each source: its newest month, its last success, its state, its licence.',
    grain: 'One row for each pipeline that the configuration has not turned off.',
    example: 'SELECT pipeline, last_period, state, last_error FROM v_source ORDER BY pipeline',
    columns: [
      ...SERIES('pipeline'),
      'last_period: period. The newest period that is loaded; null if there is none (news has none).',
      'last_published_at: day. The newest date that the publisher printed on a publication; null if it prints none.',
      'last_success_at: time. The end of the last run in which nothing failed, not counting runs that had nothing to ask. Never later than a run that came after it, so a clock that was ahead is forgotten with the next run.',
      'state: text. The first of these that applies. `waiting_for_key`: the source needs a key. `failing`: something failed in the last run, see `last_error`. `waiting_for_file`: files come by hand, and none has been loaded yet, or a release is out that none contains. `late`, `stale`: a release did not come, see v_release. Otherwise `ok` (with `last_success_at` null: not asked yet, or its settings leave nothing to ask).',
      "next_expected_at: time. When the next awaited release is expected, by the publisher's calendar; in the past while that release is overdue. Null if there is no calendar (news).",
      'last_error: text. What went wrong in the last run; null if nothing did.',
      "title: text. The source's title.",
      'publisher: text. Who publishes it.',
      'licence: text. The terms of use, in a few words.',
      'last_answer: text. The worst answer in the last run: `answered`, `not_yet_published`, `suppressed`, `held` (see v_held) or `error`; null if nothing has been asked yet.',
    ],
  },

  v_run: {
    meaning: 'What was done, and with what result.',
    grain: 'One row for each run of a pipeline.',
    example: 'SELECT id, pipeline, trigger, started_at, outcome, error FROM v_run ORDER BY id DESC LIMIT 20',
    columns: [
      'id: number. The number that `runs show` takes.',
      ...SERIES('pipeline'),
      'trigger: text. `schedule` (the server), `run` (the command), `ingest` (`held accept` and `held reject` too), `inbox`, `backfill`, or `replay` (read again from the archive: every run of a replayed file, otherwise those after the ledger of corrections changed).',
      'started_at: time. When it began.',
      'finished_at: time. When it ended; null while it runs, or if its process died.',
      'outcome: text. `ok`; `partial` (some publications failed); `failed`; `waiting` (for a key); null while it runs.',
      'requests: count. Requests made.',
      'snapshots: count. Publications that were new and archived.',
      'inserted: count. Figures (or articles) that were not there before.',
      'revised: count. Figures (or articles) that changed.',
      'unchanged: count. Figures (or articles) that came again.',
      'refused: count. Publications from which nothing was loaded.',
      'error: text. What went wrong, or why a backfill stopped, in short; null if nothing did. Held figures are mentioned here, too.',
      'notes: JSON list. What is worth knowing but not a failure, such as pages of articles that could not be read.',
      'answered: count. How many questions (or files) were answered with figures, articles or links. The next four count the others: each question counts once.',
      'not_yet_published: count. A proper answer that says: nothing yet. HTTP 204 is one.',
      'suppressed: count. A proper answer that says: confidential, all of it.',
      'held: count. Answered, but some of its figures are held for confirmation; the rest is loaded.',
      'errors: count. No answer, an unusable one (an error with status 200, a web page, a truncated list), or none without a key.',
    ],
  },
};
