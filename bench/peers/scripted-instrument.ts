import { createServer } from 'node:net';

/** 16 MB behind a header, as a deep memory sends them. */
const block = Buffer.concat([
  Buffer.from('#816000000'),
  Buffer.alloc(16_000_000, 'measured'),
  Buffer.from('\n'),
]);

/**
 * A scripted instrument in a process of its own, for benches: it answers every line that has a `?` at once, the line
 * `BLOCK?` is answered by a block of 16 MB, `HANG` makes it stop reading, and it prints its port. Ends with its parent.
 */
const server = createServer({ noDelay: true }, (socket) => {
  let rest = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    const lines = (rest + data.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '*IDN?') socket.write('LabLink,BENCH,1,1.0\n');
      else if (line === 'BLOCK?') socket.write(block);
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
