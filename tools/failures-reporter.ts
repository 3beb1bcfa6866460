import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter } from 'vitest/node';
import { root } from './steps.ts';

const firstLine = (message: string | undefined): string => message?.split('\n', 1)[0] ?? '';

/** Writes a line for each test that failed, each file that could not be loaded, each file without a result, and each error outside a test. */
export class FailuresReporter implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  readonly onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (modules, unhandled) => {
    const lines: string[] = [];
    for (const module of modules) {
      const where = relative(root, module.moduleId);
      for (const error of module.errors()) lines.push(`${where}: ${firstLine(error.message)}`);
      if (module.state() === 'pending' || module.state() === 'queued') lines.push(`${where}: no result`);
      for (const test of module.children.allTests('failed'))
        lines.push(`${where} > ${test.fullName}: ${firstLine(test.result().errors?.[0]?.message)}`);
    }
    for (const { message, cause } of unhandled)
      lines.push(`outside a test: ${[message, cause?.message].filter(Boolean).map(firstLine).join(' ')}`);
    writeFileSync(this.#file, lines.map((line) => `${line}\n`).join(''));
  };
}
