import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { equal } from './checks.ts';
import { type Gadget, loadModule, settled, unloadModule, usbInterface } from './gadget.ts';
import { checkGadget, checkLink, identity } from './link.ts';

const run = promisify(execFile);

const driver = (): string | null => {
  try {
    return basename(readlinkSync(`${usbInterface}/driver`));
  } catch {
    return null;
  }
};

/** Asks through Linux's own class driver: software that nobody here wrote. */
async function askKernel(question: string): Promise<string> {
  await settled('/dev/usbtmc0', true);
  const file = await open('/dev/usbtmc0', 'r+');
  try {
    await file.write(`${question}\n`);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4096), 0, 4096);
    return buffer.subarray(0, bytesRead).toString('latin1').trimEnd();
  } finally {
    await file.close();
  }
}

/** The console beside other software for the same instrument. */
export async function checkDrivers(gadget: Gadget): Promise<void> {
  await loadModule('usbtmc');

  await checkGadget(
    gadget,
    "Linux's own usbtmc driver agrees with the gadget",
    async () => {
      equal(await askKernel('*IDN?'), identity);
      equal((await askKernel('TEXT? 3000')).length, 3000);
    },
    'any',
  );

  await checkLink(gadget, 'the usbtmc driver is put aside and gets the interface back', async (link) => {
    equal(driver(), 'usbfs', 'the driver while the console is connected');
    equal(await link.ask('*IDN?'), identity);
    await link.transport.close();
    equal(driver(), 'usbtmc', 'the driver afterwards');
    equal(await askKernel('*IDN?'), identity);
  });

  await checkLink(gadget, 'the driver gets a device back that owes nobody an answer', async (link) => {
    await link.tell('SLOW? 800');
    await link.transport.abort();
    equal(driver(), 'usbtmc', 'the driver afterwards');
    equal(await askKernel('*IDN?'), identity);
  });

  await unloadModule('usbtmc');

  await checkGadget(
    gadget,
    'pyvisa-py agrees with the gadget',
    async () => {
      const script = [
        'import pyvisa',
        'inst = pyvisa.ResourceManager("@py").open_resource("USB0::0x1d6b::0x0104::LABLINK1::INSTR")',
        'print(inst.query("*IDN?").strip())',
        'inst.write("VOLT 2.5")',
        'print(inst.query("VOLT?").strip())',
      ];
      const { stdout } = await run('/usr/bin/python3', ['-c', script.join('\n')], { timeout: 20_000 });
      equal(stdout.trim().split('\n'), [identity, '2.500']);
    },
    'any',
  );
}
