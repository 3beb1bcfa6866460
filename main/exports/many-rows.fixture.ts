import { tamper } from '#main/database/tamper.fixture.ts';
import { historyFile, openedHistory } from '#main/history/history.fixture.ts';

/** A history of so many exchanges, as wide as those of a bench are; their hashes are none, since exports do not verify them. */
export async function manyRows(count: number): Promise<string> {
  const file = historyFile();
  const { close } = await openedHistory(file);
  await close();
  tamper(
    file,
    `INSERT INTO link (key, instrument, name, address, vendor, model, serial, firmware, driver)
     VALUES ('k', 'i1', 'Supply', 'tcp://127.0.0.1:5025', 'LabLink', 'SIM-PSU-2', '7', '1.0', 'lablink-simulated-supply 1')`,
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
     INSERT INTO record (seq, kind, at, line, digest, hash, link, operator, lane, request, status, reply, reply_length, queue_ms, wire_ms)
     SELECT i + 1, 'exchange', 1764086400000 + i, i + 1, randomblob(32), randomblob(32), 1, 'Ada', 'person',
       CAST('MEAS:VOLT? (@' || i || ')' AS BLOB), 'ok', CAST(printf('%+.6E', i / 7.0) AS BLOB), 13, 0.25, i % 50 FROM n`,
  );
  return file;
}
