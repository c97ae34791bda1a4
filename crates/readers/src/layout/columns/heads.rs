//! Columns that are blank in every row, known only by their heads.

use super::Line;

/// How far above the rows heads may stand; points.
const HIGHEST: f32 = 150.0;

/// How much wider than the columns are apart a head may be.
const WIDEST: f32 = 1.2;

/// How near, in distances of columns, a head may stand to another; what is nearer stands over both.
const NEAREST: f32 = 0.6;

/// Adds to the columns of values those of heads, in the lines above, that belong to none of them.
pub(super) fn add_blank(columns: &mut Vec<(f32, f32)>, above: &[Line], baseline: f32, left: f32) {
    let mut pitches: Vec<f32> = columns.windows(2).map(|pair| middle(pair[1]) - middle(pair[0])).collect();
    pitches.sort_by(f32::total_cmp);
    // Around blank columns the distances are double.
    let Some(pitch) = pitches.get(pitches.len() / 3) else { return };
    let heads = heads(above, baseline, left, *pitch);
    if heads.len() > columns.len() {
        let headed = matched(&heads, columns);
        columns
            .extend(heads.iter().enumerate().filter(|(at, _)| !headed.contains(at)).map(|(_, head)| *head));
        columns.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
}

fn middle((from, to): (f32, f32)) -> f32 {
    (from + to) / 2.0
}

/// The stretches that heads of single columns cover, from the left; a head may have several lines.
fn heads(above: &[Line], baseline: f32, left: f32, pitch: f32) -> Vec<(f32, f32)> {
    let mut heads: Vec<(f32, f32)> = Vec::new();
    for line in above.iter().rev() {
        let is_text = line.iter().any(|segment| segment.text.contains(['。', '，']));
        if is_text || line[0].baseline + HIGHEST < baseline {
            break;
        }
        let narrow = |from: f32, to: f32| to - from <= pitch * WIDEST;
        for segment in line.iter().filter(|s| s.x0 > left && narrow(s.x0, s.x1)) {
            let below: Vec<usize> =
                (0..heads.len()).filter(|at| segment.overlaps(heads[*at].0, heads[*at].1)).collect();
            match below[..] {
                [] => {
                    let apart =
                        |head: &(f32, f32)| (middle(*head) - segment.middle()).abs() >= pitch * NEAREST;
                    if heads.iter().all(apart) {
                        heads.push((segment.x0, segment.x1));
                    }
                }
                [at] => {
                    let (from, to) = (heads[at].0.min(segment.x0), heads[at].1.max(segment.x1));
                    if narrow(from, to) {
                        heads[at] = (from, to);
                    }
                }
                // It stands over several columns.
                _ => {}
            }
        }
    }
    heads.sort_by(|a, b| a.0.total_cmp(&b.0));
    heads
}

/// For each column the head nearest to it, in order; there are more heads than columns.
fn matched(heads: &[(f32, f32)], columns: &[(f32, f32)]) -> Vec<usize> {
    let spare = heads.len() - columns.len();
    // least[c][s]: the least distance of the first c columns to heads when s heads before the last were passed over.
    let mut least = vec![vec![0.0f32; spare + 1]; columns.len() + 1];
    let mut passed = vec![vec![0usize; spare + 1]; columns.len() + 1];
    for c in 1..=columns.len() {
        for s in 0..=spare {
            let own = (middle(heads[c - 1 + s]) - middle(columns[c - 1])).abs();
            let (best, from) = (0..=s)
                .map(|before| (least[c - 1][before], before))
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .unwrap_or((0.0, 0));
            least[c][s] = best + own;
            passed[c][s] = from;
        }
    }
    let mut s =
        (0..=spare).min_by(|a, b| least[columns.len()][*a].total_cmp(&least[columns.len()][*b])).unwrap_or(0);
    let mut headed = Vec::new();
    for c in (1..=columns.len()).rev() {
        headed.push(c - 1 + s);
        s = passed[c][s];
    }
    headed
}
