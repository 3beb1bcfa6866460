import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { asksForReply } from '#main/scpi/program.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import { checkErrors, deviceOf, drivenDevice, mayConfirm, person } from './control.ts';
import { readBackAll } from './read-back.ts';
import { startRecording, stopRecording } from './recording.ts';
import { replyOf } from './reply.ts';
import type { Room } from './room.ts';
import { converse, effectsOf } from './talk.ts';

/** Program messages as a person types them: held to the same guard and journal as every other. */
export function terminalHandlers(
  room: Room,
): Pick<DomainHandlers<typeof instruments>, 'send' | 'commands' | 'record'> {
  return {
    async send({ id, text, confirm, deadlineMs }, call) {
      const device = drivenDevice(room, id);
      if (/[^\P{Cc}\t]/u.test(text))
        throw new Fault(
          'INPUT_INVALID',
          'A message is one line without control characters. Nothing was sent.',
        );
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
      if (effects.some(({ kind }) => kind === 'setpoint' || kind === 'output' || kind === 'function'))
        void readBackAll(room, device);
      const controls = device.drive?.controls;
      if (controls && !reply) {
        const talk = converse(device, { lane: 'person', operator, signal: call.signal });
        await checkErrors(controls, talk, device, 'it');
      }
      return { reply: answer === null ? null : replyOf(answer), wireMs };
    },

    async record({ id, on }) {
      const device = on ? drivenDevice(room, id, true) : deviceOf(room, id);
      return { name: on ? await startRecording(room, device) : await stopRecording(device) };
    },

    commands: ({ id }) => [...(deviceOf(room, id).drive?.commands ?? [])],
  };
}
