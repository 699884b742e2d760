import { imageRecord, renderImage } from './view.ts';
import type { MemoryRange, PhysicalMemory } from '../../../images/memory.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { formatHex } from '../../../core/u64.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { defined } from '../../../core/defined.ts';
import { tried } from '../../../core/errors.ts';
import { resolveNamed } from '../../../kernel/distribution-kernel.ts';
import { readRelease } from '../../../kernel/release.ts';
import { keepHeapSmall } from '../../heap.ts';
import { EXIT } from '../../exit.ts';
import { doubtsOf, kernelSpecOf, refusalOf } from '../../options/memory/image-facts.ts';
import { openMemory } from '../../options/memory/memory.ts';
import type { Action } from '../../spec.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';

const SHOWN_RANGES = 32;
/** A hostile bitmap can alternate; nobody reads more ranges than this. */
const MOST_RANGES = 1_000_000;

/** Where the ranges belong in a record without any; quotes inside a text of JSON are escaped, so it stands once. */
const RANGES = '"memory":[]';

/** Writes a record with the ranges of the memory put in one by one: there may be a million. */
function writeJson(io: Io, record: object, memory: PhysicalMemory): void {
  const text = JSON.stringify(record);
  const at = text.indexOf(RANGES) + RANGES.length - 1;
  const output = new BufferedOutput(io.stdout);
  output.add(text.slice(0, at));
  let count = 0;
  for (const { start, end } of memory.ranges()) {
    if (++count > MOST_RANGES) break;
    output.add(
      `${count === 1 ? '' : ','}${JSON.stringify({ start: formatHex(start), end: formatHex(end) })}`,
    );
  }
  output.add(`${text.slice(at)}\n`);
  output.flush();
}

/** `pte-decode image` */
export const action: Action = async (invocation, io) => {
  await keepHeapSmall();
  const memory = await openMemory(invocation, io, invocation.args[0] ?? '');
  const isJson = invocation.has('json');
  const ranges: MemoryRange[] = [];
  let rangeCount = 0;
  let bytes = 0n;
  for (const range of memory.ranges()) {
    rangeCount++;
    bytes += range.end - range.start;
    if (!isJson && ranges.length < SHOWN_RANGES) ranges.push(range);
  }
  const { release: name, paging, encBit } = kernelSpecOf(memory.info);
  const { machine } = memory.info;
  const release = name === undefined ? undefined : readRelease(name, machine);
  // With what its name says of architecture and configuration; none where the tables have no such kernel.
  const kernel = release && tried(() => resolveNamed(defined({ kernel: name, arch: machine })).id);
  const remarks = release?.remark ? [release.remark.text] : [];
  const refused = refusalOf(memory);
  const info = {
    ...memory.info,
    notes: [
      ...memory.info.notes,
      ...doubtsOf(memory.info),
      ...(refused === undefined ? [] : [refused]),
      ...remarks,
    ],
  };
  const report = { info, ranges, rangeCount, bytes, kernel, paging, encBit };
  if (isJson) writeJson(io, imageRecord(report), memory);
  else io.stdout.write(renderImage(report, await paletteFromOptions(invocation, io)));
  memory.close();
  return EXIT.ok;
};
