//! What a letter says of its case (文书内容): each field of its template, made from the case and from what is done with it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::WorkCalendar;
use law::article::ogi2019;
use law::china::official_date;
use law::consultation::{Consulted, OPINION_DAYS};
use law::fee::{PAYMENT_DAYS, TARIFF};
use law::outcome::Outcome;
use law::receipt::ReceiptRule;
use law::remedy::Ruling;
use law::reply::REPLY_DAYS;

use super::kind::LetterKind;
use super::template::Template;
use super::words::{cited, gives, ground, recorded, withheld};
use super::{Letter, Office, Quoted, check, remedy, sentence};
use crate::case::Case;
use crate::decide::Command;
use crate::decision::Decision;
use crate::event::{CaseKind, FeeBasis, ReopenCause};
use crate::reason::{Reason, Refused};

/// The fields of one letter (文书内容).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<&'static str, String>);

impl Facts {
    /// What a field says; empty when the letter does not have it.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn set(&mut self, name: &'static str, says: impl Into<String>) {
        self.0.insert(name, says.into());
    }

    /// What every letter of a case may say, on its day.
    fn of_case(case: &Case, quoted: Quoted<'_>, office: &Office, on: Date) -> Facts {
        let access = case.kind == CaseKind::Access;
        let confirmed = case.channel.receipt().0 == ReceiptRule::Confirmation && case.received.is_some();
        Facts(BTreeMap::from([
            ("登记编号", case.number.clone()),
            ("机关", office.organ.clone()),
            ("收到日期", official_date(case.began())),
            ("确认", if confirmed { "（双方确认）" } else { "" }.to_owned()),
            ("申请方式", case.channel.phrase().to_owned()),
            ("申请名称", if access { "政府信息公开申请" } else { "政府信息更正申请" }.to_owned()),
            ("申请事项", if access { "获取" } else { "更正" }.to_owned()),
            ("提交日期", official_date(case.arrived)),
            ("联系方式", office.contact.clone()),
            ("日期", official_date(on)),
            ("申请内容", quoted.request.to_owned()),
            ("申请人", quoted.applicant.to_owned()),
        ]))
    }

    /// What an answer says.
    pub fn of_decision(
        case: &Case,
        decision: &Decision,
        quoted: Quoted<'_>,
        office: &Office,
        on: Date,
    ) -> Facts {
        let mut facts = Facts::of_case(case, quoted, office, on);
        facts.set("依据", LetterKind::of_decision(decision).under().to_string());
        facts.set("办理经过", [anew(case, quoted), course(case)].concat());
        facts.set("救济途径", remedy::remedies(decision, office, on).join("\n"));
        match decision {
            Decision::AlreadyPublic { place } | Decision::Publication { place } => {
                facts.set("获取途径", sentence(place));
            }
            Decision::Granted { given } => facts.set("提供方式", gives(given)),
            Decision::Partial { given, closed } => {
                facts.set("提供方式", gives(given));
                let parts: Vec<String> =
                    closed.iter().enumerate().map(|(nth, part)| withheld(nth + 1, part)).collect();
                facts.set("不予公开的部分", parts.join("\n"));
            }
            Decision::Refused { on, reason } => {
                facts.set("不予公开的情形", ground(on));
                facts.set("理由", sentence(reason));
            }
            Decision::SpecialQuery { law, counter } => {
                facts.set("专门规定", cited(law));
                facts.set("查询机构", counter.trim().trim_end_matches('。'));
            }
            Decision::NotHeld { finding } => facts.set("检索情况", sentence(finding)),
            Decision::NotOurs { reason, organ } => {
                facts.set("理由", sentence(reason));
                facts.set("负责机关", organ.as_deref().map(sentence).unwrap_or_default());
            }
            Decision::NeedsCreation { reason }
            | Decision::Excessive { reason }
            | Decision::Reissue { reason }
            | Decision::Other { reason, .. } => facts.set("理由", sentence(reason)),
            Decision::StillUnclear { unclear } => facts.set("不明确之处", sentence(unclear)),
            Decision::Petition { channel } => {
                facts.set("反映渠道", channel.as_deref().map(sentence).unwrap_or_default());
            }
            Decision::Repeat { answered_on, number } => {
                facts.set("原答复日期", official_date(*answered_on));
                facts.set("原答复文号", number);
            }
            Decision::Record { result, reason } => {
                facts.set("更正结果", recorded(*result));
                facts.set("理由", sentence(reason));
            }
        }
        facts
    }

    /// What the letter says that goes out with a command; `case` is the case after it.
    pub fn of_command(
        kind: LetterKind,
        command: &Command,
        case: &Case,
        quoted: Quoted<'_>,
        office: &Office,
        (on, calendar): (Date, &WorkCalendar),
    ) -> Facts {
        let mut facts = Facts::of_case(case, quoted, office, on);
        facts.set("依据", kind.under().to_string());
        if !kind.is_for_applicant() && kind != LetterKind::Transfer {
            facts.set("申请内容", anonymous(quoted));
        }
        match command {
            Command::RequestCorrection { unclear, .. } => facts.set("补正事项", sentence(unclear)),
            Command::Extend { days, reason, .. } => {
                facts.set("延长理由", reason.trim().trim_end_matches('。'));
                facts.set("延长天数", days.to_string());
            }
            Command::RequestReasons { why, .. } => facts.set("超过合理范围的情况", sentence(why)),
            Command::IssueLetter { what, .. } if !what.trim().is_empty() => facts.set("事由", sentence(what)),
            _ => {}
        }
        facts.set("意见天数", OPINION_DAYS.days_on(on).to_string());
        if let Some(due) = case.due(on, calendar) {
            facts.set("答复期限", official_date(due));
        }
        if let Some(correction) = &case.correction {
            facts.set("补正通知日期", official_date(correction.requested));
            facts.set("补正期限", official_date(correction.reply_by));
        }
        if let Some(fee) = &case.fee {
            facts.set("收费通知日期", official_date(fee.notified));
            facts.set(
                "缴费期限",
                official_date(law::fee::last_payment_day(fee.notified, fee.delivered, calendar)),
            );
            facts.set("缴费天数", PAYMENT_DAYS.days_on(fee.notified).to_string());
            facts.set("金额", yuan(fee.amount));
            facts.set("收费标准", fee.basis.map(|basis| counted(basis, fee.notified)).unwrap_or_default());
            let how = office.payment.trim();
            facts.set("缴费方式", if how.is_empty() { String::new() } else { sentence(how) });
        }
        if let (LetterKind::Withdrawal, Some(ended)) = (kind, case.ended) {
            facts.set("撤回日期", official_date(ended.on));
        }
        if let LetterKind::Answer(outcome) = kind {
            facts.set("救济途径", remedy::remedy(outcome, office, on).join("\n"));
        }
        facts
    }

    /// What the receipt says; `code` opens the case to its applicant, `on` is the day of the registration.
    pub fn of_receipt(
        case: &Case,
        quoted: Quoted<'_>,
        office: &Office,
        code: &str,
        (on, calendar): (Date, &WorkCalendar),
    ) -> Facts {
        let mut facts = Facts::of_case(case, quoted, office, on);
        facts.set("查询码", code);
        let (rule, under) = case.channel.receipt();
        facts.set("期限说明", match case.received {
            Some(received) => {
                let days = REPLY_DAYS.days_on(received);
                format!(
                    "收到申请之日为{}。本机关将自收到申请之日起{days}个工作日内答复，即不晚于{}；期间依法征求意见、补正、缴费、延长的，以查询页面显示的期限为准。（{}、{}）",
                    official_date(received),
                    official_date(calendar.nth_working_day_after(received, days)),
                    under,
                    ogi2019(33, 2).place(),
                )
            }
            _ if rule == ReceiptRule::Confirmation => {
                format!("本机关将与您确认收到申请，确认之日为收到申请之日。（{under}）")
            }
            _ => String::new(),
        });
        facts
    }

    /// What a letter lacks that has these facts: the request, the article, the remedies.
    pub fn lacking(&self, kind: LetterKind, letter: &Letter) -> Vec<Reason> {
        check::words(kind, letter, self).into_vec()
    }

    /// The letter, in the words of a template.
    ///
    /// # Errors
    /// Why it cannot be put together.
    pub fn letter(
        &self,
        kind: LetterKind,
        template: &Template,
        office: &Office,
        (to, number, on): (&str, Option<String>, Date),
    ) -> Result<Letter, Refused> {
        let (title, body, slip) = template.render(kind, self)?;
        Ok(Letter {
            organ: office.organ.clone(),
            title,
            number,
            to: to.to_owned(),
            body,
            enclosures: Vec::new(),
            on,
            contact: office.contact.clone(),
            slip,
        })
    }
}

/// The facts of an invented letter (示例).
pub(super) fn sample(kind: LetterKind) -> Facts {
    let mut facts = Facts(kind.fields().iter().map(|field| (field.name, field.example.to_owned())).collect());
    let on = jiff::civil::date(2026, 3, 20);
    if kind.names_article() {
        facts.set("依据", kind.under().to_string());
    }
    if kind.is_answer() {
        let outcome = if let LetterKind::Answer(outcome) = kind { outcome } else { Outcome::G2 };
        facts.set("救济途径", remedy::remedy(outcome, &Office::sample(), on).join("\n"));
    }
    facts
}

/// The request as somebody else may read it: without the names of those who apply, and without numbers of people.
fn anonymous(quoted: Quoted<'_>) -> String {
    let mut request = quoted.request.to_owned();
    let names = quoted.applicant.split('、').map(str::to_owned).filter(|name| !name.is_empty());
    for known in names.chain(check::personal_data(quoted.request)) {
        request = request.replace(&known, "＊＊＊");
    }
    request
}

/// How a fee was counted, in a sentence.
fn counted(basis: FeeBasis, on: Date) -> String {
    let Some(tariff) = TARIFF.on(on) else { return String::new() };
    let (standard, scale) = (basis.standard().name(), tariff.value.scale(basis.standard()));
    match basis {
        FeeBasis::PerItem { nth } => {
            format!("{standard}：该申请为您向本机关提出的当月第{nth}件申请，每件{}。", yuan(scale.rate(nth)))
        }
        FeeBasis::PerPage { pages } => {
            let step = |(first, last, rate): (u32, u32, i64)| match rate {
                0 => format!("{last}页以内不收费"),
                rate => format!("第{first}页至第{last}页共{}页，每页{}", last - first + 1, yuan(rate)),
            };
            let steps: Vec<String> = scale.reached(pages).map(step).collect();
            format!("{standard}：提供的信息共{pages}页，{}。", steps.join("；"))
        }
    }
}

/// An amount in 分 as letters write it: 200元, 10.50元.
pub fn yuan(amount: i64) -> String {
    let (sign, amount) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
    match amount % 100 {
        0 => format!("{sign}{}元", amount / 100),
        part => format!("{sign}{}.{part:02}元", amount / 100),
    }
}

/// Which answer a new one replaces, and why; empty for a first one.
fn anew(case: &Case, quoted: Quoted<'_>) -> String {
    let Some(reopened) = &case.reopened else { return String::new() };
    let what = if reopened.cause == ReopenCause::Judgment { "判决" } else { "行政复议决定" };
    let order = match quoted.ordered {
        Some((forum, file, ruled)) => format!("{forum}{}的{what}（{file}案）", official_date(ruled.on)),
        None => what.to_owned(),
    };
    let Some(before) = case.answers.last() else { return format!("根据{order}，现作出答复。") };
    let (on, number) = (official_date(before.signed.on), &before.signed.number);
    let answer = format!("本机关{on}作出的{number}答复");
    match (quoted.ordered.map(|(_, _, ruled)| ruled.ruling), reopened.cause) {
        (Some(Ruling::Revoked), _) => format!("{answer}已被{order}撤销，现重新答复。"),
        (None, ReopenCause::OwnMotion) => format!("{answer}有误，现自行纠正，重新答复。"),
        _ => format!("根据{order}，现重新答复，{answer}不再适用。"),
    }
}

/// What moved the day on which the answer is due, with its days; empty when nothing did.
fn course(case: &Case) -> String {
    let mut told = Vec::new();
    if let Some(correction) = &case.correction {
        told.push(format!("本机关于{}告知您补正", official_date(correction.requested)));
        told.extend(correction.received.map(|on| format!("于{}收到您的补正", official_date(on))));
    }
    for one in &case.consultations {
        told.push(format!(
            "于{}征求{}意见",
            official_date(one.sent),
            match one.with {
                Consulted::ThirdParty => "第三方",
                Consulted::JointOrgan => "相关机关",
            }
        ));
    }
    if let Some(fee) = case.fee {
        told.push(format!("于{}通知您缴纳信息处理费", official_date(fee.notified)));
        told.extend(fee.paid.map(|on| format!("于{}收到缴费", official_date(on))));
    }
    if case.extended {
        told.push("经依法批准延长了答复期限并已告知您".to_owned());
    }
    if told.is_empty() { String::new() } else { format!("办理过程中，{}。", told.join("，")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_yuan() {
        let cases = [(20_000, "200元"), (1_050, "10.50元"), (5, "0.05元"), (0, "0元"), (-150, "-1.50元")];
        for (amount, written) in cases {
            assert_eq!(yuan(amount), written);
        }
    }
}
