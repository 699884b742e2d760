// Loaded with `node --import`: the machine that runs is of the release HOST_RELEASE and of the architecture HOST_ARCH, where they are set.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

const { HOST_RELEASE = os.release(), HOST_ARCH = os.arch() } = process.env;
Object.assign(os, { release: () => HOST_RELEASE, arch: () => HOST_ARCH });
syncBuiltinESMExports();
