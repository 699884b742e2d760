import type { ChosenKernel } from './choose-kernel.ts';

/** A kernel that the user names: in which words, and the profile or release that it is. */
export interface SaidKernel {
  readonly text: string;
  readonly profile: string;
}

/** What the user names, where a report is read for another kernel because the log names that; null elsewhere. */
export function setAside({ source, kernel }: ChosenKernel, said: SaidKernel | undefined): string | null {
  const isOfLog = source === 'log' || source === 'elsewhere';
  if (said === undefined || !isOfLog) return null;
  // A release of the series that was named is no other kernel.
  const isIt = kernel.profile === said.profile || kernel.profile.startsWith(`${said.profile}.`);
  return isIt ? null : said.text;
}
