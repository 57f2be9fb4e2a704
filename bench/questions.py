# What takes longest of bench/questions.mjs, in the reader that analysts have: python3 bench/questions.py DATABASE. Prints JSON.
import json
import sqlite3
import sys
import time

db = sqlite3.connect(sys.argv[1])
RATES = "SELECT key, yoy_percent FROM v_latest"
# Of large files fewer, as bench/questions.mjs does.
TIMES, LEAST, LONGEST = 100, 20, 10


def p95(sql):
    db.execute(sql).fetchall()
    times = []
    until = time.perf_counter() + LONGEST
    while len(times) < TIMES and (len(times) < LEAST or time.perf_counter() < until):
        started = time.perf_counter()
        db.execute(sql).fetchall()
        times.append(1000 * (time.perf_counter() - started))
    return sorted(times)[int(len(times) * 0.95)]


taken = p95(RATES)
db.execute(f"CREATE TEMP TABLE plain AS {RATES}")
name = "latest year on year of all series, key and rate, each a row, in Python"
print(json.dumps([{"name": name, "goal": 50, "p95": taken, "plain": p95("SELECT * FROM plain"), "rows": 0}]))
