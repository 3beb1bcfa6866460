/** What stands on the sheet that the lab keeps. */
interface Sheet {
  readonly name: string;
  readonly identity: string;
  readonly recipient: string;
  readonly signer: string;
}

/** The identity sheet: plain text, to be printed or saved, with everything that somebody needs who has only it and a backup. */
export const sheetOf = ({
  name,
  identity,
  recipient,
  signer,
}: Sheet): string => `LabLink Console: key for backups

Name:        ${name}
Identity:    ${identity}
Recipient:   ${recipient}
Signed by:   ${signer}

The identity opens every backup that is made for this key. Whoever has it can read all of the
console's history and accounts; without it, nobody can. Keep this sheet where the lab keeps what
must not be lost, and not beside the PC.

"Signed by" is the fingerprint of the key with which this console signs its backups. Compare it
when you restore on another PC.

To restore with the console:

    npx lablink backup restore FILE.age --identity SHEET.txt --to FOLDER \\
      --signer ${signer}

To restore by hand, with age, zstd and sqlite3 alone (put the line that begins with
AGE-SECRET-KEY-1 into a file of its own, key.txt):

    age -d -i key.txt FILE.age | zstd -d > lablink.db
    sqlite3 lablink.db 'PRAGMA integrity_check'
    sqlite3 lablink.db -Ax
`;
