//! The columns of a ledger (台账的列), found by their headings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A column that is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// 原登记编号.
    Number,
    /// 申请人.
    Applicant,
    /// 申请人类别.
    Class,
    /// 证件号码.
    DocumentNumber,
    /// 联系电话.
    Phone,
    /// 通信地址.
    Address,
    /// 电子邮箱.
    Email,
    /// 收到申请日期.
    Received,
    /// 申请渠道.
    Channel,
    /// 申请内容.
    Request,
    /// 办理结果.
    Outcome,
    /// 细分情形 of 其他处理.
    SubReason,
    /// 答复日期.
    Answered,
    /// 答复文号.
    Letter,
    /// 是否延期.
    Extended,
}

/// Which column of the sheet is which, counted from 0.
pub type Mapping = BTreeMap<Column, usize>;

impl Column {
    /// Every column, in the order of the form.
    pub const ALL: [Column; 15] = [
        Column::Number,
        Column::Received,
        Column::Applicant,
        Column::Class,
        Column::DocumentNumber,
        Column::Phone,
        Column::Address,
        Column::Email,
        Column::Channel,
        Column::Request,
        Column::Outcome,
        Column::SubReason,
        Column::Answered,
        Column::Letter,
        Column::Extended,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// Whether a row must have it.
    pub fn is_required(self) -> bool {
        matches!(self, Column::Received | Column::Applicant | Column::Request)
    }

    /// What offices call it, the usual name first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Column::Number => &["原登记编号", "登记编号", "收件编号", "受理编号", "编号", "登记号"],
            Column::Applicant => {
                &["申请人", "申请人姓名", "申请人名称", "姓名", "申请人姓名或名称", "姓名或名称"]
            }
            Column::Class => &["申请人类别", "申请人类型", "申请人性质", "申请主体", "类别"],
            Column::DocumentNumber => &["证件号码", "身份证号", "身份证号码", "证件号", "统一社会信用代码"],
            Column::Phone => &["联系电话", "电话", "手机", "联系方式", "申请人电话"],
            Column::Address => &["通信地址", "地址", "通讯地址", "联系地址", "邮寄地址"],
            Column::Email => &["电子邮箱", "邮箱", "电子邮件"],
            Column::Received => &[
                "收到申请日期",
                "收到申请之日",
                "收到申请时间",
                "收到日期",
                "收到时间",
                "收件日期",
                "收件时间",
                "受理日期",
                "受理时间",
                "登记日期",
                "登记时间",
            ],
            Column::Channel => &["申请渠道", "申请方式", "收件渠道", "受理方式", "提交方式", "来源", "渠道"],
            Column::Request => &[
                "申请内容",
                "申请公开内容",
                "申请事项",
                "所需信息",
                "申请公开的信息",
                "内容描述",
                "申请公开事项",
                "申请信息",
            ],
            Column::Outcome => &[
                "办理结果",
                "答复结果",
                "处理结果",
                "答复类型",
                "答复意见",
                "办理情况",
                "处理情况",
                "答复类别",
            ],
            Column::SubReason => {
                &["细分情形", "其他处理情形", "细分原因", "不予公开理由", "不予公开原因", "理由"]
            }
            Column::Answered => {
                &["答复日期", "答复时间", "办结日期", "办结时间", "送达日期", "回复日期", "回复时间"]
            }
            Column::Letter => &["答复文号", "文号", "答复书文号", "告知书文号", "发文字号", "答复编号"],
            Column::Extended => &["是否延期", "延期", "延长答复", "延期答复", "是否延长"],
        }
    }
}

/// Which heading is which column: by the whole of a name, the usual one first; then by a name that a single heading contains.
pub fn guess(headings: &[String]) -> Mapping {
    let plain: Vec<String> = headings.iter().map(|text| plain(text)).collect();
    let mut mapping = Mapping::new();
    let fitting = |mapping: &Mapping, fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let is_free = |at: &usize| mapping.values().all(|taken| taken != at);
        (0..plain.len()).filter(|at| is_free(at) && fits(&plain[*at])).collect()
    };
    for column in Column::ALL {
        let whole = column.names().iter().find_map(|name| {
            let found = fitting(&mapping, &|heading| heading == *name);
            found.first().copied()
        });
        mapping.extend(whole.map(|at| (column, at)));
    }
    for column in Column::ALL {
        if mapping.contains_key(&column) {
            continue;
        }
        let part = |heading: &str| column.names().iter().any(|name| tells(heading, name));
        // Where several could be meant, somebody has to choose.
        if let [at] = fitting(&mapping, &part)[..] {
            mapping.insert(column, at);
        }
    }
    // The day on which somebody wrote is that of receipt only where the ledger has no other.
    if !mapping.contains_key(&Column::Received)
        && let [at] = fitting(&mapping, &|heading| WRITTEN.contains(&heading))[..]
    {
        mapping.insert(Column::Received, at);
    }
    mapping
}

/// What offices call the day on which somebody applied.
const WRITTEN: [&str; 2] = ["申请日期", "申请时间"];

/// Whether a heading contains a name, and does not speak of a day that is owed: 应答复日期 is none on which something was answered.
fn tells(heading: &str, name: &str) -> bool {
    let Some(at) = heading.find(name).filter(|_| name.chars().count() > 2) else { return false };
    !["应", "拟", "应当", "法定", "延期", "预计", "计划"].iter().any(|before| heading[..at].ends_with(before))
}

/// A heading without spaces and what stands in brackets.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.split(['（', '(']).next().unwrap_or_default().trim_end_matches(['*', '：', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_by_what_offices_call_them() {
        let headings = [
            "序号",
            "收件编号",
            "申请人",
            "申请人类型",
            "申请日期",
            "申请方式",
            "申请公开内容（摘要）",
            "答复时间",
            "文号",
            "答复类型",
            "备注",
        ];
        let mapping = guess(&headings.map(str::to_owned));
        let at = |column| mapping.get(&column).copied();
        let found = [
            (Column::Number, 1),
            (Column::Applicant, 2),
            (Column::Class, 3),
            (Column::Received, 4),
            (Column::Channel, 5),
            (Column::Request, 6),
            (Column::Answered, 7),
            (Column::Letter, 8),
            (Column::Outcome, 9),
        ];
        for (column, place) in found {
            assert_eq!(at(column), Some(place), "{column:?}");
        }
        assert_eq!(mapping.len(), found.len(), "nothing is guessed twice: {mapping:?}");
    }

    #[test]
    fn the_day_that_counts_is_not_mistaken_for_another() {
        let headings = ["申请日期", "收到日期", "应答复日期", "延期答复日期", "实际答复日期"];
        let mapping = guess(&headings.map(str::to_owned));
        assert_eq!(mapping.get(&Column::Received), Some(&1), "the day of receipt, art. 31");
        assert_eq!(mapping.get(&Column::Answered), Some(&4));
        let mapping = guess(&["申请日期", "收到申请时间"].map(str::to_owned));
        assert_eq!(mapping.get(&Column::Received), Some(&1));
        let unclear = guess(&["首次答复日期", "重新答复日期"].map(str::to_owned));
        assert_eq!(unclear.get(&Column::Answered), None, "one of two has to be chosen");
    }
}
