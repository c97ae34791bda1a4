//! The values of one row put into their columns (按列取数).
//!
//! A row that prints as many fields as the form has columns is clear. One with fewer or more is placed by the
//! columns of its neighbours, and where that does not decide, every possibility is kept: choosing among them is
//! for the identities ([`super::solve`]) or for a person.

use std::ops::Range;

use crate::cell::{Cell, Printed};

use super::items::Item;

/// A value in its column: the item it comes from, or nothing where none is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// Item with this index.
    Item(usize),
    /// Printed blank.
    Blank,
    /// Lost by the layout; what stood there follows from the row.
    Lost,
}

/// How the values of a row fall into the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Placement {
    /// Only one way.
    Certain(Vec<Slot>),
    /// The input ends in this row.
    Cut(Vec<Slot>),
    /// Several ways; the layout does not say which.
    Open(Vec<Vec<Slot>>),
}

/// Lines by which the heads of a row of heads may be apart.
const BROKEN: u32 = 2;

/// The lines of one head are not farther apart than this; half the width of a character.
const SAME_PLACE: u32 = 2;

/// Where the columns of a table stand, learnt from its complete rows.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// For each column the range of places.
    at: Vec<(u32, u32)>,
}

impl Columns {
    /// Learns the columns from rows that have a value in each; fewer than three rows teach nothing.
    pub(super) fn learn(items: &[Item], rows: &[Vec<usize>], width: usize) -> Columns {
        let mut at: Vec<(u32, u32)> = Vec::new();
        let mut seen = 0;
        for row in rows.iter().filter(|row| row.len() == width) {
            let Some(xs) = row.iter().map(|i| items[*i].x).collect::<Option<Vec<u32>>>() else { continue };
            seen += 1;
            if at.is_empty() {
                at = xs.iter().map(|x| (*x, *x)).collect();
            }
            for ((low, high), x) in at.iter_mut().zip(xs) {
                (*low, *high) = ((*low).min(x), (*high).max(x));
            }
        }
        let apart = at.windows(2).all(|pair| pair[0].1 < pair[1].0);
        if seen >= 3 && apart { Columns { at } } else { Columns::default() }
    }

    /// The columns as the heads of the table stand, for a table without complete rows: each head in its turn, by its
    /// first two letters since it may be broken over lines.
    pub(super) fn of_heads(items: &[Item], labels: &[String]) -> Columns {
        let mut at: Vec<(u32, u32)> = Vec::new();
        for label in labels {
            let start: String = label.chars().take(2).collect();
            let mut heads = items.iter().filter(|item| !item.is_value() && item.raw.starts_with(&start));
            let next = heads.find_map(|head| head.x.filter(|x| at.last().is_none_or(|(_, last)| x > last)));
            let Some(x) = next else { return Columns::default() };
            at.push((x, x));
        }
        Columns { at }
    }

    /// The columns of one block of a table, as its heads stand nearest above the values of a row.
    pub(super) fn of_heads_above(items: &[Item], fields: &[usize], labels: &[String]) -> Columns {
        let (Some(first), Some(last)) = (fields.first(), labels.last()) else { return Columns::default() };
        let start: String = last.chars().take(2).collect();
        let above = &items[..*first];
        let Some(head) = above.iter().rfind(|item| !item.is_value() && item.raw.starts_with(&start)) else {
            return Columns::default();
        };
        // Heads that are broken begin on lines of their own.
        let from = above.partition_point(|item| item.row + BROKEN < head.row);
        Columns::of_heads(&above[from..], labels)
    }

    /// The columns of a table whose heads repeat: what stands above the values begins, from the left, as the heads do.
    pub(super) fn of_all_heads(items: &[Item], fields: &[usize], labels: &[String]) -> Columns {
        let begins = |raw: &str| labels.iter().any(|label| label.chars().next() == raw.chars().next());
        let above = &items[..fields.first().copied().unwrap_or(0)];
        let heads = above.iter().filter(|item| !item.is_value() && begins(&item.raw));
        let mut places: Vec<(u32, Option<char>)> =
            heads.filter_map(|head| Some((head.x?, head.raw.chars().next()))).collect();
        places.sort_by_key(|(x, _)| *x);
        places.dedup_by(|after, before| after.0 - before.0 <= SAME_PLACE);
        let are_heads = places.len() == labels.len()
            && places.iter().zip(labels).all(|((_, start), label)| *start == label.chars().next());
        if are_heads {
            Columns { at: places.into_iter().map(|(x, _)| (x, x)).collect() }
        } else {
            Columns::default()
        }
    }

    /// Whether nothing is known of the columns.
    pub(super) fn is_unknown(&self) -> bool {
        self.at.is_empty()
    }

    /// The column of a place: the only one that it is nearest to without doubt.
    fn column(&self, x: u32) -> Option<usize> {
        let distance = |(low, high): &(u32, u32)| low.saturating_sub(x) + x.saturating_sub(*high);
        let nearest = (0..self.at.len()).min_by_key(|i| distance(&self.at[*i]))?;
        let gap = self.at.windows(2).map(|pair| pair[1].0 - pair[0].1).min()?;
        (distance(&self.at[nearest]) * 2 < gap.max(1)).then_some(nearest)
    }

    /// Puts content into columns by place; none when two fall together or one falls outside.
    fn place(&self, items: &[Item], content: &[usize]) -> Option<Vec<Slot>> {
        let mut slots = vec![Slot::Blank; self.at.len()];
        for i in content {
            let slot = &mut slots[self.column(items[*i].x?)?];
            if *slot != Slot::Blank {
                return None;
            }
            *slot = Slot::Item(*i);
        }
        (!slots.is_empty()).then_some(slots)
    }
}

/// The values that belong to a label: those beside it, or else those that follow it.
pub(super) fn of_label(
    items: &[Item],
    run: Range<usize>,
    label_row: Option<u32>,
    width: usize,
) -> Vec<usize> {
    let all: Vec<usize> = run.collect();
    let content = |list: &[usize]| list.iter().filter(|i| items[**i].has_content()).count();
    let rows: Vec<&[usize]> = all.chunk_by(|a, b| items[*a].row == items[*b].row).collect();
    if content(&all) == width {
        return all;
    }
    let beside = rows.first().filter(|row| Some(items[row[0]].row) == label_row);
    if let Some(beside) = beside
        && (content(beside) > 0 || beside.len() >= width)
    {
        return beside.to_vec();
    }
    if rows.iter().all(|row| row.len() == 1) {
        return all;
    }
    let full = |row: &&&[usize]| content(row) > 0 && (content(row) == width || row.len() == width);
    let below = rows.iter().find(full).or_else(|| rows.iter().find(|row| content(row) > 0));
    below.map_or(all.clone(), |row| row.to_vec())
}

/// Whether a row prints all its numbers behind a blank field.
pub(super) fn is_padded(items: &[Item], fields: &[usize], width: usize) -> bool {
    let blank = |i: Option<&usize>| i.is_some_and(|i| !items[*i].has_content());
    fields.len() > width
        && blank(fields.first())
        && fields.iter().filter(|i| items[**i].has_content()).count() == width
}

/// The fields of a row without a blank that only pads them.
pub(super) fn unpadded<'f>(items: &[Item], fields: &'f [usize], width: usize, pads: bool) -> &'f [usize] {
    match fields {
        [first, rest @ ..] if pads && fields.len() == width && !items[*first].has_content() => {
            let in_place = items[*first].x.is_some();
            if in_place || rest.iter().any(|i| !items[*i].has_content()) { fields } else { rest }
        }
        _ => fields,
    }
}

/// Puts the values of a row into `width` columns.
pub(super) fn place(
    items: &[Item],
    fields: &[usize],
    width: usize,
    columns: &Columns,
    at_end: bool,
) -> Placement {
    let content: Vec<usize> = fields.iter().copied().filter(|i| items[*i].has_content()).collect();
    let slot = |i: &usize| if items[*i].has_content() { Slot::Item(*i) } else { Slot::Blank };
    if fields.len() == width {
        return Placement::Certain(fields.iter().map(slot).collect());
    }
    if content.len() == width {
        return Placement::Certain(content.iter().map(slot).collect());
    }
    let numbers: Vec<usize> =
        content.iter().copied().filter(|i| matches!(items[*i].printed, Printed::Number(..))).collect();
    if numbers.len() == width {
        // A column of remarks, which the form does not have, stands beside the numbers.
        return Placement::Certain(numbers.iter().map(slot).collect());
    }
    if content.is_empty() {
        return Placement::Certain(vec![Slot::Blank; width]);
    }
    if at_end && fields.len() < width {
        let rest = std::iter::repeat_n(Slot::Blank, width - fields.len());
        return Placement::Cut(fields.iter().map(slot).chain(rest).collect());
    }
    if content.len() < width
        && let Some(slots) = columns.place(items, &content)
    {
        return Placement::Certain(slots);
    }
    if fields.len() > width {
        return windows(items, fields, &content, width);
    }
    Placement::Open(insertions(&content, fields, items, width))
}

/// More fields than columns: the columns are some of the fields in a row, and nothing is printed outside them.
fn windows(items: &[Item], fields: &[usize], content: &[usize], width: usize) -> Placement {
    let slot = |i: &usize| if items[*i].has_content() { Slot::Item(*i) } else { Slot::Blank };
    let holds = |window: &&[usize]| content.iter().all(|i| window.contains(i));
    let ways: Vec<Vec<Slot>> =
        fields.windows(width).filter(holds).map(|window| window.iter().map(slot).collect()).collect();
    // Fields at the start fit without a shift: only blanks that pad the row are left over.
    let unshifted = content.first() == fields.first() && !ways.is_empty();
    match ways.len() {
        _ if unshifted => Placement::Certain(ways.into_iter().next().unwrap_or_default()),
        0 => Placement::Open(Vec::new()),
        _ => Placement::Open(ways),
    }
}

/// Fewer fields than columns: some were lost, anywhere.
fn insertions(content: &[usize], fields: &[usize], items: &[Item], width: usize) -> Vec<Vec<Slot>> {
    let kept: Vec<Slot> = if fields.len() > content.len() {
        fields.iter().map(|i| if items[*i].has_content() { Slot::Item(*i) } else { Slot::Blank }).collect()
    } else {
        content.iter().map(|i| Slot::Item(*i)).collect()
    };
    let lost = width - kept.len();
    let mut ways = Vec::new();
    let mut chosen = vec![0; lost];
    choose(width, lost, 0, &mut chosen, &mut |holes| {
        let mut rest = kept.iter();
        ways.push(
            (0..width)
                .map(|c| if holes.contains(&c) { Slot::Lost } else { *rest.next().unwrap_or(&Slot::Lost) })
                .collect(),
        );
    });
    ways
}

/// Calls `visit` with each choice of `left` of the numbers below `width`, in order.
fn choose(width: usize, left: usize, from: usize, chosen: &mut Vec<usize>, visit: &mut impl FnMut(&[usize])) {
    if left == 0 {
        return visit(chosen);
    }
    let at = chosen.len() - left;
    for c in from..=width - left {
        chosen[at] = c;
        choose(width, left - 1, c + 1, chosen, visit);
    }
}

/// The cell that an item stands for.
pub(super) fn cell(item: &Item) -> Cell {
    match &item.printed {
        Printed::Number(cell, _) => cell.clone(),
        Printed::Odd | Printed::Words => Cell::Text(item.raw.as_str().into()),
        Printed::Blank | Printed::Mark => Cell::Blank,
        Printed::Open => Cell::Uncertain,
    }
}
