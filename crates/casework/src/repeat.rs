//! Whether two requests ask for the same (申请内容的相似程度), for arts. 36(6) and 44: a proposal to whoever decides, never a decision.

use std::cmp::Ordering;

/// Characters of a request that are compared: what is asked for stands at its beginning.
const LONGEST: usize = 500;

/// From which likeness on an earlier request is proposed as the same.
pub const ALIKE: f64 = 0.6;

/// A request as it is compared: its pairs of neighbouring letters, figures and Chinese characters, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked(Vec<(char, char)>);

impl Asked {
    /// Takes a request apart, whatever signs stand in it.
    pub fn of(request: &str) -> Asked {
        let letters: Vec<char> = request.chars().filter(|c| c.is_alphanumeric()).take(LONGEST).collect();
        let mut pairs: Vec<_> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.sort_unstable();
        Asked(pairs)
    }

    /// How alike two requests are, from 0 to 1: the share of the pairs that both have (Sørensen-Dice).
    pub fn likeness(&self, other: &Asked) -> f64 {
        let all = self.0.len() + other.0.len();
        let (mut one, mut more, mut shared) = (self.0.iter().peekable(), other.0.iter().peekable(), 0.0);
        while let (Some(this), Some(that)) = (one.peek(), more.peek()) {
            match this.cmp(that) {
                Ordering::Less => drop(one.next()),
                Ordering::Greater => drop(more.next()),
                Ordering::Equal => {
                    one.next();
                    more.next();
                    shared += 1.0;
                }
            }
        }
        if all == 0 { 0.0 } else { 2.0 * shared / all as f64 }
    }
}

/// Requests that ask for the same, by their places: each belongs to the first group whose first request it is alike to.
pub fn groups(requests: &[Asked]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, request) in requests.iter().enumerate() {
        let alike = |group: &&mut Vec<usize>| request.likeness(&requests[group[0]]) >= ALIKE;
        match groups.iter_mut().find(alike) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Art. 36.
    #[test]
    fn the_same_request_in_other_words_is_alike_and_another_is_not() {
        let first = "2025年度全市村卫生室建设补助资金的分配依据和受补助单位名单";
        let cases = [
            (first, 1.0..=1.0, "the same"),
            ("2025年度全市村卫生室建设补助资金的 分配依据、受补助单位名单。", ALIKE..=1.0, "other signs"),
            (
                "请公开2025年全市村卫生室建设补助资金分配依据及受补助单位的名单",
                ALIKE..=1.0,
                "a few other words",
            ),
            ("某口腔门诊部行政处罚决定书和现场检查笔录", 0.0..=0.2, "something else"),
            ("", 0.0..=0.0, "nothing"),
        ];
        for (request, expected, why) in cases {
            let found = Asked::of(first).likeness(&Asked::of(request));
            assert!(expected.contains(&found), "{why}: {found}");
        }
        let all = ["某口腔门诊部行政处罚决定书", first, "某口腔门诊部的行政处罚决定书", "", first];
        let all: Vec<Asked> = all.into_iter().map(Asked::of).collect();
        assert_eq!(groups(&all), [vec![0, 2], vec![1, 4], vec![3]]);
    }
}
