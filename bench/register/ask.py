"""Times every question to a register with filters: median of runs of the program, its start included.

    python3 bench/register/ask.py PATH_OF_KELISHIM REGISTER [RUNS]
"""

import statistics
import subprocess
import sys
import time

PAIR = ["--between", "KGZ", "RUS"]
RARE = ["--between", "KGZ", "DEU"]
QUESTIONS = [
    ["commitments", *PAIR],
    ["commitments", *PAIR, "--open", "--area", "education"],
    ["commitments", *RARE, "--stage", "cancelled"],
    ["commitments", *PAIR, "--overdue"],
    ["commitments", "--overdue"],
    ["commitments", "--open", "--silent-since", "2020"],
    ["commitments", "--area", "energy", "--since", "2015", "--until", "2016"],
    ["commitments", "--actor", "KAZ", "--stage", "signed"],
    ["commitments", *PAIR, "--steps"],
    ["commitments", *PAIR, "--text", "школа"],
    ["commitments", "--text", "газопровод"],
    ["commitments", *PAIR, "--source", "agency3"],
    ["commitments", *PAIR, "--as-of", "2018-06-01"],
    ["commitments", "--area", "tourism", "--as-of", "2018-06-01"],
    ["events", *PAIR],
    ["events", "--type", "SANCTION"],
    ["events", *RARE, "--type", "AID"],
    ["events", "--actor", "UZB", "--since", "2019", "--until", "2019-06"],
    ["events", *PAIR, "--area", "tourism"],
    ["events", *PAIR, "--text", "газопровод"],
    ["events", "--text", "вакцина"],
    ["events", "--text", "договор"],
    ["events", "--source", "agency50.example"],
    ["events", *PAIR, "--as-of", "2018-06-01"],
    ["statements", *PAIR],
    ["statements", "--actor", "RUS", "--text", "квота"],
    ["statements", "--area", "energy", "--since", "2024"],
    ["statements", *PAIR, "--as-of", "2018-06-01"],
    ["timeline", *PAIR],
    ["timeline", "--actor", "KAZ", "--area", "energy"],
    ["actors", "--text", "Person 1"],
    ["actors", *PAIR],
    ["articles", *PAIR],
    ["articles", "--actor", "KGZ", "--since", "2020"],
    ["articles", "--text", "газопровод"],
    ["articles", "--source", "agency50.example"],
    ["coverage", "--since", "2025"],
    ["coverage", "--source", "agency3.example"],
    ["pair", "KGZ", "RUS"],
    ["pair", "KGZ", "DEU"],
    ["brief", "KGZ", "RUS"],
    ["show", "c1"],
    ["show", "h1000"],
    ["show", "a100"],
    ["search", "договор"],
    ["search", "школа", "квота"],
    ["search", "вакцина"],
]


def main():
    program, register = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 11
    over = 0
    print("| question | median ms | worst ms | allowed |\n| --- | --- | --- | --- |")
    for question in QUESTIONS:
        times = []
        for _ in range(runs):
            begun = time.perf_counter()
            run = subprocess.run([program, *question, "--db", register], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            times.append((time.perf_counter() - begun) * 1000)
            if run.returncode > 1:
                sys.exit(f"{question}: {run.stderr.decode()}")
        allowed = 200 if question[0] == "search" else 150
        median = statistics.median(times)
        over += median > allowed
        mark = " **" if median > allowed else ""
        print(f"| {' '.join(question)} | {median:.0f}{mark} | {max(times):.0f} | {allowed} |", flush=True)
    print(f"{over} of {len(QUESTIONS)} over what is allowed")
    sys.exit(over > 0)


main()
