import { contract } from '#shared/contract/index.ts';
import { rolePermissions, roles } from '#shared/contract/permissions.ts';
import type { Procedure } from '#shared/contract/declare.ts';

const access = (procedure: Procedure): string =>
  typeof procedure.needs === 'string'
    ? `\`${procedure.needs}\``
    : `anyone: ${procedure.needs.anyone.replace(/^[^:]*: /, '')}`;

const row = (domain: string, name: string, procedure: Procedure): string => {
  const audited =
    procedure.kind !== 'query' && procedure.audit !== undefined
      ? procedure.audit.map((each) => `\`${each}\``).join(', ') || 'the act'
      : '';
  return `| \`${domain}.${name}\` | ${procedure.kind} | ${access(procedure)} | ${audited} |`;
};

/** The reference of every call between renderer and main, as Markdown, made from the contract itself. */
export function contractReference(): string {
  const domains = Object.entries(contract).map(([domain, procedures]) =>
    [
      `## ${domain}`,
      '',
      '| call | kind | needs | written to the audit trail |',
      '|---|---|---|---|',
      ...Object.entries(procedures as Record<string, Procedure>).map(([name, each]) =>
        row(domain, name, each),
      ),
      '',
    ].join('\n'),
  );
  const rights = roles.map(
    (role) => `| ${role} | ${rolePermissions[role].map((each) => `\`${each}\``).join(' ')} |`,
  );
  return [
    '# The contract',
    '',
    'Generated from `shared/contract/` by `npm run contract`; a test fails when it is not up to date.',
    'Types and bounds of every input and output are in the declarations themselves.',
    '',
    '| role | may |',
    '|---|---|',
    ...rights,
    '',
    ...domains,
  ].join('\n');
}
