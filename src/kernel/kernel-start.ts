import type { Architecture } from '../core/rows/architecture.ts';
import type { SaidOfKernel } from '../core/rows/model.ts';
import type { VersionCode } from '../core/version.ts';
import type { ConfigValues } from './config.ts';

/** What a kernel is resolved from. */
export interface KernelStart {
  readonly architecture: Architecture;
  /** The profile's name, or the release. */
  readonly profile: string;
  readonly version: VersionCode;
  /** With the patch "Introduce special pte for unmapped file-backed mem". */
  readonly patch: boolean;
  /** The symbols of the profile. */
  readonly base: ConfigValues;
  /** What is stated besides. */
  readonly said: SaidOfKernel;
  /** The symbols of both, with what follows from them. */
  readonly given: ConfigValues;
}
