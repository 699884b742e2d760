import { usageError } from '../../../core/errors.ts';
import { isKernelHalf, withoutTag } from '../../../core/rows/virtual-address.ts';
import { rootFor, tablesFor } from '../../../images/walk/roots.ts';
import { walkAddress } from '../../../images/walk/walk.ts';
import { renderWalk, walkRecord } from './view.ts';
import { EXIT } from '../../exit.ts';
import { refuseGiven } from '../../options/meaning.ts';
import { kernelsOfImage } from '../../options/memory/image-kernel.ts';
import { imageKernelName } from '../../options/memory/image-name.ts';
import { imageArguments, openMemoryOption } from '../../options/memory/memory.ts';
import {
  describeRoot,
  noTable,
  saidHalf,
  tablesOfHalves,
  tellGuess,
} from '../../options/memory/top-table.ts';
import type { Action } from '../../spec.ts';
import { readSwaps } from '../../options/kernel/swaps.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { valuesFrom } from '../../options/values/values.ts';
import { tableStyle } from '../../options/output/table-style.ts';
import { renderHeading } from '../../../records/text/columns.ts';

/** `pte-decode walk` */
export const action: Action = async (invocation, io, program) => {
  // They say whose table --pgd is, and choose no part of another one.
  if (invocation.value('pgd') === undefined)
    refuseGiven(invocation, ['user', 'kernel-half'], ' goes with --pgd');
  const memory = await openMemoryOption(invocation, io);
  const kernels = await kernelsOfImage(invocation, io, memory);
  const { tables, half: named } = tablesOfHalves(invocation, memory, kernels, saidHalf(invocation));
  let roots = tables;
  /** That of the first address, for the heading. */
  let first = kernels[named];
  const style = await tableStyle(invocation, io);
  const devices = readSwaps(invocation, io);
  const isJson = invocation.has('json');
  const output = new BufferedOutput(io.stdout);
  const source = valuesFrom(invocation, io, {
    args: imageArguments(invocation).rest,
    output,
    isLevelKnown: true,
  });
  if (source.isMissing) {
    io.stderr.write(await program.help());
    return EXIT.unanswered;
  }
  const begin = (): void => {
    tellGuess(io, roots);
    if (isJson || invocation.has('no-heading')) return;
    const name = imageKernelName(invocation, memory, first);
    output.add(renderHeading(`${name}; top table ${describeRoot(first, roots)}`, style));
  };
  const isUnnamed = ['pgd', 'cpu'].every((name) => invocation.value(name) === undefined);
  let unread = 0;
  let isBegun = false;
  for (const { value } of source.read()) {
    const address = withoutTag(first.machine, value);
    const half = isKernelHalf(address) ? 'kernel' : 'user';
    const kernel = kernels[half];
    const context = { kernel, devices };
    if (!isBegun) {
      roots = tablesFor(roots, half);
      first = kernel;
      begin();
      isBegun = true;
    }
    const root = rootFor(roots, address);
    if (root === undefined && isUnnamed) {
      output.flush();
      throw usageError(noTable(memory, kernel));
    }
    const walk = walkAddress(memory, kernel, root, value);
    if (walk.stop?.reason === 'unreadable') unread++;
    output.add(
      isJson ? JSON.stringify(walkRecord(walk, context)) + '\n' : '\n' + renderWalk(walk, context, style),
    );
  }
  if (!isBegun) begin();
  output.flush();
  memory.close();
  return unread > 0 || source.errors > 0 ? EXIT.unanswered : EXIT.ok;
};
