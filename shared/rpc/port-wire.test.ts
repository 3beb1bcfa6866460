import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { type Port, portWire } from './port-wire.ts';

/** A real port with the face of Electron's MessagePortMain: `on` instead of `addEventListener`, events with `data`. */
const electronPort = (port: MessagePort): Port => ({
  postMessage: (message) => port.postMessage(message),
  start: () => port.start(),
  close: () => port.close(),
  on: (type, listener) => port.on(type, (data: unknown) => listener({ data })),
});

test('a port with the face of Electron carries messages both ways and tells of its end', async () => {
  const { port1, port2 } = new MessageChannel();
  const main = portWire(electronPort(port1));
  const page = portWire(port2 as unknown as Port);
  const seen: unknown[] = [];
  main.onMessage((message) => {
    seen.push(message);
    main.send({ back: message });
  });
  page.onMessage((message) => seen.push(message));
  page.send({ block: Float64Array.of(1, Number.NaN), gap: undefined });
  await vi.waitFor(() => expect(seen).toHaveLength(2));
  expect(seen[0]).toStrictEqual({ block: Float64Array.of(1, Number.NaN), gap: undefined });
  const ended = new Promise((resolve) => main.onClose(resolve));
  page.close('done');
  expect(await ended).toBe('the other side closed the port');
  main.send('nobody hears this');
});

test('what arrives before anybody listens is kept, in order', async () => {
  const { port1, port2 } = new MessageChannel();
  const main = portWire(port1 as unknown as Port);
  const page = portWire(port2 as unknown as Port);
  for (const each of [1, 2, 3]) page.send(each);
  await new Promise((resolve) => {
    port1.once('message', resolve);
  });
  const seen: unknown[] = [];
  main.onMessage((message) => seen.push(message));
  page.send(4);
  await vi.waitFor(() => expect(seen).toEqual([1, 2, 3, 4]));
  page.close('done');
});

test('a message that cannot be cloned closes the wire, so that nobody waits for it', () => {
  const { port1 } = new MessageChannel();
  const wire = portWire(port1 as unknown as Port);
  const why = vi.fn();
  wire.onClose(why);
  wire.send({ answer: () => 1 });
  expect(why).toHaveBeenCalledExactlyOnceWith('a message could not be sent');
  wire.close('again');
  const late = vi.fn();
  wire.onClose(late);
  expect(late).toHaveBeenCalledOnce();
  expect(why).toHaveBeenCalledOnce();
});
