//! Problems and what is done about them (存在的问题和改进措施), followed up in the year after.

use store::annual::Filled;

/// How many problems a year has room for.
pub const MOST: usize = 6;

/// A problem of a year and what is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its place, counted from 1.
    pub nth: usize,
    /// 问题.
    pub problem: String,
    /// 改进措施.
    pub measure: String,
    /// 责任部门.
    pub owner: String,
    /// 完成期限, as it was written.
    pub due: String,
}

/// What has become of a measure of last year (整改情况).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 已完成.
    Done,
    /// 正在推进.
    Ongoing,
    /// 不再继续.
    Dropped,
}

impl State {
    /// Every state.
    pub const ALL: [State; 3] = [State::Done, State::Ongoing, State::Dropped];

    /// Its stored form.
    pub fn key(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Ongoing => "ongoing",
            State::Dropped => "dropped",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            State::Done => "已完成",
            State::Ongoing => "正在推进",
            State::Dropped => "不再继续",
        }
    }
}

/// A measure of last year and what has become of it (上年整改).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// What was promised.
    pub measure: Measure,
    /// What has become of it; none while nobody has said.
    pub state: Option<State>,
    /// In words.
    pub note: String,
}

/// The problems of a year's paper.
pub fn measures(filled: &Filled) -> Vec<Measure> {
    let part = |name: &str, nth: usize| filled.get(&format!("{name}.{nth}")).map_or("", |text| text.trim());
    let one = |nth| Measure {
        nth,
        problem: part("problem", nth).to_owned(),
        measure: part("measure", nth).to_owned(),
        owner: part("owner", nth).to_owned(),
        due: part("due", nth).to_owned(),
    };
    (1..=MOST).map(one).filter(|one| !one.problem.is_empty() || !one.measure.is_empty()).collect()
}

/// What this year's paper says of last year's measures.
pub fn followed(last: &Filled, filled: &Filled) -> Vec<Followed> {
    let part = |name: &str, nth: usize| {
        filled.get(&format!("last.{name}.{nth}")).map_or("", |text| text.trim()).to_owned()
    };
    let one = |measure: Measure| {
        let state = part("state", measure.nth);
        let state = State::ALL.into_iter().find(|one| one.key() == state);
        Followed { state, note: part("note", measure.nth), measure }
    };
    measures(last).into_iter().map(one).collect()
}

/// What is missing in a year's paper, a sentence each: every problem has a measure with somebody who sees to it, and every
/// measure of last year has a state.
pub fn flaws(last: &Filled, filled: &Filled) -> Vec<String> {
    let mut flaws = Vec::new();
    for one in measures(filled) {
        if one.problem.is_empty() || one.measure.is_empty() {
            flaws.push(format!("第{}个问题的“问题”和“改进措施”要一并填写", one.nth));
        }
    }
    for one in followed(last, filled) {
        if one.state.is_none() {
            flaws.push(format!(
                "没有交代上年第{}项改进措施的整改情况：{}",
                one.measure.nth, one.measure.measure
            ));
        }
    }
    flaws
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pairs: &[(&str, &str)]) -> Filled {
        pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
    }

    /// Art. 50.
    #[test]
    fn every_measure_of_last_year_has_a_state_this_year() {
        let last = filled(&[
            ("problem.1", "更新不及时"),
            ("measure.1", "建立台账"),
            ("problem.3", "人手不足"),
            ("measure.3", "培训"),
        ]);
        let this = filled(&[("last.state.1", "done"), ("last.note.1", "已经建立")]);
        let [one, other] = &followed(&last, &this)[..] else { panic!("two measures") };
        assert_eq!((one.state, other.state, other.measure.nth), (Some(State::Done), None, 3));
        assert_eq!(flaws(&last, &this), ["没有交代上年第3项改进措施的整改情况：培训"]);
        let half = filled(&[("problem.2", "问题")]);
        assert_eq!(flaws(&Filled::new(), &half).len(), 1);
    }
}
