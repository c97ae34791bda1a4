"""Measures a letter in Word (信函格式, GB/T 9704-2012, 5.2, 7.2.4, 7.5 and 10.1) as another program shows it: the arguments are
what `pdftotext -bbox` says of the pages, and the first two pages as `pdftoppm -r 254` paints them, a tenth of a millimetre to a
dot."""

import pathlib
import re
import sys

POINT = 25.4 / 72
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')

faults = []


def near(measured, wanted, tolerance, what):
    if abs(measured - wanted) > tolerance:
        faults.append(f"{what}: {measured:.1f} mm instead of {wanted:.1f} mm")


def same(measured, wanted, what):
    if measured != wanted:
        faults.append(f"{what}: {measured} instead of {wanted}")


def words(page):
    return [(*(float(edge) * POINT for edge in word[:4]), word[4]) for word in WORD.findall(page)]


def rows(path, is_ink):
    """The painted rows of a page: from the top in millimetres, and the edges of what is painted."""
    _, size, _, dots = pathlib.Path(path).read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    found = []
    for y in range(height):
        line = dots[3 * y * width : 3 * (y + 1) * width]
        ink = [x for x in range(width) if is_ink(*line[3 * x : 3 * x + 3])]
        if ink:
            found.append((y / 10, ink[0] / 10, (ink[-1] + 1) / 10, len(ink)))
    return found


def groups(painted):
    """Rows that follow each other."""
    found = []
    for row in painted:
        if found and row[0] - found[-1][-1][0] < 0.15:
            found[-1].append(row)
        else:
            found.append([row])
    return found


text, first, second = sys.argv[1:]
pages = [words(page) for page in pathlib.Path(text).read_text().split("<page ")[1:]]
red = groups(rows(first, lambda r, g, b: r > 150 and g < 100 and b < 100))
same(len(red), 5, "the mark and two double lines in red")
mark, *lines = red
near(mark[0][0], 30, 1, "the upper edge of the mark")
near((min(row[1] for row in mark) + max(row[2] for row in mark)) / 2, 105, 1, "the middle of the mark")
near(lines[0][0][0] - mark[-1][0], 4, 1, "from the mark to the line")
near(lines[-1][-1][0], 297 - 20, 1, "the lower line")
for line in lines:
    near(line[0][2] - line[0][1], 170, 0.5, "the length of a line")
    near((line[0][1] + line[0][2]) / 2, 105, 0.5, "the middle of a line")
thick = [len(line) for line in lines]
if not (thick[0] > thick[1] and thick[2] < thick[3]):
    faults.append(f"thick above thin, thin above thick: {thick} rows")
number = [word for word in pages[0] if word[4].endswith("号")][0]
near(number[2], 210 - 26, 1, "the right edge of the number")
if number[1] < lines[1][-1][0]:
    faults.append("the number stands above the line")
if any("—" in word[4] for word in pages[0]):
    faults.append("the first page has its number")

body = [word for word in pages[1] if len(word[4]) > 3]
same(len(body), 22, "lines of a page")
for left, _, right, _, line in body:
    same(len(line), 28, "characters of a line")
    near(left, 28, 0.6, "the left margin")
    near(right, 210 - 26, 0.8, "the right margin")
for above, below in zip(body, body[1:]):
    near(below[1] - above[1], 225 / 22, 0.15, "from line to line")
black = groups(rows(second, lambda r, g, b: r < 110 and g < 110 and b < 110))
# Word processors put what a line is higher than its letters above them: 225 / 22 mm less 16 pt at most.
top = black[0][0][0] - 37
if not 0 <= top <= 225 / 22 - 16 * POINT:
    faults.append(f"the first line: {top:.1f} mm below the upper margin")
number = [row for row in rows(second, lambda r, g, b: r < 110) if row[0] > 262]
dash = [row for row in number if row[1] < 38]
near(dash[0][0], 262 + 7, 1, "the dash beside the page number")

print("\n".join(faults) or "a letter in Word: every measure is that of the standard")
sys.exit(1 if faults else 0)
