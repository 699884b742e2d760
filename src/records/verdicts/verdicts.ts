import { keptIn } from '../../core/later.ts';
import { harmless } from '../../core/printable.ts';
import type { VerdictFormat } from './format-names.ts';

/** What came of a question; `unanswered` is never a pass. */
export type Outcome = 'holds' | 'broken' | 'unanswered';

/** A place in a file of the user: what an annotation is attached to. */
export interface VerdictPlace {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
}

/** The answer to one question about everything that was looked at, however much that was. */
export interface Verdict {
  /** What was asked, in one line; the same from run to run, so that a history can be kept of it. */
  readonly name: string;
  readonly outcome: Outcome;
  /** The evidence, a line each, a bounded number of lines. Of what is broken or unanswered there is at least one. */
  readonly detail: readonly string[];
  /** Where it is first broken. */
  readonly at?: VerdictPlace | undefined;
}

/** Verdicts that are written as one document. */
export interface VerdictSuite {
  /** Who asked: `pte-decode check`. */
  readonly name: string;
  /** What they hang on, a line each: the kernel, the input. */
  readonly about?: readonly string[];
  readonly verdicts: readonly Verdict[];
}

/**
 * The worst of some outcomes: what could not be answered hides what is broken, as exit status 2 does 1.
 *
 * No verdict at all is no answer.
 */
export function worstOutcome(verdicts: readonly Pick<Verdict, 'outcome'>[]): Outcome {
  if (verdicts.length === 0 || verdicts.some(({ outcome }) => outcome === 'unanswered')) return 'unanswered';
  return verdicts.some(({ outcome }) => outcome === 'broken') ? 'broken' : 'holds';
}

/** Writes verdicts as one document of a format. */
export function renderVerdicts(format: VerdictFormat, suite: VerdictSuite): string {
  return { ktap: renderKtap, junit: renderJunit, github: renderGithub }[format](suite);
}

/** What ends the output of tests for the parser, wherever it stands in a line: `KTAP_END`. */
const KTAP_END = /(List of all partitions|Kernel panic - not syncing: VFS|reboot: System halted)/g;

/** A line of KTAP text that no parser takes for anything else. */
function ktapText(text: string): string {
  return harmless(text).replace(KTAP_END, (found) => found.replace(' ', '\\x20'));
}

/** Text in a result line: a `#` there begins a directive. */
const ktapResultText = (text: string): string => ktapText(text).replaceAll('#', '\\x23').trim();

/**
 * Writes verdicts as KTAP, version 1: a plan, and for each verdict its evidence as diagnostic lines and a result line.
 * What could not be answered is `not ok … # ERROR why`: the execution of the test failed. `SKIP` would make it green.
 *
 * Source: v7.0 Documentation/dev-tools/ktap.rst; v6.14 tools/testing/kunit/kunit_parser.py `TEST_RESULT`,
 * `TEST_RESULT_SKIP`, `TEST_HEADER`, `KTAP_END`.
 */
export function renderKtap({ name, about = [], verdicts }: VerdictSuite): string {
  const lines = ['KTAP version 1', `1..${verdicts.length}`];
  // Two spaces more: `# Subtest: ` would begin a nested test.
  for (const text of [name, ...about]) lines.push(`#   ${ktapText(text)}`);
  for (const [index, { name: asked, outcome, detail }] of verdicts.entries()) {
    // What stands in the result line is not said twice.
    for (const text of outcome === 'unanswered' ? detail.slice(1) : detail)
      lines.push(`#   ${ktapText(text)}`);
    const result = `${outcome === 'holds' ? 'ok' : 'not ok'} ${index + 1} ${ktapResultText(asked) || 'unnamed'}`;
    lines.push(
      outcome === 'unanswered' ? `${result} # ERROR ${ktapResultText(detail[0] ?? '')}`.trim() : result,
    );
  }
  return lines.map((line) => `${line}\n`).join('');
}

const XML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/**
 * Text for an attribute or between tags: markup is escaped, and what no XML 1.0 document may hold, escaped or not, is
 * written as `\x…` or `\u{…}`.
 *
 * Source: Extensible Markup Language (XML) 1.0, fifth edition, production 2 (Char).
 */
function xmlText(text: string): string {
  return harmless(text)
    .replace(/[\ufffe\uffff]/g, (found) => `\\u{${found.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"]/g, (found) => XML_ESCAPES[found] ?? '');
}

/** What a document says of verdicts that are not `holds`: an element of the schema. */
const JUNIT_ELEMENTS = { broken: 'failure', unanswered: 'error' } as const;

/**
 * Writes verdicts as JUnit XML: a test case for each, with a `failure` where it is broken and an `error` where it could
 * not be answered; the evidence is the text of that element, and `system-out` where all is well.
 *
 * Source: the schema junit-10.xsd of Jenkins' xUnit plugin (`testsuites`, `testsuite`, `testcase`), which Maven Surefire
 * and pytest write too. It has no attribute for a place: that is a line of the text.
 */
export function renderJunit({ name, about = [], verdicts }: VerdictSuite): string {
  const count = (wanted: Outcome): number => verdicts.filter(({ outcome }) => outcome === wanted).length;
  const counts = `tests="${verdicts.length}" failures="${count('broken')}" errors="${count('unanswered')}"`;
  const cases = verdicts.map(({ name: asked, outcome, detail, at }) => {
    const open = `    <testcase classname="${xmlText(name)}" name="${xmlText(asked)}"`;
    const place = at ? [`at ${at.file}${at.line === undefined ? '' : `:${at.line}`}`] : [];
    const body = [...detail, ...place].map(xmlText).join('\n');
    if (outcome === 'holds')
      return body === ''
        ? `${open}/>\n`
        : `${open}>\n      <system-out>${body}</system-out>\n    </testcase>\n`;
    const element = JUNIT_ELEMENTS[outcome];
    const message = xmlText(detail[0] ?? asked);
    return `${open}>\n      <${element} type="${outcome}" message="${message}">${body}</${element}>\n    </testcase>\n`;
  });
  const properties = about
    .map((text) => `      <property name="about" value="${xmlText(text)}"/>\n`)
    .join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="${xmlText(name)}" ${counts}>\n`,
    `  <testsuite name="${xmlText(name)}" ${counts} skipped="0">\n`,
    properties === '' ? '' : `    <properties>\n${properties}    </properties>\n`,
    ...cases,
    '  </testsuite>\n</testsuites>\n',
  ].join('');
}

/** The text of a workflow command. Source: actions/toolkit packages/core/src/command.ts `escapeData`. */
function githubText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The value of one of its properties. Source: actions/toolkit packages/core/src/command.ts `escapeProperty`. */
function githubProperty(name: string, value: string | number | undefined): readonly string[] {
  if (value === undefined) return [];
  return [
    `${name}=${githubText(harmless(String(value)))
      .replaceAll(':', '%3A')
      .replaceAll(',', '%2C')}`,
  ];
}

/**
 * Writes verdicts as annotations of a GitHub workflow: an error for each that is broken or could not be answered, at its
 * place where it has one, and a line that counts them, which a log shows and nothing else.
 */
export function renderGithub({ name, verdicts }: VerdictSuite): string {
  const count = (wanted: Outcome): number => verdicts.filter(({ outcome }) => outcome === wanted).length;
  const annotations = verdicts.flatMap(({ name: asked, outcome, detail, at }) => {
    if (outcome === 'holds') return [];
    const properties = [
      ...githubProperty('file', at?.file),
      ...githubProperty('line', at?.line),
      ...githubProperty('title', `${name}: ${asked}${outcome === 'broken' ? '' : ' (unanswered)'}`),
    ];
    const lines = detail.length > 0 ? detail : [asked];
    return [`::error ${properties.join(',')}::${githubText(lines.map(harmless).join('\n'))}\n`];
  });
  const sum = `${harmless(name)}: ${count('holds')} hold, ${count('broken')} broken, ${count('unanswered')} unanswered\n`;
  return [...annotations, sum].join('');
}

/** What was seen of one question. */
interface Seen {
  readonly counts: Record<Outcome, number>;
  readonly details: Record<Outcome, string[]>;
  at: VerdictPlace | undefined;
}

/**
 * Makes one verdict of each question that is asked of many things, in bounded memory: counts are complete, of the
 * evidence the first few lines are kept.
 */
export class VerdictTally {
  readonly #seen = new Map<string, Seen>();
  readonly #most: number;

  /**
   * @param names all questions, in their order: one that nothing was asked of is unanswered
   * @param most lines of evidence that are kept of each question and outcome
   */
  constructor(names: readonly string[], most: number) {
    for (const name of names) this.#seenOf(name);
    this.#most = most;
  }

  #seenOf(name: string): Seen {
    return keptIn(this.#seen, name, () => ({
      counts: { holds: 0, broken: 0, unanswered: 0 },
      details: { holds: [], broken: [], unanswered: [] },
      at: undefined,
    }));
  }

  /**
   * Takes the answer for one thing, or for several that are alike.
   *
   * @param detail the line of evidence; asked for only where it is kept
   * @param times how many things
   */
  add(name: string, outcome: Outcome, detail?: () => string, at?: VerdictPlace, times = 1): void {
    const seen = this.#seenOf(name);
    seen.counts[outcome] += times;
    if (outcome === 'broken') seen.at ??= at;
    const details = seen.details[outcome];
    if (detail && details.length < this.#most) details.push(detail());
  }

  /** Whether there is room for more evidence. */
  wants(name: string, outcome: Outcome): boolean {
    return this.#seenOf(name).details[outcome].length < this.#most;
  }

  /** The verdicts: broken where one thing breaks it, else unanswered where one could not be looked at, or none was. */
  verdicts(): readonly Verdict[] {
    return [...this.#seen].map(([name, { counts, details, at }]) => {
      const total = counts.holds + counts.broken + counts.unanswered;
      if (total === 0) return { name, outcome: 'unanswered', detail: [`there are no values`] };
      const outcome: Outcome = counts.broken > 0 ? 'broken' : counts.unanswered > 0 ? 'unanswered' : 'holds';
      const kept = details[outcome];
      const rest = counts[outcome] - kept.length;
      const more = rest > 0 ? [`${kept.length > 0 ? 'and ' : ''}${rest} more of ${total} values`] : [];
      const all = outcome === 'holds' && kept.length === 0;
      return {
        name,
        outcome,
        detail: all
          ? [total === 1 ? 'holds for the only one' : `holds for all ${total} values`]
          : [...kept, ...more],
        at: outcome === 'broken' ? at : undefined,
      };
    });
  }
}
