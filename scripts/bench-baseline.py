#!/usr/bin/env python3
"""What a script does with the same files: opens them with the standard library and adds the columns up.

Prints one line for each figure, its name and reports per second, for `make bench` to set its own figures against.
"""
import glob
import json
import statistics
import sys
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from html.parser import HTMLParser

ROUNDS, ROUND = 5, 0.2


def rate(items, work):
    work()
    rates = []
    for _ in range(ROUNDS):
        started, done = time.perf_counter(), 0
        while time.perf_counter() - started < ROUND:
            work()
            done += items
        rates.append(done / (time.perf_counter() - started))
    return statistics.median(rates)


class Cells(HTMLParser):
    """Collects the text of table cells."""

    def __init__(self):
        super().__init__()
        self.cells = []

    def handle_data(self, data):
        self.cells.append(data.strip())


def office(paths):
    for path in paths:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    ElementTree.fromstring(package.read(name))


def html(paths):
    for path in paths:
        Cells().feed(open(path, encoding="utf-8").read())


def check(reports):
    """The row totals, result totals and balance of table three, and the totals of table four."""
    faults = 0
    for report in reports:
        rows = report["table3"]
        frame = {"new_received", "carried_in", "result_total", "carried_out"}
        for row in rows.values():
            *parts, total = row.values()
            faults += sum(part or 0 for part in parts) != (total or 0)
        for column in rows["new_received"]:
            items = sum(row[column] or 0 for key, row in rows.items() if key not in frame)
            total = rows["result_total"][column] or 0
            faults += items != total
            left = (rows["new_received"][column] or 0) + (rows["carried_in"][column] or 0)
            faults += left != total + (rows["carried_out"][column] or 0)
        for block in report["table4"].values():
            *parts, total = block.values()
            faults += sum(part or 0 for part in parts) != (total or 0)
    return faults


def main():
    files = lambda ending: sorted(glob.glob(f"demo/reports/*.{ending}"))
    reports = [json.load(open(path, encoding="utf-8")) for path in sorted(glob.glob("fixtures/reports/*.json"))]
    reports = [report for report in reports if report["table3"] and report["table4"]]
    figures = {
        "read_html": rate(len(files("html")), lambda: html(files("html"))),
        "read_docx": rate(len(files("docx")), lambda: office(files("docx"))),
        "read_xlsx": rate(len(files("xlsx")), lambda: office(files("xlsx"))),
        "check_tables": rate(len(reports), lambda: check(reports)),
    }
    for name, figure in figures.items():
        print(name, round(figure, 1))


if __name__ == "__main__":
    sys.exit(main())
