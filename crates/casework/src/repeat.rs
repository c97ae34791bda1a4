//! Whether two requests ask for the same (申请内容的相似程度), for art. 36(6): a proposal to whoever decides, never a decision.

/// From which likeness on an earlier request is proposed as the same.
pub const ALIKE: f64 = 0.6;

/// How alike two requests are, from 0 to 1: by the pairs of characters that they share, whatever stands between them.
pub fn likeness(one: &str, other: &str) -> f64 {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (one, other) = (plain(one), plain(other));
    if one.is_empty() || other.is_empty() { 0.0 } else { strsim::sorensen_dice(&one, &other) }
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
