import { transportFor } from '#main/transports/open.ts';
import { equal, refused } from './checks.ts';
import { address, type Gadget, settled, usbInterface } from './gadget.ts';
import { checkGadget, checkLink, identity, type Link, openLink, within } from './link.ts';
import { pattern } from './talk.checks.ts';

/** Cables that come off, two consoles on one instrument, and what is not there. */
export async function checkUnplug(gadget: Gadget): Promise<void> {
  const lost = (link: Link): Promise<string> =>
    new Promise((resolve) => void link.transport.onClosed(resolve));
  const back = async (signal: AbortSignal): Promise<void> => {
    await gadget.plug();
    const link = await openLink(signal);
    equal(await link.ask('*IDN?'), identity);
  };

  await checkLink(gadget, 'unplugged while nothing goes on: noticed at once', async (link, signal) => {
    const over = lost(link);
    await gadget.unplug();
    await over;
    equal(link.transport.state, 'closed');
    await refused(link.ask('*IDN?'), 'INSTRUMENT_CLOSED');
    await refused(transportFor(address)().open(signal), 'INSTRUMENT_UNREACHABLE');
    await back(signal);
  });

  await checkLink(gadget, 'unplugged while an answer is waited for', async (link, signal) => {
    await link.tell('SLOW? 60000');
    const [over, heard] = [lost(link), refused(link.hear(), 'INSTRUMENT_CLOSED')];
    await gadget.unplug();
    await Promise.all([over, heard]);
    await back(signal);
  });

  await checkLink(gadget, 'unplugged in the middle of a block', async (link, signal) => {
    const over = lost(link);
    await gadget.order('fault UNPLUGMID');
    await link.tell('BLOCK? 1000000');
    await refused(link.hear(), 'INSTRUMENT_CLOSED');
    await over;
    await settled(usbInterface, false);
    await back(signal);
  });

  await checkLink(gadget, 'unplugged while a message is being written', async (link, signal) => {
    await gadget.order('deafen');
    const message = Buffer.concat([Buffer.from('DATA #6300000'), pattern(300_000), Buffer.from('\n')]);
    const [over, told] = [lost(link), refused(link.tell(message), 'INSTRUMENT_CLOSED')];
    await gadget.unplug();
    await Promise.all([over, told]);
    await back(signal);
  });

  await checkLink(gadget, 'closed while unplugged, five times', async (link, signal) => {
    for (let at = 0; at < 5; at++) {
      await Promise.all([gadget.unplug(), link.transport.close()]);
      await gadget.plug();
      await link.transport.open(signal);
      equal(await link.ask('*IDN?'), identity);
    }
  });

  await checkLink(gadget, 'a second console is refused, and the first goes on', async (link, signal) => {
    const second = transportFor(address)();
    const fault = await refused(second.open(signal), 'INSTRUMENT_UNREACHABLE');
    equal(/used by another program/.test(fault.message), true, fault.message);
    equal(await link.ask('*IDN?'), identity);
  });

  await checkGadget(gadget, 'a serial number that is not there, and none', async (signal) => {
    await refused(transportFor('usb://1d6b:0104/OTHER')().open(signal), 'INSTRUMENT_UNREACHABLE');
    await refused(transportFor('usb://1234:5678/X')().open(signal), 'INSTRUMENT_UNREACHABLE');
    const link = await openLink(signal, 'usb://1d6b:0104');
    equal(await link.ask('*IDN?', within(10_000)), identity);
  });
}
