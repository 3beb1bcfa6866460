import { dataFolder } from '#main/folder/data-folder.ts';
import type { Command } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, tell } from './cli-output.ts';
import { parseOptions } from './cli-usage.ts';
import { askLink } from './loopback-control-client.ts';
import { hasDisplay, openInBrowser } from './loopback-open.ts';

async function open(args: string[]): Promise<number> {
  const options = parseOptions(args, { print: { type: 'boolean', default: false } });
  const folder = dataFolder();
  const found = await askLink(folder);
  if (found === null) {
    tell('lablink: No console is running on this data folder. Start one with npm start.');
    return exits.failed;
  }
  const { url } = found;
  if (url === null) {
    tell('lablink: The console that is running has a window of its own.');
    return exits.failed;
  }
  if (options.print || !hasDisplay()) {
    print(`${url}\n`);
    tell('It works once, for 10 minutes, on this machine.');
    return exits.well;
  }
  // The file is left for the browser, which may be slow to start; the next one takes it away, and its link is worthless soon.
  if ((await openInBrowser(folder, url)).opened) tell('Opening in your browser.');
  else print(`${url}\n`);
  return exits.well;
}

export const openCommand: Command = {
  usage: 'open [--print]',
  about: 'Opens another window of the running console in your browser.',
  details: ['--print   prints its address instead; it works once, for 10 minutes'],
  run: open,
};
