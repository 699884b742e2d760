import { arch as nodeArch } from 'node:os';
import { kernelError, placing, tried, usageError } from '../../../core/errors.ts';
import { tryParseVersion } from '../../../core/version.ts';
import { type Io, readText } from '../../../input/bytes/io.ts';
import type { AskedKernel } from '../../../kernel/capabilities/answers.ts';
import { canonicalSymbol } from '../../../kernel/config.ts';
import { findMachine, machineOfNode } from '../../../kernel/capabilities/machines.ts';
import { type DotConfig, readDotConfig } from '../../../kernel/dot-config.ts';
import { PROFILES } from '../../../kernel/profiles.ts';
import { readRelease } from '../../../kernel/release.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { kernelName } from '../../../records/text/kernel-id.ts';
import { readConfigText } from '../../options/kernel/config-text.ts';
import { cpuFlags, pagingBy, readHostConfig } from '../../options/kernel/host.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import { isSymbol, singleSymbols } from '../../options/kernel/symbols.ts';
import type { Invocation } from '../../spec.ts';
import { machineFacts } from './machine.ts';

/** What a `.config` and single symbols set. */
interface Settings {
  readonly set: ReadonlyMap<string, boolean>;
  /** A whole `.config` was read: what it does not set is off. A part of one says nothing of what it does not set. */
  readonly isWhole: boolean;
}

const NOTHING: Settings = { set: new Map(), isWhole: false };

const pathsOf = (invocation: Invocation): readonly string[] =>
  invocation.list('config').filter((item) => !isSymbol(item));

/** The settings of a `.config`, all of them, whatever page-table entries depend on. */
function settingsOf(text: string): ReadonlyMap<string, boolean> {
  const set = new Map<string, boolean>();
  for (const [, on, value, off] of text.matchAll(
    /^(?:CONFIG_([A-Z0-9_]+)=(\S)|# CONFIG_([A-Z0-9_]+) is not set)/gm,
  ))
    set.set(on ?? off ?? '', value === 'y' || value === 'm');
  return set;
}

/** One symbol of `--config`, whatever page-table entries depend on; undefined where it is none. */
function readSymbol(item: string): readonly [string, boolean] | undefined {
  const [, name, value] = /^(?:CONFIG_)?([A-Z0-9_]+)=([yYnNmM01])$/.exec(item) ?? [];
  return name === undefined ? undefined : [name, /[yYmM1]/.test(value ?? '')];
}

/** What `--config` gives: files, and single symbols, which win. @throws PteDecodeError as `readDotConfig` and `singleSymbols` */
function givenSettings(invocation: Invocation, io: Io): Settings {
  const single = singleSymbols(invocation.list('config'), readSymbol);
  const set = new Map<string, boolean>();
  const files = configFiles(invocation, io);
  for (const { text } of files) for (const [symbol, on] of settingsOf(text)) set.set(symbol, on);
  return { set: new Map([...set, ...single]), isWhole: files.some(({ isWhole }) => isWhole) };
}

/** The files of `--config`. @throws PteDecodeError as `readDotConfig` */
function configFiles(
  invocation: Invocation,
  io: Io,
): readonly (DotConfig & { readonly path: string; readonly text: string })[] {
  return pathsOf(invocation).map((path) => {
    const text = readConfigText(io, path);
    return { path, text, ...placing({ source: path }, () => readDotConfig(text)) };
  });
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

/** Says which symbols of `--config` the running kernel has otherwise: what is answered is not of this machine then. */
function tellContradiction(given: Settings, own: Settings, io: Io): void {
  if (!own.isWhole) return;
  const other = [...given.set].filter(([name, on]) => (own.set.get(name) ?? false) !== on);
  const names = other.slice(0, 4).map(([name, on]) => `CONFIG_${name}=${on ? 'n' : 'y'}`);
  const more = other.length > names.length ? ` and ${other.length - names.length} more` : '';
  if (names.length > 0)
    tell(io, `--config: the configuration of the running kernel says otherwise: ${names.join(', ')}${more}`);
}

/** The running machine. @throws PteDecodeError `ERR_KERNEL_UNKNOWN` where no Linux runs */
function runningKernel(invocation: Invocation, io: Io): AskedKernel {
  const release = tried(() => readText(io, '/proc/sys/kernel/osrelease', 4096).trim());
  if (release === undefined)
    throw kernelError('this machine does not run Linux, or hides it; --kernel asks of another one');
  const version = tryParseVersion(release);
  if (version === undefined) throw kernelError(`/proc/sys/kernel/osrelease: "${release}" is no release`);
  const machine = machineHere(io);
  const paging = machine && pagingBy(machine, cpuFlags(io));
  const given = givenSettings(invocation, io);
  const arch = machine?.arch ?? nodeArch();
  const text = readHostConfig(io, release, arch, (path) => readConfigText(io, path))?.text;
  const own = text === undefined ? NOTHING : { set: settingsOf(text), isWhole: true };
  tellContradiction(given, own, io);
  return {
    name: `Linux ${release}`,
    version,
    arch,
    symbol: symbolIn([given, own], () => undefined),
    vendor: vendorOf(release),
    machine: machineFacts(io, paging),
  };
}

/** The architecture of the running kernel, as it says itself since 6.1. */
function machineHere(io: Io): ReturnType<typeof findMachine> {
  const said = tried(() => readText(io, '/proc/sys/kernel/arch', 256).trim());
  // Before 6.1: that of the program.
  return (said === undefined ? undefined : findMachine(said)) ?? machineOfNode(nodeArch());
}

/** The values of `--config` as far as page-table entries depend on them; of parts of a `.config` the symbols that they set. */
function configOfEntries(invocation: Invocation, io: Io): readonly string[] {
  const single = invocation
    .list('config')
    .filter((item) => isSymbol(item) && canonicalSymbol(item.replace(/=.*/, '')) !== undefined);
  const files = configFiles(invocation, io);
  if (files.some(({ isWhole }) => isWhole)) return [...pathsOf(invocation), ...single];
  const said = singleSymbols(single);
  const parts = new Map(files.flatMap(({ stated }) => [...stated]));
  return [
    ...[...parts].flatMap(([name, isOn]) => (said.has(name) ? [] : [`${name}=${isOn ? 'y' : 'n'}`])),
    ...single,
  ];
}

/** A kernel of which only release and configuration are known. */
async function otherKernel(invocation: Invocation, io: Io, said: string): Promise<AskedKernel> {
  const kernel = await kernelFromOptions(invocation.with('config', configOfEntries(invocation, io)), io);
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
    throw usageError('--arch goes with --kernel: this machine has its own');
  return runningKernel(invocation, io);
}
