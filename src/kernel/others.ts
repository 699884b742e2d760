import { later } from '../core/later.ts';
import type { LabelledKernel } from '../core/verdicts/other-meanings.ts';
import { resolveKernel } from './resolve.ts';

/**
 * Ranges of releases in which, with the standard configuration, swap types, marker bits and the bits 57 and 58 mean
 * the same. Each stands for all of its releases; a test computes the same ranges from the tables.
 */
export const ERAS: readonly { readonly first: string; readonly last: string }[] = [
  { first: '4.14', last: '4.18' },
  { first: '4.19', last: '5.18' },
  { first: '5.19', last: '6.1' },
  { first: '6.2', last: '6.5' },
  { first: '6.6', last: '6.12' },
  { first: '6.13', last: '6.16' },
  { first: '6.17', last: '7.1' },
  { first: '7.2', last: '7.3' },
];

/** The kernels that the note `other-kernels` compares with: one for each era, and the patched profile. */
export const otherKernels = later((): readonly LabelledKernel[] => [
  ...ERAS.map(({ first, last }) => resolveLater(`${first}-${last}`, first, [first, last])),
  resolveLater('5.11 with the patch', 'uffd-wp-special'),
]);

/** Few entries need the comparison, and resolving nine kernels takes longer than decoding one value. */
function resolveLater(label: string, name: string, span?: readonly [string, string]): LabelledKernel {
  const kernel = later(() => resolveKernel({ kernel: name }));
  return {
    label,
    ...(span ? { span } : {}),
    get kernel() {
      return kernel();
    },
  };
}
