import type { Kernel } from '../../core/rows/model.ts';

/** How many configuration symbols differ from a kernel as it is usually built: ` (3 symbols differ)`. */
function countedSymbols(count: number): string {
  return count === 0 ? '' : ` (${count} symbol${count === 1 ? ' differs' : 's differ'})`;
}

/** The name of a kernel with its configuration symbols counted: `6.18.44 (3 symbols differ)`. */
export function shortKernelId({
  id,
  differing = 0,
}: Partial<Pick<Kernel, 'differing'>> & Pick<Kernel, 'id'>): string {
  const [name = '', ...extras] = id.split(',');
  const others = extras.filter((extra) => /^[a-z]/.test(extra));
  return [`${name}${countedSymbols(differing)}`, ...others].join(', ');
}

/** The line that says which kernel was assumed, and which machine where the .config allows another. */
export function kernelLine(kernel: Kernel): string {
  const patch = kernel.uffdWpSpecialPatch ? ' + uffd-wp special pte' : '';
  const machine = kernel.assumed.length > 0 ? `; assumed of the CPU: ${kernel.assumed.join(', ')}` : '';
  return `kernel ${kernel.id}: Linux ${kernel.release}${patch}, ${kernel.arch}, ${kernel.paging}-level paging${machine}`;
}

/** A kernel by its release alone; the one with the patch by the series that the patch was made for. */
export function briefKernelName({ release, profile, uffdWpSpecialPatch }: Kernel): string {
  if (uffdWpSpecialPatch) return `Linux ${release.split('.', 2).join('.')} with the patch`;
  return `Linux ${release}${release === profile ? '' : ` (${profile})`}`;
}

/**
 * A kernel in a few words: what it was chosen by, its release, how many configuration symbols differ from what that has,
 * and what else is not as usual.
 *
 * @param hasLevels whether to say the number of page-table levels, however it was chosen
 */
export function kernelName(kernel: Kernel, hasLevels = false): string {
  const extras = kernel.id
    .split(',')
    .slice(1)
    .filter((extra) => !hasLevels || !extra.startsWith('paging='));
  const others = extras.filter((extra) => /^[a-z]/.test(extra) && !extra.startsWith('arch='));
  const machine = kernel.assumed.length > 0 ? `; assumed of the CPU: ${kernel.assumed.join(', ')}` : '';
  const levels = hasLevels ? [`${kernel.paging}-level paging`] : [];
  return (
    [`${briefKernelName(kernel)}${countedSymbols(kernel.differing)}`, kernel.arch, ...levels, ...others].join(
      ', ',
    ) + machine
  );
}
