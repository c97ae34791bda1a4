//! Whether two requests ask for the same (申请内容的相似程度), for art. 36(6): a proposal to whoever decides, never a decision.

/// Characters of a request that are compared: what is asked for stands at its beginning.
const LONGEST: usize = 500;

/// From which likeness on an earlier request is proposed as the same.
pub const ALIKE: f64 = 0.6;

/// How alike two requests are, from 0 to 1: the share of the pairs of neighbouring characters that both have (Sørensen-Dice),
/// whatever signs stand between them.
pub fn likeness(one: &str, other: &str) -> f64 {
    let (mut pairs, more) = (pairs(one), pairs(other));
    let all = pairs.len() + more.len();
    let shared = more.iter().filter(|pair| {
        let found = pairs.iter().position(|one| one == *pair);
        found.map(|at| pairs.swap_remove(at)).is_some()
    });
    let shared = shared.count();
    if all == 0 { 0.0 } else { 2.0 * shared as f64 / all as f64 }
}

/// The pairs of neighbouring letters, figures and Chinese characters.
fn pairs(text: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).take(LONGEST).collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
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
            let found = likeness(first, request);
            assert!(expected.contains(&found), "{why}: {found}");
        }
    }
}
