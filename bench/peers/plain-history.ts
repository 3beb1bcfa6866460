import BetterSqlite3 from 'better-sqlite3';

/** The design that the history replaces: one table of texts in the order they came, without an index unless one is asked for. */
export interface PlainHistory {
  /** The last ten of one instrument, by their time. */
  lastTen(instrument: string): unknown[];
  close(): void;
}

/** Makes one with so many rows. */
export function plainHistory(file: string, rows: number, indexed = false): PlainHistory {
  const db = new BetterSqlite3(file);
  db.pragma('synchronous = OFF');
  db.exec(`CREATE TABLE history (id INTEGER PRIMARY KEY, time TEXT, user TEXT, instrument TEXT, command TEXT, response TEXT,
    status TEXT, duration REAL)`);
  const insert = db.prepare('INSERT INTO history VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)');
  db.transaction(() => {
    for (let row = 0; row < rows; row++) {
      const time = new Date(1_700_000_000_000 + row * 1000).toISOString();
      insert.run(time, 'Ada', `i${(row * 7919) % 50}`, 'MEAS:VOLT? (@1)', `${row % 997}E-2`, 'ok', 1.5);
    }
  })();
  if (indexed) db.exec('CREATE INDEX by_instrument ON history (instrument, time)');
  const lastTen = db.prepare('SELECT * FROM history WHERE instrument = ? ORDER BY time DESC LIMIT 10');
  return { lastTen: (instrument) => lastTen.all(instrument), close: () => db.close() };
}
