//! What the text says about applications, reconsideration, litigation, documents and fees (正文中的事实).

use rust_decimal::Decimal;

use super::clauses::{
    after_comma, after_last_mark, before_mark, clause_end, clause_range, has, is_among, sentences,
};
use super::cues::{Cue, Token};
use super::grounds::{self, Ground};
use super::numbers::{Bound, Mention};
use super::remedies::{self, Named};
use super::shares::Share;
use super::{Fact, FactKind, Scope, applicants, documents, shares, whose};

/// The facts and shares of one paragraph of a part of the report, from its tokens.
pub(super) fn facts(
    plain: &str,
    tokens: &[Token],
    part: Option<u8>,
    year: Option<i16>,
) -> (Vec<Fact>, Vec<Share>) {
    let opening = &plain[..plain.char_indices().nth(OPENING).map_or(plain.len(), |(at, _)| at)];
    let topic = (part == Some(3) || opening.contains("依申请公开")).then_some(Topic::Request);
    let named = Named::default();
    let mut reading = Reading { plain, year, facts: Vec::new(), topic, named, shares: Vec::new() };
    for sentence in sentences(tokens) {
        reading.sentence(sentence);
    }
    (reading.facts, reading.shares)
}

/// Characters in which a paragraph says what it is about.
const OPENING: usize = 24;

/// What the numbers of a sentence are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Request,
    Review,
    Litigation,
    Direct,
    AfterReview,
    Elsewhere,
}

struct Reading<'a> {
    plain: &'a str,
    year: Option<i16>,
    facts: Vec<Fact>,
    topic: Option<Topic>,
    named: Named,
    shares: Vec<Share>,
}

impl Reading<'_> {
    fn sentence(&mut self, tokens: &[Token]) {
        let numbers: Vec<usize> =
            (0..tokens.len()).filter(|i| matches!(tokens[*i], Token::Number(_))).collect();
        self.named.clear();
        let mut from = 0;
        for (n, at) in numbers.iter().enumerate() {
            let to = numbers.get(n + 1).copied().unwrap_or(tokens.len());
            if let Token::Number(mention) = &tokens[*at]
                && !whose::is_of_another_year(self.plain, &tokens[..*at], self.year)
            {
                self.number(&tokens[..*at], &tokens[from..*at], mention, &tokens[at + 1..to]);
            }
            from = at + 1;
        }
        for clause in
            tokens.split(|token| matches!(token, Token::Mark(',' | ';', _))).filter(|c| !c.is_empty())
        {
            if !clause.iter().any(
                |token| matches!(token, Token::Number(m) if m.bound != Bound::Exact || !m.value.is_zero()),
            ) {
                let before = tokens.iter().take_while(|token| token.start() < clause[0].start());
                let before = &tokens[..before.count()];
                if !whose::is_of_another_year(self.plain, before, self.year) {
                    self.none(clause, whose::scope(&tokens[..before.len() + clause.len()]));
                }
            }
        }
    }

    /// A number with the tokens before it in its sentence, those since the previous number, and those behind it up to
    /// the next.
    fn number(&mut self, before: &[Token], lead: &[Token], mention: &Mention, tail: &[Token]) {
        let scope = whose::scope(before);
        let near = clause_end(tail);
        let named = topic(lead).or_else(|| if counts_behind(near) { topic_first(near) } else { None });
        self.topic = named.or(self.topic);
        let action = action(lead).filter(|_| self.is_near(lead, mention));
        if lead.iter().any(|token| matches!(token, Token::Cue(Cue::Aside, _)) && after_last_mark(lead, token))
            && !matches!(action, Some(Cue::Pending))
        {
            return;
        }
        if has(lead, Cue::Fee) && matches!(mention.unit, "元" | "万元") {
            let factor = if mention.unit == "万元" { 10_000 } else { 1 };
            let value = mention.value * Decimal::from(factor);
            return self.push(FactKind::InformationFeeYuan, value, mention, scope);
        }
        if mention.unit == "%" {
            self.shares.extend(shares::of(self.plain, &self.facts, lead, mention));
        }
        if !COUNTS.contains(&mention.unit) {
            return;
        }
        if let Some(kind) = applicants::of(self.plain, &self.facts, lead, mention) {
            return self.push(kind, mention.value, mention, scope);
        }
        match grounds::of(self.plain, before, lead, mention) {
            Some(Ground::One(kind)) => return self.push(kind, mention.value, mention, scope),
            Some(Ground::Several) => return,
            None if grounds::is_misc(self.plain, mention) => {
                return self.push(FactKind::OtherMisc, mention.value, mention, scope);
            }
            None => {}
        }
        let document = documents::of(self.plain, lead, near, mention)
            .or_else(|| documents::continued(self.plain, self.facts.last()?, mention));
        if let Some(kind) = document {
            return self.push(kind, mention.value, mention, scope);
        }
        // A bureau of justice also reports on the cases that it decides itself.
        let business = has(before, Cue::Business) && !self.sentence_of(mention).contains("信息公开");
        let kind = match self.topic {
            _ if business => None,
            Some(Topic::Request) => self.request(action, lead, mention, near),
            Some(Topic::Elsewhere) | None => None,
            Some(topic) => self.remedy(topic, action, named.is_some(), lead, mention),
        };
        let total =
            matches!(kind, Some(FactKind::RequestsNew | FactKind::RequestsHandled | FactKind::RequestsTotal));
        let part_of_list = is_among(before) && matches!(action, Some(Cue::Received | Cue::Handled));
        if total && (part_of_list || whose::is_part(self.plain, mention.range.start)) {
            return;
        }
        if let Some(kind) = kind {
            self.push(kind, mention.value, mention, scope);
        }
    }

    /// A number of cases of reconsideration or litigation.
    fn remedy(
        &mut self,
        topic: Topic,
        action: Option<Cue>,
        is_named: bool,
        lead: &[Token],
        mention: &Mention,
    ) -> Option<FactKind> {
        if lead.iter().any(|token| matches!(token, Token::Mark(';', _))) {
            self.named.clear();
        }
        // 维持1件、其他1件: a list of results goes on.
        let last = self.facts.last().filter(|fact| remedies::is_remedy(fact.kind));
        let between = last.and_then(|last| self.plain.get(last.range.end..mention.range.start));
        let goes_on =
            between.is_some_and(|words| ["其他", "其它"].contains(&words.trim_start_matches(['、', ','])));
        let action = action.or(goes_on.then_some(Cue::OtherResult));
        // A total names what it counts: 行政复议2件.
        if action.is_none() && !is_named {
            return None;
        }
        // The cases of table four are about disclosure, whatever else an authority is sued for.
        let about = ["信息公开", "依申请公开", "政务公开"];
        if !about.iter().any(|word| self.plain.contains(word)) {
            return None;
        }
        remedies::kind(topic, action).filter(|kind| self.named.admits(topic, *kind))
    }

    /// The sentence that a number stands in.
    fn sentence_of(&self, mention: &Mention) -> &str {
        let start = self.plain[..mention.range.start].rfind('。').unwrap_or(0);
        let end =
            self.plain[mention.range.end..].find('。').map_or(self.plain.len(), |at| mention.range.end + at);
        &self.plain[start..end]
    }

    /// Whether the word for an outcome stands at the number: 予以公开6件, not 表三“其他处理”中“其他”4件.
    fn is_near(&self, lead: &[Token], mention: &Mention) -> bool {
        use Cue::*;
        if has(lead, Handled) || has(lead, Decided) {
            // 延长了答复期限，对5件进行了补正: answered is said of another clause.
            let clause = after_comma(lead);
            if !lead.is_empty()
                && action(clause).is_none()
                && self.plain[..mention.range.start].ends_with('对')
            {
                return false;
            }
        }
        let outcome = lead.iter().rev().find_map(|token| match token {
            Token::Cue(Received | Newly | Handled | Decided, _) => Some(None),
            Token::Cue(
                Granted | Partial | GrantedOrPartial | Refused | Unavailable | Rejected | OtherHandled
                | Upheld | Corrected | OtherResult | Pending,
                range,
            ) => Some(Some(range.end)),
            _ => None,
        });
        let Some(Some(end)) = outcome else { return true };
        let between = &self.plain[end..mention.range.start];
        between.chars().count() <= 8 && !between.contains(['中', '、', ',', ';', '('])
    }

    fn request(
        &self,
        action: Option<Cue>,
        lead: &[Token],
        mention: &Mention,
        near: &[Token],
    ) -> Option<FactKind> {
        // 另有103件顺延到下年度, 除34件结转2024年办理以外
        let behind = before_mark(near);
        if has(behind, Cue::Carried) && self.direction(behind) == Some(Cue::NextYear) {
            return Some(FactKind::RequestsCarriedOut);
        }
        let clause = after_comma(lead);
        if has(clause, Cue::Carried) {
            return match self.direction(clause)? {
                Cue::NextYear => Some(FactKind::RequestsCarriedOut),
                _ => Some(FactKind::RequestsCarriedIn),
            };
        }
        Some(match action? {
            Cue::Newly => FactKind::RequestsNew,
            Cue::Received | Cue::Handled if self.includes_carried(mention) => FactKind::RequestsTotal,
            Cue::Received => FactKind::RequestsNew,
            Cue::Handled | Cue::Decided => FactKind::RequestsHandled,
            Cue::Granted => FactKind::Granted,
            Cue::Partial => FactKind::Partial,
            Cue::GrantedOrPartial => FactKind::GrantedOrPartial,
            Cue::Refused => FactKind::Refused,
            Cue::Unavailable => FactKind::Unavailable,
            Cue::Rejected => FactKind::Rejected,
            Cue::OtherHandled => FactKind::OtherHandled,
            _ => return None,
        })
    }

    /// Which way a clause carries over: the year that it names last.
    fn direction(&self, clause: &[Token]) -> Option<Cue> {
        clause.iter().rev().find_map(|token| match token {
            Token::Cue(cue @ (Cue::LastYear | Cue::NextYear), _) => Some(*cue),
            Token::Year(named, _) => match named.cmp(&self.year?) {
                std::cmp::Ordering::Less => Some(Cue::LastYear),
                std::cmp::Ordering::Greater => Some(Cue::NextYear),
                std::cmp::Ordering::Equal => None,
            },
            _ => None,
        })
    }

    /// Whether the words behind a number say that it includes what was carried in: （含上年结转1件）, or a list of its
    /// parts with 上年结转 among them.
    fn includes_carried(&self, mention: &Mention) -> bool {
        let rest = &self.plain[mention.range.end..];
        let rest = &rest[..rest.find(['。', ';']).unwrap_or(rest.len())];
        let list = rest.trim_start_matches(['(', ',']);
        let lists = list.len() < rest.len()
            && ["含", "包括", "包含", "其中", "加上"].iter().any(|word| list.starts_with(word));
        let last_year = self.year.map_or(String::new(), |year| format!("{}年结转", year - 1));
        let carried = [
            "上年结转",
            "上年度结转",
            "上一年结转",
            "上一年度结转",
            "去年结转",
            "结转上年",
            "上年度转",
            last_year.as_str(),
        ];
        lists && carried.iter().any(|word| !word.is_empty() && rest.contains(word))
    }

    /// What a clause without a number says is none.
    fn none(&mut self, clause: &[Token], who: Scope) {
        let not = clause.iter().position(|token| matches!(token, Token::Cue(Cue::Not, _)));
        let nil = clause.iter().position(|token| match token {
            Token::Cue(Cue::Nil, _) => true,
            Token::Number(m) => m.value.is_zero(),
            _ => false,
        });
        let scope = match (not, nil) {
            (Some(not), _) => &clause[not + 1..],
            (None, Some(nil)) => &clause[..nil],
            (None, None) => return,
        };
        if has(scope, Cue::Aside) {
            return;
        }
        let whole = clause_range(clause, self.plain);
        let say = |kind: FactKind, facts: &mut Vec<Fact>, scope: Scope| {
            if !facts.iter().any(|fact| fact.kind == kind && fact.range == whole) {
                facts.push(Fact {
                    kind,
                    value: Decimal::ZERO,
                    bound: Bound::Exact,
                    scope,
                    range: whole.clone(),
                });
            }
        };
        if has(scope, Cue::Fee) || has(clause, Cue::Fee) {
            return say(FactKind::InformationFeeYuan, &mut self.facts, who);
        }
        let outcome = action(scope)
            .is_some_and(|cue| !matches!(cue, Cue::Received | Cue::Newly | Cue::Handled | Cue::Decided));
        if has(scope, Cue::Carried) {
            let kind = match self.direction(clause) {
                Some(Cue::LastYear) => FactKind::RequestsCarriedIn,
                Some(_) => FactKind::RequestsCarriedOut,
                // 均已办结，无结转: what is not carried over is not carried out.
                None if not.is_some() => FactKind::RequestsCarriedOut,
                None => return,
            };
            say(kind, &mut self.facts, who);
            return;
        }
        if outcome {
            return;
        }
        let (review, litigation) = (has(scope, Cue::Review), has(scope, Cue::Litigation));
        if has(scope, Cue::Direct) {
            say(FactKind::DirectTotal, &mut self.facts, who);
        }
        if has(scope, Cue::AfterReview) {
            say(FactKind::AfterReviewTotal, &mut self.facts, who);
        }
        if review {
            say(FactKind::ReviewTotal, &mut self.facts, who);
        }
        if litigation {
            say(FactKind::LitigationTotal, &mut self.facts, who);
        }
        if has(scope, Cue::Normative) && has(scope, Cue::Made) {
            say(FactKind::NormativeIssued, &mut self.facts, who);
        }
        let request = has(scope, Cue::Request) && !has(scope, Cue::Elsewhere) && !review && !litigation;
        // 无申请 alone says it too, but 未…申请 needs a word of receiving.
        if request
            && (has(scope, Cue::Received)
                || has(scope, Cue::Newly)
                || matches!(clause, [.., Token::Cue(Cue::Request, _)]))
            && !has(scope, Cue::Handled)
            && !has(scope, Cue::Decided)
        {
            say(FactKind::RequestsNew, &mut self.facts, who);
        }
    }

    fn push(&mut self, kind: FactKind, value: Decimal, mention: &Mention, scope: Scope) {
        let clause = |end: usize| {
            let mark = self.plain[..end].rfind(['。', ';', ',', ':', '(']);
            mark.map_or(0, |at| at + self.plain[at..].chars().next().map_or(1, char::len_utf8))
        };
        let mut start = clause(mention.range.start);
        // 申请人以自然人为主，为46件: the clause before says what is counted.
        if kind.is_class_of_applicants()
            && ["为", "共", "有"].contains(&&self.plain[start..mention.range.start])
            && let Some((mark, ',')) = self.plain[..start].char_indices().next_back()
        {
            start = clause(mark);
        }
        let range = start..mention.range.end;
        self.facts.push(Fact { kind, value, bound: mention.bound, scope, range });
    }
}

/// Units in which cases and documents are counted.
const COUNTS: [&str; 10] = ["件", "次", "条", "份", "宗", "起", "例", "项", "件次", "部"];

/// The topic that the words before a number set: the last one named.
fn topic(lead: &[Token]) -> Option<Topic> {
    lead.iter().rev().find_map(topic_of)
}

fn topic_first(tail: &[Token]) -> Option<Topic> {
    tail.iter().take_while(|token| !matches!(token, Token::Mark(',' | ';' | '(', _))).find_map(topic_of)
}

/// 收到8份政府信息公开申请: the noun stands behind the number, before any mark.
fn counts_behind(tail: &[Token]) -> bool {
    tail.first().and_then(topic_of).is_some()
}

fn topic_of(token: &Token) -> Option<Topic> {
    match token {
        Token::Cue(Cue::Request, _) => Some(Topic::Request),
        Token::Cue(Cue::Review, _) => Some(Topic::Review),
        Token::Cue(Cue::Litigation, _) => Some(Topic::Litigation),
        Token::Cue(Cue::Direct, _) => Some(Topic::Direct),
        Token::Cue(Cue::AfterReview, _) => Some(Topic::AfterReview),
        Token::Cue(Cue::Elsewhere, _) => Some(Topic::Elsewhere),
        _ => None,
    }
}

/// The last word before a number that says what was done.
fn action(lead: &[Token]) -> Option<Cue> {
    use Cue::*;
    lead.iter().rev().find_map(|token| match token {
        Token::Cue(
            cue @ (Received | Newly | Handled | Decided | Granted | Partial | GrantedOrPartial | Refused
            | Unavailable | Rejected | OtherHandled | Upheld | Corrected | OtherResult | Pending),
            _,
        ) => Some(*cue),
        _ => None,
    })
}
