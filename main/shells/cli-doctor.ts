import { allChecks } from '#main/doctor/all.ts';
import { type Examined, examine } from '#main/doctor/examine.ts';
import { dataFolder, tidyPath } from '#main/folder/data-folder.ts';
import type { Command } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, printJson, shown } from './cli-output.ts';
import { parseOptions } from './cli-usage.ts';
import { askAbout } from './loopback-control-client.ts';
import { hasDisplay } from './loopback-open.ts';

/** Findings as a person reads them: the verdict as a word, the subject, what was found, and below it what to do. */
export function describeFindings(findings: readonly Examined[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const indent = ' '.repeat(13 + width + 2);
  return findings
    .map(({ verdict, subject, found, remedy }) => {
      const line = `${verdict.padEnd(13)}${subject.padEnd(width)}  ${shown(found)}\n`;
      return remedy === null ? line : `${line}${indent}${shown(remedy)}\n`;
    })
    .join('');
}

async function doctor(args: string[]): Promise<number> {
  const { json } = parseOptions(args, { json: { type: 'boolean', default: false } });
  const folder = dataFolder();
  const findings = await examine(
    allChecks({ folder, runningConsole: () => askAbout(folder), display: hasDisplay() }),
  );
  const bad = findings.some(({ verdict }) => verdict === 'problem');
  if (json) printJson({ dataFolder: tidyPath(folder), well: !bad, findings });
  else print(describeFindings(findings));
  return bad ? exits.failed : exits.well;
}

export const doctorCommand: Command = {
  usage: 'doctor [--json]',
  about: 'Looks at what the console needs on this PC, and says what to do about what is not right.',
  details: [
    '--json   one object with every finding: subject, verdict (ok, warning, problem, not checked), found, remedy',
    'Exit code 1 when there is a problem. Nothing is changed.',
  ],
  run: doctor,
};
