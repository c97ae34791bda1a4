//! The clock of a case in words (期限计算说明): what has moved it, and its due day.

use casework::Case;
use casework::deadline::{Deed, Reckoning, Step};
use casework::id::ConsultationId;
use jiff::civil::Date;
use law::consultation::Consulted;

/// What moved the clock (期限变动).
#[derive(Debug, Clone)]
pub struct Moved {
    /// When.
    pub day: String,
    /// What happened.
    pub what: String,
    /// What it did to the period.
    pub effect: String,
    /// The article.
    pub under: String,
}

/// Which of those who are asked.
pub fn nth(id: ConsultationId) -> String {
    format!("第{}次", id.0)
}

/// What one of the steps does to the clock; days are written as they are asked for.
pub fn moved(
    (steps, at): (&[Step<ConsultationId>], usize),
    clock: &Reckoning<ConsultationId>,
    day: impl Fn(Date) -> String,
) -> Moved {
    let step = &steps[at];
    let (what, effect, under) = match &step.deed {
        Deed::Received => ("收到申请", "开始计算20个工作日，当日不计入".to_owned(), "第31条"),
        Deed::CorrectionRequested { reply_by } => {
            ("告知补正", format!("停止计算，等待补正至{}", day(*reply_by)), "第30条")
        }
        Deed::CorrectionReceived => ("收到补正", "重新起算20个工作日".to_owned(), "第30条"),
        Deed::Consulted { kind: Consulted::ThirdParty, .. } => (
            "征求第三方意见",
            "次日起暂停计算，至收到意见或者15个工作日届满".to_owned(),
            "第32条、第33条第3款",
        ),
        Deed::Consulted { kind: Consulted::JointOrgan, .. } => (
            "征求相关机关意见",
            "次日起暂停计算，至收到意见或者15个工作日届满".to_owned(),
            "第34条、第33条第3款",
        ),
        Deed::Replied { .. } => ("收到意见", "次日起继续计算".to_owned(), "第33条第3款"),
        Deed::Extended { days } => ("延长答复期限", format!("增加{days}个工作日"), "第33条第2款"),
        Deed::FeeNotified { .. } => ("通知收费", "停止计算，等待缴费".to_owned(), "第42条"),
        Deed::FeePaid => ("缴费", "重新起算20个工作日".to_owned(), "第42条"),
        Deed::ReasonablePeriodSet { due } => ("告知合理期限", format!("答复期限改为{}", day(*due)), "第35条"),
        Deed::Withdrawn => ("撤回申请", "不再计算".to_owned(), "第45条"),
        Deed::GivenUp => ("视为放弃", "不再计算".to_owned(), "第30条、第42条"),
        // The clock stops with the first answer; another was ordered with a day of its own.
        Deed::Answered if step.on > clock.through => {
            let ordered = steps[..at].iter().rev().find_map(|step| match step.deed {
                Deed::ReanswerOrdered { due } => Some(due),
                _ => None,
            });
            let in_time = ordered.is_none_or(|due| step.on <= due);
            let effect = if in_time { "在重新答复的期限内" } else { "超过重新答复的期限" };
            ("重新答复", effect.to_owned(), "第51条")
        }
        Deed::Answered => {
            let in_time = if clock.on_time == Some(true) { "在期限内" } else { "超过期限" };
            ("答复", in_time.to_owned(), "第33条第2款")
        }
        Deed::ReanswerOrdered { due } => ("重新办理", format!("重新答复的期限为{}", day(*due)), "第51条"),
    };
    Moved { day: day(step.on), what: what.to_owned(), effect, under: under.to_owned() }
}

/// The clock of a case, a line to a step, with its due day.
pub fn clock_lines(case: &Case, clock: &Reckoning<ConsultationId>) -> Vec<String> {
    let mut lines = vec![format!("登记编号：{}　收到申请之日：{}", case.number, long_date(clock.received))];
    for at in 0..case.steps.len() {
        let Moved { day, what, effect, under } = moved((&case.steps, at), clock, long_date);
        lines.push(format!("{day}　{what}：{effect}（{under}）"));
    }
    if let Some(due) = clock.due {
        let provisional =
            if clock.provisional { "（有关年度的节假日安排尚未公布，暂定）" } else { "" };
        lines.push(format!("答复期限届满之日：{}{provisional}", long_date(due)));
    }
    if let Some(due) = clock.reanswer_due {
        lines.push(format!("重新答复的期限：{}", long_date(due)));
    }
    if let Some(used) = clock.working_days_used {
        lines.push(format!("截至{}，已计入{used}个工作日。", long_date(clock.through)));
    }
    lines
}

/// A date with its weekday: 2026年3月30日（周一）.
fn long_date(date: Date) -> String {
    format!("{}（{}）", law::china::official_date(date), law::china::weekday(date))
}
