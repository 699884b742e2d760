import { arch as nodeArch } from 'node:os';
import { PteDecodeError } from '../../../core/errors.ts';
import { tryParseVersion } from '../../../core/version.ts';
import { type Io, readText } from '../../../input/bytes/io.ts';
import type { AskedKernel } from '../../../kernel/capabilities/answers.ts';
import { canonicalSymbol } from '../../../kernel/config.ts';
import { findMachine, machineOfNode } from '../../../kernel/capabilities/machines.ts';
import { PROFILES } from '../../../kernel/profiles.ts';
import { readRelease } from '../../../kernel/release.ts';
import { kernelName } from '../../../records/text/kernel-id.ts';
import { readConfigText } from '../../options/kernel/config-text.ts';
import { cpuFlags, pagingBy, readHostConfig } from '../../options/kernel/host.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import type { Invocation } from '../../spec.ts';
import { machineFacts } from './machine.ts';

/** What a `.config` and single symbols set. */
interface Settings {
  readonly set: ReadonlyMap<string, boolean>;
  /** A whole `.config` was read: what it does not set is off. */
  readonly isWhole: boolean;
}

const NOTHING: Settings = { set: new Map(), isWhole: false };

/** The settings of a `.config`, all of them, whatever page-table entries depend on. */
function settingsOf(text: string): Settings {
  const set = new Map<string, boolean>();
  for (const [, on, value, off] of text.matchAll(
    /^(?:CONFIG_([A-Z0-9_]+)=(\S)|# CONFIG_([A-Z0-9_]+) is not set)/gm,
  ))
    set.set(on ?? off ?? '', value === 'y' || value === 'm');
  return { set, isWhole: true };
}

/** What `--config` gives: files, and single symbols, which win. */
function givenSettings(invocation: Invocation, io: Io): Settings {
  const set = new Map<string, boolean>();
  const single = new Map<string, boolean>();
  let isWhole = false;
  for (const item of invocation.list('config')) {
    const [, name, value] = /^(?:CONFIG_)?([A-Z0-9_]+)=([yYnNmM01])$/.exec(item) ?? [];
    if (name !== undefined) {
      single.set(name, /[yYmM1]/.test(value ?? ''));
      continue;
    }
    for (const [symbol, on] of settingsOf(readConfigText(io, item)).set) set.set(symbol, on);
    isWhole = true;
  }
  return { set: new Map([...set, ...single]), isWhole };
}

/** The value of a symbol: as given, off in a whole `.config` without it, else as `usual` knows it. */
function symbolIn(
  settings: readonly Settings[],
  usual: (name: string) => boolean | undefined,
): AskedKernel['symbol'] {
  return (name) => {
    for (const { set, isWhole } of settings) {
      const value = set.get(name);
      if (value !== undefined) return value;
      if (isWhole) return false;
    }
    return usual(name);
  };
}

function vendorOf(release: string): string | undefined {
  const remark = readRelease(release)?.remark;
  return remark?.isFrozen ? remark.vendor : undefined;
}

/** The running machine. @throws PteDecodeError `ERR_KERNEL_UNKNOWN` where no Linux runs */
function runningKernel(invocation: Invocation, io: Io): AskedKernel {
  let release: string;
  try {
    release = readText(io, '/proc/sys/kernel/osrelease', 4096).trim();
  } catch (cause) {
    throw new PteDecodeError(
      'ERR_KERNEL_UNKNOWN',
      'this machine does not run Linux, or hides it; --kernel asks of another one',
      { cause },
    );
  }
  const version = tryParseVersion(release);
  if (version === undefined)
    throw new PteDecodeError('ERR_KERNEL_UNKNOWN', `/proc/sys/kernel/osrelease: "${release}" is no release`);
  const machine = machineHere(io);
  const paging = machine && pagingBy(machine, cpuFlags(io));
  const given = givenSettings(invocation, io);
  const arch = machine?.arch ?? nodeArch();
  const text = given.isWhole
    ? undefined
    : readHostConfig(release, arch, (path) => readConfigText(io, path))?.text;
  return {
    name: `Linux ${release}`,
    version,
    arch,
    symbol: symbolIn([given, text === undefined ? NOTHING : settingsOf(text)], () => undefined),
    vendor: vendorOf(release),
    machine: machineFacts(io, paging),
  };
}

/** The architecture of the running kernel, as it says itself since 6.1. */
function machineHere(io: Io): ReturnType<typeof findMachine> {
  try {
    const found = findMachine(readText(io, '/proc/sys/kernel/arch', 256).trim());
    if (found) return found;
  } catch {
    // Before 6.1: that of the program.
  }
  return machineOfNode(nodeArch());
}

/** A kernel of which only release and configuration are known. */
async function otherKernel(invocation: Invocation, io: Io, said: string): Promise<AskedKernel> {
  // Symbols that no page-table entry depends on count here all the same.
  const known = invocation
    .list('config')
    .filter((item) => !/^[A-Z0-9_]+=/.test(item) || canonicalSymbol(item.replace(/=.*/, '')) !== undefined);
  const kernel = await kernelFromOptions(invocation.with('config', known), io);
  const isBuilt = PROFILES.some(({ name }) => name === kernel.profile);
  // What a profile is of has all that is asked for here beside what its configuration says.
  const usual = (name: string): boolean | undefined =>
    isBuilt ? canonicalSymbol(name) === undefined || kernel.config(name) : undefined;
  return {
    name: kernelName(kernel),
    version: kernel.version,
    arch: kernel.arch,
    symbol: symbolIn([givenSettings(invocation, io)], usual),
    vendor: vendorOf(said),
  };
}

/** The kernel that is asked: that of `--kernel`, else the running one with its machine. */
export async function askedKernel(invocation: Invocation, io: Io): Promise<AskedKernel> {
  const said = invocation.value('kernel');
  if (said !== undefined && said !== 'host') return otherKernel(invocation, io, said);
  if (invocation.value('arch') !== undefined)
    throw new PteDecodeError('ERR_USAGE', '--arch goes with --kernel: this machine has its own');
  return runningKernel(invocation, io);
}
