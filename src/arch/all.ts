import type { Architecture } from '../core/rows/architecture.ts';
import { arm } from './arm/index.ts';
import { arm64 } from './arm64/index.ts';
import { i386 } from './i386/index.ts';
import { loongarch64 } from './loongarch64/index.ts';
import { powerpc64 } from './powerpc64/index.ts';
import { riscv64 } from './riscv64/index.ts';
import { s390x } from './s390x/index.ts';
import { x86_64 } from './x86_64/index.ts';

/** The architectures that come with pte-decode, in the order in which they are listed; the first is the default. */
export const ARCHITECTURES: readonly Architecture[] = [
  x86_64,
  arm64,
  riscv64,
  s390x,
  loongarch64,
  powerpc64,
  i386,
  arm,
];
