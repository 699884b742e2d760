import { printable } from '../../../core/printable.ts';
import type { ChainResult, ChainStep } from '../../../pagemap/compare/chain.ts';
import type { FindingList } from '../../../pagemap/compare/findings.ts';
import type { PagemapModel } from '../../../pagemap/model.ts';
import type { Palette } from '../../../records/text/palette.ts';
import { recordLine } from '../../../records/schema-number.ts';
import type { Verdict } from '../../../records/verdicts/verdicts.ts';
import { OUTCOME_ROLES } from '../../options/output/verdict-format.ts';
import { pagesText, rangesText } from '../../pagemap/words.ts';
import { findingText } from '../../pagemap/verdict-view.ts';
import { rangeJson, renderChange, renderDiffHeading } from '../../pagemap/changes.ts';

/** A chain with the names of its files, and how its pages are read. */
export interface ChainView extends ChainResult {
  readonly files: readonly string[];
  readonly model: PagemapModel;
  readonly pageSize: number;
}

/** The three lists of a step, as records call them. */
const SETS = ['dirty', 'missed', 'late'] as const;

const listedText = ({ pages, ranges }: FindingList): string => `${pagesText(pages)} in ${rangesText(ranges)}`;

function listText(list: FindingList, { model, pageSize }: ChainView, palette: Palette): string {
  const lines = list.findings.map((finding) =>
    renderChange({ ...finding, changes: [finding.text] }, model, pageSize, palette),
  );
  const rest = list.ranges - list.findings.length;
  return lines.join('') + (rest > 0 ? `and ${rest} more (--max)\n` : '');
}

function stepName(index: number, { files }: ChainView): string {
  const [from, to] = [files[index] ?? '', files[index + 1] ?? ''].map((name) => printable(name, 200));
  return `step ${index + 1}: ${from} -> ${to}`;
}

function outcomeText({ steps, tracker, pages, isTracked }: ChainView): string {
  if (!isTracked) return `the sets of ${tracker} mean nothing (${pagesText(pages)} compared)`;
  const missed = steps.reduce((sum, step) => sum + step.missed.pages, 0);
  return `${pagesText(missed)} changed and ${missed === 1 ? 'is' : 'are'} in no set (${tracker}; ${pagesText(pages)} compared)`;
}

/** The steps that there is something to say of. */
const answered = ({ steps, isTracked }: ChainView): readonly ChainStep[] => (isTracked ? steps : []);

/** A chain as text. */
export function renderChain(view: ChainView, palette: Palette): string {
  const { tracker, outcome, reasons, model } = view;
  const parts = answered(view).map((step, index) => {
    const { dirty, missed, late, mapped, unmapped } = step;
    const head = `${palette('heading', `# ${stepName(index, view)}`)}\n`;
    const moved =
      mapped + unmapped > 0
        ? `# ${pagesText(mapped)} of new mappings, ${pagesText(unmapped)} unmapped\n`
        : '';
    const missedText =
      missed.pages > 0
        ? `${listText(missed, view, palette)}# ${listedText(missed)} changed and are in no set\n`
        : '';
    const lateText =
      late.pages > 0
        ? `${listText(late, view, palette)}# ${listedText(late)} changed and are in a later set only: this step cannot be restored alone\n`
        : '';
    return `${head}${listText(dirty, view, palette)}# ${listedText(dirty)} dirty by ${tracker}\n${moved}${missedText}${lateText}`;
  });
  const why = reasons.map((reason) => `  not answered: ${reason}\n`).join('');
  const kernel = renderDiffHeading(model, model, palette);
  return `${kernel}${parts.join('')}${palette(OUTCOME_ROLES[outcome], outcome)}  chain: ${outcomeText(view)}\n${why}`;
}

/** A chain as JSON objects: ranges of the sets, then one that counts. */
export function chainJson(view: ChainView): string {
  const { tracker, outcome, reasons, files, pageSize } = view;
  const steps = answered(view);
  const ranges = steps.flatMap((step, index) =>
    SETS.flatMap((set) =>
      step[set].findings.map((finding) =>
        rangeJson(finding, pageSize, { step: index + 1, set, why: finding.text }),
      ),
    ),
  );
  const counted = (list: FindingList): object => ({ pages: list.pages, ranges: list.ranges });
  const records = steps.map(({ dirty, missed, late, mapped, unmapped }: ChainStep, index) => ({
    step: index + 1,
    from: files[index],
    to: files[index + 1],
    dirty: counted(dirty),
    missed: counted(missed),
    late: counted(late),
    mapped,
    unmapped,
  }));
  return ranges.join('') + recordLine({ tracker, outcome, reasons, steps: records });
}

/** A chain as verdicts for CI, one for each step. */
export function chainVerdicts(view: ChainView): readonly Verdict[] {
  const { steps, tracker, outcome, reasons, isTracked, pageSize } = view;
  return steps.map(({ dirty, missed }, index) => {
    const isBroken = missed.pages > 0 && outcome === 'broken';
    const evidence = missed.findings.map((finding) => findingText(finding, pageSize));
    return {
      name: `${stepName(index, view)}: every change is in a set`,
      outcome: isBroken ? 'broken' : reasons.length > 0 ? 'unanswered' : 'holds',
      detail: [
        ...(isBroken ? [] : reasons),
        ...(isTracked ? [`${listedText(dirty)} dirty by ${tracker}`] : []),
        ...(isBroken ? evidence : []),
      ],
    };
  });
}
