import { createServer } from 'node:net';

/**
 * A scripted instrument in a process of its own, for benches: it answers every line that has a `?` at once, the line
 * `HANG` makes it stop reading, and it prints its port. Ends with its parent.
 */
const server = createServer({ noDelay: true }, (socket) => {
  let rest = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    const lines = (rest + data.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '*IDN?') socket.write('LabLink,BENCH,1,1.0\n');
      else if (line === 'HANG') socket.pause();
      else if (line.endsWith('?')) socket.write('+3.30000000E+00\n');
      else if (line === 'OUTP:ALL OFF') process.send?.({ at: performance.timeOrigin + performance.now() });
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit(0));
