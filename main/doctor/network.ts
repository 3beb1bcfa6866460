import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type Check, ok, problem } from './check.ts';

/** Whether this user can listen on 127.0.0.1, which the browser shell and the simulated bench need; and the ways to instruments. */
export const networkCheck: Check = {
  subject: 'Network',
  look: async (signal) => {
    const server = createServer();
    try {
      server.listen({ host: '127.0.0.1', port: 0 });
      await once(server, 'listening', { signal });
    } catch (error) {
      return problem(
        `This user cannot listen on 127.0.0.1 (${(error as NodeJS.ErrnoException).code ?? 'no answer'}).`,
        'Check the loopback interface and the rules of a firewall or a sandbox.',
      );
    } finally {
      server.close();
    }
    const others = Object.entries(networkInterfaces())
      .filter(([, addresses]) => addresses?.some(({ internal }) => !internal))
      .map(([name]) => name);
    const ways = others.length === 0 ? 'no other interface' : `interfaces: ${others.join(', ')}`;
    return ok(`127.0.0.1 can be used; ${ways}.`);
  },
};
