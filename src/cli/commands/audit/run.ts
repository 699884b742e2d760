import { defined } from '../../../core/defined.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { Auditor } from '../../../core/verdicts/audit.ts';
import { usageError } from '../../../core/errors.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { RULE_IDS } from '../../../core/verdicts/rules.ts';
import { printable } from '../../../core/printable.ts';
import { parseVersion } from '../../../core/version.ts';
import { parseArgument } from '../../../input/values/argument.ts';
import { PROFILES, RELEASES } from '../../../kernel/profiles.ts';
import { asksForHost, resolveKernel } from '../../../kernel/resolve.ts';
import { Report, Reports } from './report.ts';
import { auditJson, renderAudit } from './view.ts';
import { readPagemap, readRecords } from './source.ts';
import { EXIT } from '../../exit.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { kernelFromOptions, kernelSpecFromOptions } from '../../options/kernel/kernel.ts';
import { RecordKernels } from '../../options/kernel/record-kernels.ts';
import { DUMP_OPTIONS } from '../../options/memory/dump.ts';
import { refuseGiven } from '../../options/meaning.ts';
import { refuseForeign } from '../../options/kernel/symbols.ts';
import { maxFrom } from '../../options/output/max.ts';
import { openProgress } from '../../progress.ts';
import type { Action, Invocation } from '../../spec.ts';
import { refuseUnknownRule } from '../../options/values/rule.ts';
import { readSwapAreas } from '../../options/kernel/swaps.ts';
import { valueAdvice } from '../../options/values/advice.ts';
import { readsInput, valuesFrom } from '../../options/values/values.ts';
import { kernelName } from '../../../records/text/kernel-id.ts';
import { kernelHeading, kernelHeadingLine } from '../../options/kernel/kernel-heading.ts';
import { REASONS } from '../../../pagemap/reasons.ts';
import { tableStyle } from '../../options/output/table-style.ts';
import { levelOf, saysNoLevel } from '../../options/kernel/level.ts';
import { answerForCi, verdictFormatFrom, wantsJson } from '../../options/output/verdict-format.ts';

const DEFAULT_MAX = 10;
const LARGEST_MAX = 1_000_000;

/** The kernels that the options name, one for each `--kernel`. */
async function kernelsFrom(invocation: Invocation, io: Io): Promise<readonly Kernel[]> {
  const names = invocation.list('kernel');
  const lonely = names.length > 1 ? names.find((name) => name === 'all' || asksForHost(name)) : undefined;
  if (lonely !== undefined) throw usageError(`--kernel ${printable(lonely)}: only alone`);
  const said = await kernelSpecFromOptions(invocation.with('kernel', names.slice(0, 1)), io);
  // As for all dumps of pagemap.
  const isDump = invocation.value('input') === 'pagemap';
  const spec = isDump ? { kernel: RELEASES.at(-1) ?? '', ...said } : said;
  if (names.includes('all')) {
    const { layout } = resolveKernel(defined({ arch: spec.arch }));
    return PROFILES.filter(({ release }) => parseVersion(release) >= parseVersion(layout.since)).map(
      ({ name }) => resolveKernel({ ...spec, kernel: name }),
    );
  }
  if (names.length < 2) return [resolveKernel(spec)];
  const others = names.slice(1).map((name) => kernelFromOptions(invocation.with('kernel', [name]), io));
  return [resolveKernel(spec), ...(await Promise.all(others))];
}

/** Audits dumps and captures; gives the number of errors. */
async function readDumps(invocation: Invocation, io: Io, reports: Reports): Promise<number> {
  // The words of a file are those of no kernel yet: one of those that were named will do to open it.
  const [first] = reports.named;
  const named = invocation.value('kernel') === 'all' && first ? [first.auditor.kernel.id] : undefined;
  const opening = named ? invocation.with('kernel', named) : invocation;
  return readPagemap(opening, io, pathsOf(invocation), (captured) =>
    reports.of(captured && resolveKernel(captured)).map((report) => ({
      kernel: report.auditor.kernel,
      sink: (raw, at, origin, times) => report.add(raw, at, origin, times),
    })),
  );
}

function pathsOf(invocation: Invocation): readonly string[] {
  const given = [...invocation.list('file'), ...invocation.args];
  return given.length > 0 ? given : ['-'];
}

/** Audits records of decoding, each for the kernel that it names unless `--kernel` names others; gives the number of errors. */
async function readJson(invocation: Invocation, io: Io, reports: Reports): Promise<number> {
  const isNamed = invocation.value('kernel') !== undefined;
  const kernels = isNamed ? undefined : await RecordKernels.from(invocation, io);
  return readRecords(io, pathsOf(invocation), levelOf(invocation), (record) => {
    const kernel = kernels?.kernelOf(record);
    return reports.of(kernel === kernels?.standard ? undefined : kernel, record.has('kernel'));
  });
}

/** Reads all values into the reports; gives the number of errors. */
async function readAll(
  invocation: Invocation,
  io: Io,
  reports: readonly Report[],
  level: Level,
): Promise<number> {
  const [only, ...others] = reports;
  const bulk =
    only && others.length === 0 && readsInput(invocation)
      ? (await import('./bulk.ts')).countInBulk(only, level)
      : undefined;
  const source = valuesFrom(invocation, io, {
    bulk: bulk?.counter,
    advice: await valueAdvice(invocation.args, io, undefined, !saysNoLevel(invocation)),
    bits: Math.min(...reports.map(({ auditor }) => auditor.kernel.entryBits)),
  });
  if (source.isMissing) throw usageError('audit: wants values, or values on standard input');
  for (const { value, origin } of source.read())
    if (bulk) bulk.add(value, origin);
    else for (const report of reports) report.add(value, level, origin);
  bulk?.finish();
  return source.errors;
}

/** What an audit came to. */
interface Audited {
  readonly reports: readonly Report[];
  /** Values and inputs that could not be read. */
  readonly errors: number;
}

/** Refuses options that mean nothing for what `--input` says is read. @throws PteDecodeError `ERR_USAGE` */
function refuseOthers(invocation: Invocation): void {
  if (invocation.value('input') === 'pagemap')
    refuseGiven(
      invocation,
      ['level'],
      ': a word of pagemap says nothing of levels: what is swapped is a pte',
    );
  else
    refuseGiven(
      invocation,
      DUMP_OPTIONS.map(({ long }) => long),
      ' goes with --input pagemap',
    );
}

async function auditAll(invocation: Invocation, io: Io): Promise<Audited> {
  refuseOthers(invocation);
  const kernels = await kernelsFrom(invocation, io);
  for (const { arch } of kernels) refuseForeign(invocation.list('config'), arch);
  const special = invocation.value('special');
  const max = maxFrom(invocation, DEFAULT_MAX, LARGEST_MAX);
  const isDump = invocation.value('input') === 'pagemap';
  const make = (kernel: Kernel, namedBy?: Report['namedBy']): Report => {
    if (special !== undefined) refuseUnknownRule(kernel, RULE_IDS, '--special');
    const areas = readSwapAreas(invocation, io, 2 ** kernel.pageShift);
    const options = {
      ...defined({
        special: special === undefined ? undefined : parseArgument(special, { decimal: false }),
        areas,
      }),
    };
    // The words of a dump are those of a kernel that ran, and not of whichever is asked about.
    const isAssumed =
      isDump && namedBy === undefined && kernelHeading(kernel, invocation, io).hint !== undefined;
    const unproved = isAssumed ? REASONS.openType : undefined;
    return new Report(new Auditor(kernel, options), max, { namedBy, unproved });
  };
  const reports = kernels.map((kernel) => make(kernel));
  if (isDump) {
    const dumps = new Reports(reports, (kernel) => make(kernel, 'capture'));
    const errors = await readDumps(invocation, io, dumps);
    return { reports: dumps.all, errors };
  }
  const progress = await openProgress(io, { isQuiet: !readsInput(invocation) });
  try {
    if (invocation.value('input') !== 'json')
      return { reports, errors: await readAll(invocation, progress.io, reports, levelOf(invocation)) };
    const records = new Reports(reports, (kernel, isNamed) => make(kernel, isNamed ? 'records' : undefined));
    const errors = await readJson(invocation, progress.io, records);
    return { reports: records.all, errors };
  } finally {
    progress.end();
  }
}

/** The kernel of a report in a few words, and who said that it is that. */
function headingOf({ auditor: { kernel }, namedBy }: Report, invocation: Invocation, io: Io): string {
  if (namedBy === undefined) return kernelHeadingLine(kernel, invocation, io);
  return `${kernelName(kernel)}, as the ${namedBy} ${namedBy === 'records' ? 'say' : 'says'}`;
}

/** Who said which kernel it is. */
function sourceOf({ auditor: { kernel }, namedBy }: Report, invocation: Invocation, io: Io) {
  return namedBy ?? (kernelHeading(kernel, invocation, io).hint === undefined ? 'option' : 'default');
}

/** Why there is no answer though all could be read; undefined where there is one. */
function nothingAudited(invocation: Invocation, reports: readonly Report[]): string | undefined {
  if (reports.every(({ auditor }) => auditor.values > 0)) return undefined;
  return invocation.value('input') === 'pagemap'
    ? 'no word that is neither empty nor present: pagemap shows the entries of swapped pages and markers alone, so none was audited'
    : 'no value to audit';
}

/** `pte-decode audit`. */
export const action: Action = async (invocation, io) => {
  const format = verdictFormatFrom(invocation);
  if (format !== undefined)
    return answerForCi(format, 'pte-decode audit', io, async () => {
      const { reports, errors } = await auditAll(invocation, io);
      const { auditVerdicts } = await import('./verdicts.ts');
      return {
        about: reports.map((report) => headingOf(report, invocation, io)),
        verdicts: auditVerdicts(reports, errors, nothingAudited(invocation, reports)),
      };
    });
  const style = await tableStyle(invocation, io);
  const { reports, errors } = await auditAll(invocation, io);
  // That nothing is broken is no answer where nothing was read.
  if (errors > 0 && reports.every(({ auditor }) => auditor.values === 0)) return EXIT.unanswered;
  const nothing = nothingAudited(invocation, reports);
  if (nothing !== undefined) tell(io, `audit: ${nothing}`);
  for (const report of reports) {
    if (report.auditor.values === 0) continue;
    // Where no answer is written, nothing else says it.
    if (invocation.has('quiet') && !report.unproved && sourceOf(report, invocation, io) === 'default')
      tell(io, headingOf(report, invocation, io));
    io.stdout.write(
      wantsJson(invocation)
        ? JSON.stringify(auditJson(report, sourceOf(report, invocation, io))) + '\n'
        : renderAudit(report, headingOf(report, invocation, io), style),
    );
  }
  const unproved = reports.find((report) => report.auditor.values > 0 && report.unproved)?.unproved;
  if (unproved !== undefined) tell(io, `audit: ${unproved}`);
  const isOpen = unproved !== undefined || reports.some(({ auditor }) => auditor.unknown.size > 0);
  if (errors > 0 || nothing !== undefined || isOpen) return EXIT.unanswered;
  return reports.some(({ auditor }) => auditor.broken > 0) ? EXIT.no : EXIT.ok;
};
