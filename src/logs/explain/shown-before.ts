import { defined } from '../../core/defined.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { encryptionBits, pageShifts } from '../../kernel/capabilities/machines.ts';
import { isKernelPlace } from '../conclude/kernel-address.ts';
import type { LogReport } from '../reports/report.ts';
import type { Shown, ShownBefore } from './boot.ts';
import type { KernelWishes } from './choose-kernel.ts';
import { pagingOf } from './levels.ts';

/** What is known of a kernel from earlier reports alone. */
export function usedBefore(
  kernel: Kernel,
  report: LogReport,
  { always }: KernelWishes,
  before: Shown,
  news: Shown,
): readonly ShownBefore[] {
  const { own, circumstances: around } = report;
  const paging = (own.paging === undefined ? around.paging : undefined) ?? before.paging;
  const pageShift = (own.pageShift === undefined ? around.pageShift : undefined) ?? before.pageShift;
  const isPaging = kernel.paging === paging && !showsLevels(kernel, report) && always.paging === undefined;
  const isSize =
    kernel.pageShift === pageShift && own.pageShift === undefined && pageShifts(kernel.arch).length > 1;
  const isBit = before.encBit !== undefined && news.encBit === undefined && always.encBit === undefined;
  return [
    ...(isPaging ? (['levels'] as const) : []),
    ...(isSize ? (['page-size'] as const) : []),
    ...(isBit && encryptionBits(kernel.arch) ? (['encryption-bit'] as const) : []),
    ...(isSplitBefore(kernel, report, before) ? (['address-split'] as const) : []),
  ];
}

/** Whether the lines of a report themselves show the number of levels. */
function showsLevels({ machine }: Kernel, report: LogReport): boolean {
  const { own, circumstances } = report;
  if (own.paging !== undefined) return true;
  const rest = defined({ ...circumstances, paging: undefined });
  return pagingOf(machine, { ...report, circumstances: rest }) !== undefined;
}

/** Whether code or data of the kernel that an earlier report has shown decide whose the address of a report is. */
function isSplitBefore(kernel: Kernel, { circumstances, shape }: LogReport, before: Shown): boolean {
  const { kernelCode, kernelData } = before;
  if ((kernelCode ?? kernelData) === undefined || shape.role !== 'walk') return false;
  const own = isKernelPlace(kernel, circumstances);
  return own === null && isKernelPlace(kernel, withPlaces(circumstances, before)) !== null;
}

/** What is said around a report, with code and data of the kernel that an earlier one has shown. */
export function withPlaces(
  around: LogReport['circumstances'],
  { kernelCode, kernelData }: Shown,
): LogReport['circumstances'] {
  if (kernelCode === undefined && kernelData === undefined) return around;
  return { ...defined({ kernelCode, kernelData }), ...around };
}
