import { findArchitecture } from '../../arch/index.ts';
import { isInRelease, parseVersion, type VersionCode } from '../../core/version.ts';
import { type Capability, type Finding } from './capabilities.ts';
import { canonicalSymbol, configSymbols } from '../config.ts';
import type { MachineFacts } from './machine-facts.ts';

/** A kernel as far as its capabilities depend on it. */
export interface AskedKernel {
  /** As `uname -r` prints it, or a name for it. */
  readonly name: string;
  readonly version: VersionCode;
  readonly arch: string;
  /** The value of a configuration symbol, without `CONFIG_`; undefined where nobody knows it. */
  readonly symbol: (name: string) => boolean | undefined;
  /** Whose kernel it is, where parts of later kernels can be in it. */
  readonly vendor?: string | undefined;
  /** What its machine says; undefined when it is another one. */
  readonly machine?: MachineFacts | undefined;
}

/** Whether an architecture has a symbol in a release, or what it lacks. */
function lack(symbol: string, { arch, version }: AskedKernel): string | undefined {
  if (canonicalSymbol(symbol) === undefined || !findArchitecture(arch)) return undefined;
  const row = configSymbols(arch).find(({ name }) => name === symbol);
  if (!row) return `${arch} has no CONFIG_${symbol}`;
  const { since } = row;
  return since === undefined || isInRelease({ since }, version)
    ? undefined
    : `${arch} has CONFIG_${symbol} since ${since}`;
}

/** What release and configuration say. */
function byRelease({ since, within, isBackported, needs = [] }: Capability, kernel: AskedKernel): Finding {
  const { version, vendor, symbol } = kernel;
  const from = since === undefined ? '' : `since ${since}, `;
  const open: string[] = [];
  if (since !== undefined && version < parseVersion(since)) {
    if (vendor !== undefined)
      open.push(`since ${since}, but a kernel of ${vendor} can have parts of later ones`);
    else if (within !== undefined && version < parseVersion(within.since))
      return { answer: 'no', why: `no ${within.what} before ${within.since}` };
    else if (within !== undefined && isBackported)
      open.push(`since ${since}, or a stable release from ${within.since} on`);
    else return { answer: 'no', why: `only since ${since}` };
  }
  for (const name of needs) {
    const value = symbol(name);
    // A symbol that the configuration has is there, whatever the tables say.
    const lacking = value === true ? undefined : lack(name, kernel);
    if (value === false) return { answer: 'no', why: `CONFIG_${name} is off` };
    if (lacking !== undefined && vendor === undefined) return { answer: 'no', why: lacking };
    if (value === undefined) open.push(`CONFIG_${name} is not known`);
  }
  if (open.length > 0) return { answer: 'unknown', why: open.join('; ') };
  const by = needs.length > 0 ? 'by release and configuration' : 'by release';
  return { answer: 'yes', why: `${from}${by}` };
}

/**
 * What a kernel has or has not: what its machine says, else what follows from release and configuration. `unknown` where
 * neither proves it.
 */
export function answerCapability(capability: Capability, kernel: AskedKernel): Finding {
  const { machine } = kernel;
  const probed = machine && capability.probe?.(machine);
  if (probed) return probed;
  if (capability.isOfMachine)
    return {
      answer: 'unknown',
      why: machine ? 'this machine does not say' : 'only its machine can say',
    };
  return byRelease(capability, kernel);
}
