//! Which day counts as received (收到申请之日), art. 31.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ogi2019};

/// How an application comes in (申请渠道), art. 29 and 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 当面提交.
    Counter,
    /// 邮寄, signed for: 挂号信 or EMS.
    SignedPost,
    /// 邮寄, not signed for: 平常信函.
    OrdinaryPost,
    /// 在线提交: the form of this or another site.
    Web,
    /// 传真.
    Fax,
    /// 电子邮件.
    Email,
    /// 口头提出: by those who cannot write; the office fills in the form (art. 29 ¶1).
    Oral,
}

/// What fixes the day of receipt (收到之日的认定).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptRule {
    /// 提交之日, 签收之日: the day on which it arrives.
    Arrival,
    /// 确认之日: the day on which office and applicant confirm it to each other.
    Confirmation,
}

impl Channel {
    /// Every channel, in the order of forms.
    pub const ALL: [Channel; 7] = [
        Channel::Counter,
        Channel::SignedPost,
        Channel::OrdinaryPost,
        Channel::Web,
        Channel::Fax,
        Channel::Email,
        Channel::Oral,
    ];

    /// The channel's name.
    pub fn name(self) -> &'static str {
        match self {
            Channel::Counter => "当面提交",
            Channel::SignedPost => "挂号信或EMS",
            Channel::OrdinaryPost => "平常信函",
            Channel::Web => "在线提交",
            Channel::Fax => "传真",
            Channel::Email => "电子邮件",
            Channel::Oral => "口头提出",
        }
    }

    /// How somebody applies by it, as letters tell it: 您……提出的申请.
    pub fn phrase(self) -> &'static str {
        match self {
            Channel::Counter => "当面",
            Channel::SignedPost => "以挂号信或EMS邮寄",
            Channel::OrdinaryPost => "以平常信函邮寄",
            Channel::Web => "在线",
            Channel::Fax => "以传真",
            Channel::Email => "以电子邮件",
            Channel::Oral => "口头",
        }
    }

    /// What fixes the day of receipt, and where the law says so.
    pub fn receipt(self) -> (ReceiptRule, Article) {
        match self {
            Channel::Counter | Channel::Oral => (ReceiptRule::Arrival, ogi2019(31, 0).at_item(1)),
            Channel::SignedPost => (ReceiptRule::Arrival, ogi2019(31, 0).at_item(2)),
            Channel::OrdinaryPost => (ReceiptRule::Confirmation, ogi2019(31, 0).at_item(2)),
            Channel::Web | Channel::Fax | Channel::Email => {
                (ReceiptRule::Confirmation, ogi2019(31, 0).at_item(3))
            }
        }
    }

    /// Whether an organ must accept it whatever its guide says: counter, post, and oral for those who cannot write
    /// (arts. 28, 29 ¶1; 国办公开办函〔2017〕19号).
    pub fn never_refused(self) -> bool {
        matches!(self, Channel::Counter | Channel::SignedPost | Channel::OrdinaryPost | Channel::Oral)
    }
}

/// The day of receipt, or `None` while it still has to be confirmed.
pub fn received_on(channel: Channel, arrived: Date, confirmed: Option<Date>) -> Option<Date> {
    match channel.receipt().0 {
        ReceiptRule::Arrival => Some(arrived),
        ReceiptRule::Confirmation => confirmed,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Art. 31.
    #[test]
    fn each_channel_has_its_day_of_receipt() {
        let (arrived, confirmed) = (date(2025, 12, 31), date(2026, 1, 4));
        let cases = [
            (Channel::Counter, Some(arrived), "the day it is handed in"),
            (Channel::Oral, Some(arrived), "the day the form is filled in for the applicant"),
            (Channel::SignedPost, Some(arrived), "the day it is signed for"),
            (Channel::OrdinaryPost, None, "a letter that nobody signs for is confirmed first"),
            (Channel::Web, None, "both sides confirm, though it was submitted last year"),
            (Channel::Fax, None, "both sides confirm"),
            (Channel::Email, None, "confirmed since 2019; the day in the mail system no longer counts"),
        ];
        for (channel, before, why) in cases {
            assert_eq!(received_on(channel, arrived, None), before, "{channel:?}: {why}");
            let after = before.unwrap_or(confirmed);
            assert_eq!(received_on(channel, arrived, Some(confirmed)), Some(after), "{channel:?}: {why}");
        }
    }
}
