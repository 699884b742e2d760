import { CLOCK } from '../reports/line-memory.ts';
import type { LogReport } from '../reports/report.ts';
import type { FoundValue } from '../lines/find-shapes.ts';

/**
 * All that is said around values, as a text that is the same for the same things. Since when the messages around are printed
 * counts only where no kernel is named, and until when where it is none of the report's own.
 */
function keyOfCircumstances({
  circumstances: { pages = [], printedSince, before, ...said },
  named,
  isNamedElsewhere,
}: LogReport): string {
  const isOwn = named !== undefined && !isNamedElsewhere;
  const words: string[] = [];
  for (const name in said) words.push(`${name}=${String(said[name as keyof typeof said])}`);
  if (named === undefined && printedSince !== undefined) words.push(`printedSince=${printedSince}`);
  if (!isOwn && before !== undefined) words.push(`before=${before}`);
  const dumps = pages.map(({ pfn, refcount, mapcount }) => `page=${pfn},${refcount},${mapcount}`);
  // The lines that said it stood in any order.
  return [...words.sort(), ...dumps].join(' ');
}

const keyOfValues = (values: readonly FoundValue[]): string =>
  values
    .map(
      ({ level, text, index, row = 0, endsLine }) => `${level}:${text}@${row}:${index}${endsLine ? '$' : ''}`,
    )
    .join();

/**
 * A text that is the same for two reports of which the same is to be said: it has all of a report but where it stands and
 * who printed it.
 */
export function keyOfReport(report: LogReport): string {
  const { shape, values, walk, tables, named, address, message } = report;
  const lines = walk === values ? '' : keyOfValues(walk);
  return [
    shape.name,
    shape.role === 'swap' ? message.replace(CLOCK, '') : '',
    keyOfValues(values),
    lines,
    keyOfValues(tables),
    address,
    report.hasPointer,
    report.isBad,
    report.isCut,
    report.own.paging,
    report.own.pageShift,
    report.isTorn,
    report.lost.join(),
    report.isLevelAssumed,
    report.isFirst,
    report.isLast,
    named?.release,
    named?.name,
    named?.arch,
    named?.archOfReport,
    report.mentions.length === 0
      ? ''
      : report.mentions.map(({ release, spokenArch }) => [release, spokenArch]).join(),
    report.isNamedElsewhere,
    report.disagreeing.join(),
    keyOfCircumstances(report),
    report.nearby.arch,
    report.nearby.wordBits,
    report.leftArch,
  ].join(';');
}
