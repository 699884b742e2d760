import type { ArchLayout } from '../core/layout.ts';
import { arm64 } from './arm64/layout.ts';
import { i386 } from './i386/layout.ts';
import { loongarch64 } from './loongarch64/layout.ts';
import { powerpc64 } from './powerpc64/layout.ts';
import { riscv64 } from './riscv64/layout.ts';
import { s390x } from './s390x/layout.ts';
import { x86_64 } from './x86_64/layout.ts';

/** The architectures, in the order in which they are listed. */
export const ARCHITECTURES: readonly ArchLayout[] = [
  x86_64,
  arm64,
  riscv64,
  s390x,
  loongarch64,
  powerpc64,
  i386,
];
