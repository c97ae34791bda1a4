//! The edits that make one sequence of another, within bounds and the same on every machine.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A run of items: the same in both sequences, or those of one in place of those of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
    pub(super) is_equal: bool,
}

/// Items of both sequences up to which the shortest edits are looked for.
const EXACT: usize = 4_000;
/// Items up to which edits are looked for at all.
const BOUND: usize = 100_000;

/// The edits from `a` to `b`, in order and without gaps. Very long sequences are equal at both ends only.
pub(super) fn edits<T: Hash + Eq>(a: &[T], b: &[T]) -> Vec<Edit> {
    // The clock has no say: a deadline would make the result depend on the machine.
    let length = a.len() + b.len();
    if length > BOUND {
        return ends(a, b);
    }
    let algorithm = if length > EXACT { Algorithm::Myers } else { Algorithm::RawMyers };
    let edit = |op: DiffOp| {
        let is_equal = matches!(op, DiffOp::Equal { .. });
        Edit { a: op.old_range(), b: op.new_range(), is_equal }
    };
    capture_diff_slices(algorithm, a, b).into_iter().map(edit).collect()
}

/// What both sequences begin and end with, and one edit between.
fn ends<T: Eq>(a: &[T], b: &[T]) -> Vec<Edit> {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let rest = a[start..].iter().rev().zip(b[start..].iter().rev());
    let end = rest.take_while(|(a, b)| a == b).count();
    let (a_end, b_end) = (a.len() - end, b.len() - end);
    let edit = |a, b, is_equal| Edit { a, b, is_equal };
    let mut edits = vec![
        edit(0..start, 0..start, true),
        edit(start..a_end, start..b_end, false),
        edit(a_end..a.len(), b_end..b.len(), true),
    ];
    edits.retain(|edit| !edit.a.is_empty() || !edit.b.is_empty());
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_cover_both_sequences() {
        let [a, b] = ["总体情况良好", "情况总体很好"].map(|text| text.chars().collect::<Vec<char>>());
        let (mut at_a, mut at_b) = (0, 0);
        for edit in edits(&a, &b) {
            assert_eq!((edit.a.start, edit.b.start), (at_a, at_b));
            (at_a, at_b) = (edit.a.end, edit.b.end);
            assert!(!edit.is_equal || a[edit.a] == b[edit.b]);
        }
        assert_eq!((at_a, at_b), (a.len(), b.len()));
    }

    #[test]
    fn very_long_sequences_are_compared_at_their_ends() {
        let mut a: Vec<usize> = (0..BOUND).collect();
        let b = a.clone();
        a.splice(500..600, [7, 8, 9]);
        let expected = [
            Edit { a: 0..500, b: 0..500, is_equal: true },
            Edit { a: 500..503, b: 500..600, is_equal: false },
            Edit { a: 503..BOUND - 97, b: 600..BOUND, is_equal: true },
        ];
        assert_eq!(edits(&a, &b), expected);
        assert!(edits(&b, &b).iter().all(|edit| edit.is_equal));
    }
}
