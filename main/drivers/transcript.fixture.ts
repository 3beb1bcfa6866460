import { expect } from 'vitest';
import type { Family } from './define.ts';
import { drive } from './drive.ts';
import type { Controls, Conversation } from './driver.ts';

/** Plays a recorded conversation: every `>` line must be sent, in order, exactly; `finish` fails on what is left over. */
export function replay(transcript: string): Conversation & { finish(): void } {
  const lines = transcript
    .split('\n')
    .map((line) => line.trimStart())
    .filter((line) => line !== '');
  let at = 0;
  const sent = (text: string): void => {
    expect(`> ${text}`).toBe(lines[at]);
    at++;
  };
  return {
    tell: (text) => {
      sent(text);
      return Promise.resolve();
    },
    ask: async (text, read) => {
      sent(text);
      const reply = lines[at++] ?? '';
      expect(reply).toMatch(/^< /);
      return read(reply.slice(2));
    },
    askBytes: () => Promise.reject(new Error('a transcript of text has no bytes')),
    finish: () => expect(lines.slice(at)).toEqual([]),
  };
}

/** How a family drives a model. */
export function controlsOf(family: Family, model: string): Controls {
  const { controls } = drive(family, model);
  if (controls === null) throw new Error('a family without controls');
  return controls;
}
