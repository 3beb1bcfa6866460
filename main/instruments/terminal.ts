import type { Call } from '#main/bridge/caller.ts';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { asksForReply } from '#main/scpi/program.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import type { z } from '#shared/schema.ts';
import { checkErrors, deviceOf, drivenDevice, mayConfirm, person } from './control.ts';
import { readBackAll } from './read-back.ts';
import { startRecording, stopRecording } from './recording.ts';
import { replyOf, wholeOf } from './reply.ts';
import type { Room } from './room.ts';
import { converse, effectsOf } from './talk.ts';

/** Program messages as a person types them: held to the same guard and journal as every other. */
export function terminalHandlers(
  room: Room,
): Pick<DomainHandlers<typeof instruments>, 'send' | 'sendWhole' | 'commands' | 'record'> {
  return {
    async send(message, call) {
      const { answer, wireMs } = await exchange(room, message, call);
      return { reply: answer === null ? null : replyOf(answer), wireMs };
    },

    async *sendWhole(message, call) {
      const { answer, wireMs } = await exchange(room, message, call);
      yield* wholeOf(answer, wireMs);
    },

    async record({ id, on }) {
      const device = on ? drivenDevice(room, id, true) : deviceOf(room, id);
      return { name: on ? await startRecording(room, device) : await stopRecording(device) };
    },

    commands: ({ id }) => [...(deviceOf(room, id).drive?.commands ?? [])],
  };
}

type Message = z.output<(typeof instruments)['send']['input']>;

/** One program message as a person typed it, and the bytes of the reply to it. */
async function exchange(
  room: Room,
  { id, text, confirm, deadlineMs }: Message,
  call: Call,
): Promise<{ readonly answer: Uint8Array | null; readonly wireMs: number }> {
  const device = drivenDevice(room, id);
  if (/[^\P{Cc}\t]/u.test(text))
    throw new Fault('INPUT_INVALID', 'A message is one line without control characters. Nothing was sent.');
  mayConfirm(call, confirm);
  const effects = effectsOf(device, text);
  const reply = asksForReply(text);
  const operator = person(call, confirm);
  let wireMs = 0;
  const answer = await device.session.exchange(text, {
    lane: 'person',
    operator,
    effects,
    reply,
    signal: call.signal,
    ...(deadlineMs !== undefined && { deadlineMs }),
    onWire: (ms) => (wireMs = ms),
  });
  // What a command of unknown effect did is read back by the guard.
  if (effects.some(({ kind }) => kind !== 'none' && kind !== 'harmless' && kind !== 'unknown'))
    void readBackAll(room, device);
  const controls = device.drive?.controls;
  if (controls && !reply) {
    const talk = converse(device, { lane: 'person', operator, signal: call.signal });
    await checkErrors(controls, talk, device, 'it');
  }
  return { answer, wireMs };
}
