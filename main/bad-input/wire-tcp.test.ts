import { simulated } from './wires.fixture.ts';
import { twoConsoles, usualRows } from './rows.fixture.ts';

usualRows(simulated.tcp);
twoConsoles(simulated.tcp);
