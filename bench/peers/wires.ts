import { openHislip } from '#main/simulator/wires/hislip-server.ts';
import { serveSerial } from '#main/simulator/wires/serial.ts';
import { openVxi11 } from '#main/simulator/wires/vxi11.ts';
import { startSimulatedSupply } from '#main/simulator/supply.ts';
import type { Wire } from '#main/simulator/wires/wire.ts';

/** A simulated supply on every wire, in a process of its own. Its arguments are serial ports to be served as well. */
const ports = process.argv.slice(2);
const serial: Wire = {
  attach(attached) {
    for (const path of ports) serveSerial(path, attached);
    return { url: 'serial:', visa: null };
  },
  close: () => Promise.resolve(),
};
const vxi11 = await openVxi11();
const supply = await startSimulatedSupply({ wires: [vxi11, await openHislip(), serial] });
process.once('disconnect', () => process.exit(0));
process.send?.({
  tcp: supply.address,
  port: supply.port,
  vxi11: supply.wires[0]?.url,
  /** Whether `lxi`, which asks the portmapper, can find it. */
  portmapped: vxi11.portmapped,
  hislip: supply.wires[1]?.url,
});
