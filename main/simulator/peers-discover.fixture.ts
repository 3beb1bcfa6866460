import { runPeer } from './peers.fixture.ts';
import { startSimulatedSupply } from './supply.ts';
import { openVxi11 } from './wires/vxi11.ts';

// Runs in a network of its own: a supply on VXI-11, and lxi-tools looking for it. Prints what that found.
const wire = await openVxi11();
const supply = await startSimulatedSupply({ wires: [wire] });
const { stdout } = await runPeer('lxi', ['discover', '--timeout', '1']);
process.stdout.write(stdout);
await supply.close();
await wire.close();
