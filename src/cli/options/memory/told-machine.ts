import { CONTROL_OPTIONS } from '../../../core/rows/table-sources.ts';
import type { ImageInfo } from '../../../images/memory.ts';
import { findMachine, machines } from '../../../kernel/capabilities/machines.ts';
import { archInName } from '../../../kernel/release.ts';
import { saidBeside } from '../../../kernel/resolve.ts';
import type { Invocation } from '../../spec.ts';
import { releaseOf } from './image-facts.ts';

/**
 * The architecture of an image by what tells it, options first: `--arch`, a release that names it, the file itself, what
 * kernels of one machine alone write into VMCOREINFO, a register that one machine alone has.
 *
 * @returns undefined where nothing tells it, or the machine has no tables here
 */
export function toldArch(invocation: Invocation, info: ImageInfo): string | undefined {
  const asked = invocation.value('arch') ?? saidBeside(invocation.value('kernel') ?? '').arch;
  if (asked !== undefined) return asked;
  if (info.machine !== undefined) return findMachine(info.machine)?.arch;
  const [name = ''] = (invocation.value('kernel') ?? '').split(',');
  return (
    archInName(name) ?? archOfNotes(info) ?? archInName(releaseOf(info) ?? '') ?? archOfRegister(invocation)
  );
}

function archOfNotes({ vmcoreinfo }: ImageInfo): string | undefined {
  return machines().find(
    ({ tables }) => tables?.ownNumber !== undefined && vmcoreinfo?.numbers.has(tables.ownNumber),
  )?.arch;
}

function archOfRegister(invocation: Invocation): string | undefined {
  const given = CONTROL_OPTIONS.filter((option) => invocation.value(option) !== undefined);
  const [first, ...others] = machines().filter(({ tables }) =>
    given.some((option) => option === tables?.control?.option),
  );
  return others.length === 0 ? first?.arch : undefined;
}
