import { printable } from '../../core/printable.ts';
import type { PageAnswer, PageFinding } from '../../pagemap/compare/findings.ts';
import type { PagemapModel, StateInfo } from '../../pagemap/model.ts';
import type { WordSource } from '../../pagemap/sources/word-source.ts';
import type { Palette } from '../../records/text/palette.ts';
import { recordLine } from '../../records/schema-number.ts';
import type { Outcome, Verdict } from '../../records/verdicts/verdicts.ts';
import { OUTCOME_ROLES } from '../options/output/verdict-format.ts';
import { addressesText, pagesText } from './words.ts';
import { findingJson, notKnownRecord, renderChange } from './changes.ts';

/** The answer to one question. */
export interface PageVerdict extends PageAnswer {
  /** What was asked: the name of a rule, an expression, or an event. */
  readonly name: string;
  /** How much was looked at and what came of it, in words. */
  readonly text: string;
  readonly notes: readonly string[];
}

function stateWords(info: StateInfo | undefined): string {
  return info ? [info.label, ...info.flags].join(' ') : 'not there';
}

/** A range that breaks a question, in one line without layout. */
export function findingText(finding: PageFinding, pageSize: number): string {
  const { page, pages, before, after, vma, text } = finding;
  const range = addressesText(page, pages, pageSize);
  const name = vma && vma.name !== '' ? ` [${printable(vma.name, 200)}]` : '';
  return `${range} ${pagesText(pages)}: ${stateWords(before?.info)} -> ${stateWords(after?.info)}: ${text}${name}`;
}

function restText({ brokenRanges, findings }: PageVerdict): string | undefined {
  const rest = brokenRanges - findings.length;
  return rest > 0 ? `and ${rest} more ranges (--max)` : undefined;
}

/** One question with the ranges that break it, as text. */
export function renderPageVerdict(
  verdict: PageVerdict,
  model: PagemapModel,
  pageSize: number,
  palette: Palette,
): string {
  const { name, outcome, findings, text, reasons, notes } = verdict;
  const lines = findings.map((finding) =>
    renderChange({ ...finding, changes: [finding.text] }, model, pageSize, palette),
  );
  const rest = restText(verdict);
  if (rest !== undefined) lines.push(`${rest}\n`);
  lines.push(`${palette(OUTCOME_ROLES[outcome], outcome)}  ${printable(name, 4096)}: ${text}\n`);
  for (const reason of reasons) lines.push(`  not answered: ${reason}\n`);
  for (const note of notes) lines.push(`  note: ${note}\n`);
  return lines.join('');
}

/** The ranges that break a question, as JSON objects. */
export function pageVerdictJson({ name, findings }: PageVerdict, pageSize: number): string {
  return findings.map((finding) => findingJson(finding, name, pageSize)).join('');
}

/**
 * All verdicts, as the last JSON object.
 *
 * @param unlisted where changes are listed beside: pages of which it is not known whether they belong there, each with the reason
 */
export function verdictsJson(
  verdicts: readonly PageVerdict[],
  unlisted?: Iterable<readonly [string, number]>,
): string {
  const records = verdicts.map(({ name, outcome, brokenPages, brokenRanges, text, reasons, notes }) => ({
    question: name,
    outcome,
    pages: brokenPages,
    ranges: brokenRanges,
    text,
    reasons,
    notes,
  }));
  const listed = unlisted && { not_known: notKnownRecord(unlisted) };
  return recordLine({ verdicts: records, ...listed });
}

/** A verdict for the formats of CI. */
export function ciVerdict(verdict: PageVerdict, pageSize: number): Verdict {
  const { name, outcome, findings, text, reasons, notes } = verdict;
  const evidence = findings.map((finding) => findingText(finding, pageSize));
  const rest = restText(verdict) ?? [];
  const first = outcome === 'unanswered' ? reasons : [];
  const others = outcome === 'unanswered' ? [] : reasons;
  return { name, outcome, detail: [...first, text, ...evidence, rest, ...others, ...notes].flat() };
}

/**
 * An answer where not all was read: what was found counts, and what was not found proves nothing. Where words are none of pagemap,
 * nothing counts.
 */
export function withProblems<
  Answer extends { readonly outcome: Outcome; readonly reasons: readonly string[] },
>(answer: Answer, problems: readonly string[], sources: readonly Pick<WordSource, 'foreign'>[]): Answer {
  if (problems.length === 0) return answer;
  const isForeign = sources.some(({ foreign }) => foreign !== undefined);
  const outcome = isForeign || answer.outcome === 'holds' ? 'unanswered' : answer.outcome;
  return { ...answer, outcome, reasons: [...new Set([...answer.reasons, ...problems])] };
}
