import type { AlertEntry } from '../domain/alert-message.ts';
import type { Message } from '../domain/message.ts';
import type { ReleaseCalendar } from '../domain/release.ts';
import type { LoopDelay } from './loop-delay.ts';

/** What the program that runs knows of a source, beside what the database remembers. Nothing here is secret. */
export interface SourceFacts {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  /** The publisher's page about its data. */
  readonly documentation: string;
  /** Where it is asked; null: nowhere, files come by hand. */
  readonly address: string | null;
  /** A cron expression in the publisher's time zone; null: files come by hand. */
  readonly schedule: string | null;
  readonly timezone: string;
  readonly calendar: ReleaseCalendar | null;
  /** As the pipeline reads them, defaults included. */
  readonly settings: unknown;
  readonly key: { readonly name: string; readonly isSet: boolean; readonly isOptional: boolean } | null;
  readonly requestsPerDay: number | null;
}

/** The program whose work the pages show. */
export interface Deployment {
  readonly sources: readonly SourceFacts[];
  /** The folder with a folder for each source, into which files are dropped. */
  readonly inbox: string;
  /** The ids of the configured receivers. */
  readonly receivers: readonly string[];
}

/** How the process that does the work fares. */
export interface Vitals {
  /** ISO 8601. */
  readonly at: string;
  /** Delay of the event loop since the last report, in seconds. */
  readonly loopDelay: LoopDelay;
  /** Requests that were sent again since the process began. */
  readonly retries: number;
  /** What its work failed of (a full disk, a fault of the program); null once what failed went well. */
  readonly fault: string | null;
}

/** Alerts and messages in the words in which they are sent. */
export interface AlertWords {
  /** `[Retracted] China → United States: rare-earth magnets exports (kg) -12.9 % year on year, June 2025` */
  title(entry: AlertEntry): string;
  /** What it is about, without a verdict. */
  matter(entry: AlertEntry): string;
  /** `-12.9 % year on year` */
  finding(entry: AlertEntry): string;
  period(entry: AlertEntry): string;
  /** What the base is called. */
  basePeriod(entry: AlertEntry): string;
  /** `353,000 kg` */
  amount(value: number, unit: string): string;
  /** What the rule asks for. */
  threshold(entry: AlertEntry): string;
  /** The command that keeps such messages away for a while. */
  silence(about: { readonly rule: string; readonly series: string | null }, at: string): string;
  /** A message as its readers get it. */
  letter(message: Message): { readonly subject: string; readonly text: string };
}
