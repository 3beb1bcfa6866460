"""What a server written in Python does for the same operations: bcrypt, pyotp and sqlite3 as Debian packages them.

One question a line on standard input, one answer a line on standard output, both JSON. The time is taken here, around the work alone.
"""

import json
import sqlite3
import sys
import time

databases = {}


def bcrypt_hash(password, cost, times):
    import bcrypt

    data = password.encode()
    made = None
    start = time.perf_counter()
    for _ in range(times):
        made = bcrypt.hashpw(data, bcrypt.gensalt(cost))
    seconds = time.perf_counter() - start
    return seconds, {"hash": made.decode(), "version": bcrypt.__version__}


def bcrypt_check(password, stored, times):
    import bcrypt

    data, hashed = password.encode(), stored.encode()
    right = 0
    start = time.perf_counter()
    for _ in range(times):
        right += bcrypt.checkpw(data, hashed)
    return time.perf_counter() - start, {"right": right}


def totp_generate(secret, at, times):
    import pyotp

    totp = pyotp.TOTP(secret)
    code = None
    start = time.perf_counter()
    for _ in range(times):
        code = totp.at(at)
    return time.perf_counter() - start, {"code": code}


def totp_verify(secret, code, at, times):
    import pyotp

    totp = pyotp.TOTP(secret)
    right = 0
    start = time.perf_counter()
    for _ in range(times):
        right += totp.verify(code, for_time=at, valid_window=1)
    return time.perf_counter() - start, {"right": right}


def log(file, times):
    """A row and a commit for each command, durable: synchronous FULL, journal in WAL as here."""
    db = databases.get(file)
    if db is None:
        db = databases[file] = sqlite3.connect(file)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute(
            "CREATE TABLE IF NOT EXISTS history (id INTEGER PRIMARY KEY, time REAL, user TEXT, instrument TEXT, "
            "command TEXT, response TEXT, status TEXT, duration REAL)"
        )
        db.commit()
    start = time.perf_counter()
    for _ in range(times):
        db.execute(
            "INSERT INTO history VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            (time.time(), "Ada", "i1", "SOUR1:VOLT 3.3", None, "ok", 0.4),
        )
        db.commit()
    seconds = time.perf_counter() - start
    return seconds, {"rows": db.execute("SELECT count(*) FROM history").fetchone()[0]}


def fill(file, rows):
    """A table of texts in the order they came, without an index, and one with an index over instrument and time."""
    db = databases[file] = sqlite3.connect(file)
    db.execute("PRAGMA synchronous = OFF")
    for table in ("plain", "indexed"):
        db.execute(
            f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, time TEXT, user TEXT, instrument TEXT, command TEXT, "
            "response TEXT, status TEXT, duration REAL)"
        )
        db.executemany(
            f"INSERT INTO {table} VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            (
                (f"{row:012d}", "Ada", f"i{(row * 7919) % 50}", "MEAS:VOLT? (@1)", f"{row % 997}E-2", "ok", 1.5)
                for row in range(rows)
            ),
        )
    db.execute("CREATE INDEX by_instrument ON indexed (instrument, time)")
    db.commit()
    return 0.0, {"rows": db.execute("SELECT count(*) FROM indexed").fetchone()[0]}


def query(file, table, times):
    db = databases[file]
    sql = f"SELECT * FROM {table} WHERE instrument = ? ORDER BY time DESC LIMIT 10"
    rows = 0
    start = time.perf_counter()
    for index in range(times):
        rows += len(db.execute(sql, (f"i{(index * 7) % 50}",)).fetchall())
    return time.perf_counter() - start, {"rows": rows}


def about():
    found = {"python": sys.version.split()[0], "sqlite": sqlite3.sqlite_version}
    for name in ("bcrypt", "pyotp"):
        try:
            module = __import__(name)
            found[name] = getattr(module, "__version__", "there")
        except ImportError:
            found[name] = None
    return 0.0, found


tasks = {
    each.__name__: each
    for each in (bcrypt_hash, bcrypt_check, totp_generate, totp_verify, log, fill, query, about)
}
for line in sys.stdin:
    asked = json.loads(line)
    try:
        seconds, proof = tasks[asked["task"]](**asked["with"])
        answer = {"seconds": seconds, "proof": proof}
    except Exception as error:  # The bench prints it and leaves the row out.
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
