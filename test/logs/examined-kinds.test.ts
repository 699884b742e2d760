import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  // crash 8.0 riscv64.c and arm64.c translate_pte: names of flags that x86_64 has not. The step of a pte as the end of
  // https://lore.kernel.org/all/20220801043040.2003264-2-xianting.tian@linux.alibaba.com shows it.
  { name: 'the last step of a walk of crash, whose flags stand below it: riscv64',
    log: ['  PTE: 0 => 209534e7', ' PAGE: 000000008254d000', '', '  PTE     PHYSICAL  FLAGS', '209534e7  8254d000  (PRESENT|READ|WRITE|GLOBAL|ACCESSED|DIRTY)'],
    values: ['1 pte present 0x8254d', '5 pte present 0x8254d'], said: [/riscv64/], never: [/x86_64/] },
  { name: 'the last step of a walk of crash, whose flags stand below it: arm64',
    log: ['   PTE: 1057a91c8 => e80037ffe2ef03', '  PAGE: 37ffe2e000', '', '     PTE          PHYSICAL    FLAGS', 'e80037ffe2ef03  37ffe2e000  (VALID|SHARED|AF|NG|PXN|UXN|DIRTY)'],
    values: ['1 pte present 0x37ffe2e', '5 pte present 0x37ffe2e'], said: [/arm64/], never: [/x86_64/] },
];

describe('kinds of logs that an examination of public reports asked for', () => {
  test.each(KINDS)('$name', expectKind);
});
