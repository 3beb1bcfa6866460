import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps.ts';

/** What a package is for, in the words of Node: `linux` and `x64`. */
export interface Target {
  readonly platform: string;
  readonly arch: string;
}

/** source: README of the npm package node-gyp-build, "Supported prebuild names"; the names below prebuilds/ of bindings-cpp. */
function serialLibrary({ platform, arch }: Target): string {
  // One library for both kinds of Mac.
  if (platform === 'darwin') return 'darwin-x64+arm64/@serialport+bindings-cpp.node';
  const tags = [
    '@serialport+bindings-cpp',
    ...(arch === 'arm64' ? ['armv8'] : []),
    ...(platform === 'linux' ? ['glibc'] : []),
  ];
  return `${platform}-${arch}/${tags.join('.')}.node`;
}

/** What the toolchain that a library was built with is called in its name. source: index.js of the npm package usb. */
const toolchains: Readonly<Record<string, string>> = { linux: '-gnu', win32: '-msvc' };

function usbLibrary({ platform, arch }: Target): string {
  const name = `${platform}-${arch}${toolchains[platform] ?? ''}`;
  return `usb-${name}/usb.${name}.node`;
}

/** The prebuilt libraries that a package needs, from the folder of the project. Electron for Linux is built for glibc alone. */
export const librariesOf = (target: Target): readonly string[] => [
  `node_modules/better-sqlite3/prebuilds/${target.platform}-${target.arch}.node`,
  `node_modules/@serialport/bindings-cpp/prebuilds/${serialLibrary(target)}`,
  `node_modules/@node-usb/${usbLibrary(target)}`,
];

/** The libraries of a target that this machine cannot put into a package. npm installs those of usb for its own platform alone. */
export const notInstalled = (target: Target): readonly string[] =>
  librariesOf(target).filter((library) => !existsSync(join(root, library)));

/** Throws when a package for the target would lack a library: before anything is packed. */
export function mustBeInstalled(target: Target): void {
  const lacking = notInstalled(target);
  if (lacking.length > 0)
    throw new Error(
      `No package for ${target.platform}-${target.arch} can be made here. Not installed: ${lacking.join(', ')}. ` +
        'npm installs the libraries of its own platform: make the package there.',
    );
}
