import type { Kernel } from '../../core/rows/model.ts';
import { isCanonical } from '../../core/rows/virtual-address.ts';
import { type Conclusion, conclusion, when } from './conclusion.ts';
import type { AskReport } from './readings.ts';

/** Lowest address that counts as one of a user: below are null pointers with an offset. */
const FIRST_USER = 0x1_0000n;

/** Whether kernel code touched what a program can have: behind the last address that the tables cover nobody has anything. */
function isUserAddress(ask: AskReport<'access' | 'address' | 'kernel_address'>, kernel: Kernel): boolean {
  const access = ask('access');
  const address = ask('address') ?? 0n;
  return (
    access?.byUser === false &&
    access.kind !== 'execute' &&
    access.isUnknown !== true &&
    access.isImplicit !== true &&
    ask('kernel_address') === false &&
    address >= FIRST_USER &&
    isCanonical(kernel, address)
  );
}

/** The kernel itself may touch such an address in its copy functions alone. */
export const userAddress = (row: Pick<Conclusion, 'causes' | 'mapped' | 'also'>): Conclusion =>
  conclusion({
    code: 'user-address',
    ...row,
    of: 'report',
    reads: ['access', 'address', 'kernel_address', 'for_user'],
    // No fault of the page, but of the kernel.
    text: (ask, kernel) =>
      when(
        // What only the kernel may use is no page of a program: KASAN has some below the usual end of user addresses.
        isUserAddress(ask, kernel) && (row.mapped !== true || ask('for_user')),
        'kernel code touched a user address, where it has no fixup as the copy functions (uaccess) have one',
      ),
  });
