import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { has, root } from '../steps.ts';
import { initrd } from './initrd.ts';
import { debianKernel, moduleFiles } from './kernel.ts';
import { type Ended, runMachine } from './machine.ts';
import { Missing } from './missing.ts';

/**
 * `npm run test:usb`: the console's USB transport against a USBTMC instrument on a real USB stack, in a virtual machine.
 * Words behind it (talk, recovery, faults, unplug, session, drivers, consoles) choose what alone is checked. Ends with 1 when a check failed or something needed is missing; with `--may-skip`, what is missing ends it with 0.
 */
const modules = [
  'virtio_pci',
  '9pnet_virtio',
  '9p',
  'virtio_rng',
  'configfs',
  'usbcore',
  'udc_core',
  'libcomposite',
  'usb_f_fs',
  'dummy_hcd',
  'usbtmc',
];
const busybox = '/bin/busybox';
const python = '/usr/bin/python3';
/** A boot takes some 5 s, the checks two to three minutes on two busy cores. */
const deadlineMs = 600_000;

async function check(): Promise<Ended> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Missing('it needs Linux on x86-64');
  if (!(await has('qemu-system-x86_64')))
    throw new Missing('qemu-system-x86_64 is not installed (Debian: qemu-system-x86)');
  if (!existsSync(busybox)) throw new Missing('busybox is not installed (Debian: busybox-static)');
  if (!existsSync(python)) throw new Missing('Python 3 is not installed (Debian: python3)');
  const kernel = await debianKernel();
  const init = readFileSync(join(import.meta.dirname, 'init.sh'), 'utf8');
  const node = relative(root, process.execPath);
  return runMachine({
    image: kernel.image,
    initrd: initrd(busybox, moduleFiles(kernel, modules), init),
    repository: root,
    node: node.startsWith('..') ? process.execPath : `/run/repo/${node}`,
    program: 'tools/usb-vm/inside.ts',
    more: only.length === 0 ? '' : `only=${only.join(',')}`,
    deadlineMs,
    onLine: (line) => console.log(line),
  });
}

const only = process.argv.slice(2).filter((word) => /^\w+$/.test(word));
const start = performance.now();
const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(0)} s`;
try {
  const { code, late, log } = await check();
  if (code === null) {
    console.error(late ? `stopped after ${seconds()}` : 'the machine ended before the checks did');
    console.error(`the kernel's last words:\n${log}`);
  }
  console.log(`USB: ${code === 0 ? 'passed' : 'failed'} in ${seconds()}`);
  process.exitCode = code ?? 1;
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  const may = process.argv.includes('--may-skip');
  console.log(`${may ? 'skipped' : 'cannot run'}: ${error.message}`);
  process.exitCode = may ? 0 : 1;
}
