//! The things that can be done with a case, and what stands in the way whatever is filled in.

use law::Article;
use law::article::ogi2019;
use law::consultation::NOT_COUNTED;
use serde::{Deserialize, Serialize};

use super::{
    Command, Context, HANDLING, approval, correction, delivery, ending, extension, fee, in_hand, issue,
    not_overdue, proceeding, reasons as art35,
};
use crate::case::Case;
use crate::deadline::Deed;
use crate::reason::Reasons;

/// A kind of [`Command`] (办理事项).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the command of the same name")]
pub enum Verb {
    ConfirmReceipt,
    Split,
    /// 撤销导入.
    VoidImport,
    RequestCorrection,
    ReceiveCorrection,
    Consult,
    RecordConsultationDelivery,
    RecordOpinion,
    RequestReasons,
    RecordReasons,
    SetReasonablePeriod,
    NotifyFee,
    WaiveFee,
    RecordPayment,
    RefundFee,
    Extend,
    GiveTask,
    ReturnTask,
    FinishTask,
    RecordSearch,
    Draft,
    Approve,
    SendBack,
    Sign,
    IssueLetter,
    Stamp,
    Deliver,
    Lapse,
    Withdraw,
    Reopen,
    OpenProceeding,
    AnswerProceeding,
    RecordHearing,
    RecordRuling,
    VoidProceeding,
    Archive,
    Tag,
    Untag,
    Restrict,
    Note,
}

impl Verb {
    /// Every verb, in the order in which a case usually meets them.
    pub const ALL: [Verb; 40] = [
        Verb::ConfirmReceipt,
        Verb::Split,
        Verb::VoidImport,
        Verb::RequestCorrection,
        Verb::ReceiveCorrection,
        Verb::GiveTask,
        Verb::FinishTask,
        Verb::ReturnTask,
        Verb::Consult,
        Verb::RecordConsultationDelivery,
        Verb::RecordOpinion,
        Verb::RecordSearch,
        Verb::Extend,
        Verb::RequestReasons,
        Verb::RecordReasons,
        Verb::SetReasonablePeriod,
        Verb::NotifyFee,
        Verb::WaiveFee,
        Verb::RecordPayment,
        Verb::RefundFee,
        Verb::Draft,
        Verb::Approve,
        Verb::SendBack,
        Verb::Sign,
        Verb::Stamp,
        Verb::Deliver,
        Verb::IssueLetter,
        Verb::Lapse,
        Verb::Withdraw,
        Verb::OpenProceeding,
        Verb::AnswerProceeding,
        Verb::RecordHearing,
        Verb::RecordRuling,
        Verb::VoidProceeding,
        Verb::Reopen,
        Verb::Note,
        Verb::Tag,
        Verb::Untag,
        Verb::Restrict,
        Verb::Archive,
    ];

    /// The kind of a command.
    pub fn of(command: &Command) -> Verb {
        match command {
            Command::ConfirmReceipt { .. } => Verb::ConfirmReceipt,
            Command::Split { .. } => Verb::Split,
            Command::VoidImport { .. } => Verb::VoidImport,
            Command::RequestCorrection { .. } => Verb::RequestCorrection,
            Command::ReceiveCorrection { .. } => Verb::ReceiveCorrection,
            Command::Consult { .. } => Verb::Consult,
            Command::RecordConsultationDelivery { .. } => Verb::RecordConsultationDelivery,
            Command::RecordOpinion { .. } => Verb::RecordOpinion,
            Command::RequestReasons { .. } => Verb::RequestReasons,
            Command::RecordReasons { .. } => Verb::RecordReasons,
            Command::SetReasonablePeriod { .. } => Verb::SetReasonablePeriod,
            Command::NotifyFee { .. } => Verb::NotifyFee,
            Command::WaiveFee { .. } => Verb::WaiveFee,
            Command::RecordPayment { .. } => Verb::RecordPayment,
            Command::RefundFee { .. } => Verb::RefundFee,
            Command::Extend { .. } => Verb::Extend,
            Command::GiveTask { .. } => Verb::GiveTask,
            Command::ReturnTask { .. } => Verb::ReturnTask,
            Command::FinishTask { .. } => Verb::FinishTask,
            Command::RecordSearch { .. } => Verb::RecordSearch,
            Command::Draft { .. } => Verb::Draft,
            Command::Approve { .. } => Verb::Approve,
            Command::SendBack { .. } => Verb::SendBack,
            Command::Sign { .. } => Verb::Sign,
            Command::IssueLetter { .. } => Verb::IssueLetter,
            Command::Stamp { .. } => Verb::Stamp,
            Command::Deliver { .. } => Verb::Deliver,
            Command::Lapse => Verb::Lapse,
            Command::Withdraw { .. } => Verb::Withdraw,
            Command::Reopen { .. } => Verb::Reopen,
            Command::OpenProceeding { .. } => Verb::OpenProceeding,
            Command::AnswerProceeding { .. } => Verb::AnswerProceeding,
            Command::RecordHearing { .. } => Verb::RecordHearing,
            Command::RecordRuling { .. } => Verb::RecordRuling,
            Command::VoidProceeding { .. } => Verb::VoidProceeding,
            Command::Archive { .. } => Verb::Archive,
            Command::Tag { .. } => Verb::Tag,
            Command::Untag { .. } => Verb::Untag,
            Command::Restrict { .. } => Verb::Restrict,
            Command::Note { .. } => Verb::Note,
        }
    }

    /// Its name on a button.
    pub fn name(self) -> &'static str {
        match self {
            Verb::ConfirmReceipt => "确认收到",
            Verb::Split => "拆分办理",
            Verb::VoidImport => "撤销导入",
            Verb::RequestCorrection => "告知补正",
            Verb::ReceiveCorrection => "登记补正",
            Verb::Consult => "征求意见",
            Verb::RecordConsultationDelivery => "登记征求意见书送达",
            Verb::RecordOpinion => "登记意见",
            Verb::RequestReasons => "要求说明理由",
            Verb::RecordReasons => "登记说明的理由",
            Verb::SetReasonablePeriod => "告知合理期限",
            Verb::NotifyFee => "通知收费",
            Verb::WaiveFee => "不予收费",
            Verb::RecordPayment => "登记缴费",
            Verb::RefundFee => "登记退费",
            Verb::Extend => "延长答复期限",
            Verb::GiveTask => "交办科室",
            Verb::ReturnTask => "退回交办",
            Verb::FinishTask => "登记反馈",
            Verb::RecordSearch => "登记检索",
            Verb::Draft => "拟办",
            Verb::Approve => "审查、审核",
            Verb::SendBack => "退回修改",
            Verb::Sign => "签发",
            Verb::IssueLetter => "另行发文",
            Verb::Stamp => "用印",
            Verb::Deliver => "登记送达",
            Verb::Lapse => "视为放弃",
            Verb::Withdraw => "撤回申请",
            Verb::Reopen => "重新办理",
            Verb::OpenProceeding => "登记复议、诉讼",
            Verb::AnswerProceeding => "登记答复、答辩",
            Verb::RecordHearing => "登记听证、开庭",
            Verb::RecordRuling => "登记复议、诉讼结果",
            Verb::VoidProceeding => "作废复议、诉讼登记",
            Verb::Archive => "归档",
            Verb::Tag => "加标签",
            Verb::Untag => "去标签",
            Verb::Restrict => "限定知悉人员",
            Verb::Note => "沟通记录",
        }
    }

    /// The article it stands under.
    pub fn under(self) -> Article {
        match self {
            Verb::ConfirmReceipt => ogi2019(31, 0),
            Verb::RequestCorrection | Verb::ReceiveCorrection => ogi2019(30, 0),
            Verb::Consult | Verb::RecordConsultationDelivery | Verb::RecordOpinion => NOT_COUNTED,
            Verb::RequestReasons | Verb::RecordReasons | Verb::SetReasonablePeriod => ogi2019(35, 0),
            Verb::NotifyFee | Verb::WaiveFee | Verb::RecordPayment | Verb::RefundFee => ogi2019(42, 2),
            Verb::Extend => ogi2019(33, 2),
            Verb::RecordSearch => ogi2019(36, 0).at_item(4),
            Verb::Draft => ogi2019(36, 0),
            Verb::Approve | Verb::SendBack | Verb::Sign => ogi2019(17, 0),
            Verb::Reopen
            | Verb::OpenProceeding
            | Verb::AnswerProceeding
            | Verb::RecordHearing
            | Verb::RecordRuling
            | Verb::VoidProceeding => ogi2019(51, 0),
            Verb::Lapse => ogi2019(30, 0),
            _ => HANDLING,
        }
    }

    /// Why it is too late to do it on the day of the context. What was done in time may still be entered, with its own day.
    pub fn lateness(self, case: &Case, context: &Context<'_>) -> Reasons {
        let mut reasons = Reasons::default();
        let (under, today) = (self.under(), context.today);
        match self {
            Verb::RequestCorrection => correction::in_time(case, today, context, &mut reasons),
            Verb::Consult => not_overdue(case, today, under, "征求意见", context, &mut reasons),
            Verb::NotifyFee => not_overdue(case, today, under, "通知收费", context, &mut reasons),
            Verb::Extend => not_overdue(case, today, under, "延长", context, &mut reasons),
            _ => {}
        }
        reasons
    }

    /// What stands in the way, whatever is filled in.
    pub fn obstacles(self, case: &Case, context: &Context<'_>) -> Reasons {
        let mut reasons = Reasons::default();
        let open = || case.ended.is_none() || case.reopened.is_some();
        let void = case.imported.is_some_and(|imported| imported.void);
        reasons.unless(!void || self == Verb::Note, "import_void", HANDLING, "这一件的导入已经撤销");
        match self {
            Verb::ConfirmReceipt => {
                reasons.unless(open(), "case_ended", HANDLING, "案件已经办结");
                reasons.unless(
                    case.received.is_none(),
                    "receipt_confirmed",
                    ogi2019(31, 0),
                    "已经有收到申请之日",
                );
            }
            Verb::VoidImport => {
                let imported = case.imported.filter(|imported| !imported.void);
                reasons.unless(imported.is_some(), "not_imported", HANDLING, "案件不是从台账导入的");
                reasons.unless(
                    imported.is_none_or(|imported| imported.at == case.version),
                    "case_went_on",
                    HANDLING,
                    "导入以后又办理过，不能撤销导入",
                );
            }
            Verb::RequestCorrection => {
                in_hand(case, &mut reasons);
                correction::obstacles(case, &mut reasons);
            }
            Verb::ReceiveCorrection => {
                let waiting = case.awaits_correction() && open();
                reasons.unless(waiting, "no_correction_requested", ogi2019(30, 0), "没有正在等待的补正");
            }
            Verb::RecordConsultationDelivery => {
                let any = case.consultations.iter().any(|one| one.delivered.is_none() && one.reply.is_none());
                reasons.unless(any, "no_open_consultation", self.under(), "没有等待送达的征求意见书");
            }
            Verb::RecordOpinion => {
                let any = case.consultations.iter().any(|one| one.reply.is_none());
                reasons.unless(any && open(), "no_open_consultation", self.under(), "没有正在等待的意见");
            }
            Verb::RequestReasons => {
                in_hand(case, &mut reasons);
                reasons.unless(
                    case.reasons.is_none(),
                    "reasons_requested",
                    self.under(),
                    "已经要求申请人说明过理由",
                );
            }
            Verb::RecordReasons => {
                let waiting = case.reasons.is_some_and(|one| one.reasonable.is_none());
                reasons.unless(waiting && open(), "no_reasons_requested", self.under(), "没有正在等待的理由");
            }
            Verb::SetReasonablePeriod => {
                in_hand(case, &mut reasons);
                art35::obstacles(case, &mut reasons);
            }
            Verb::NotifyFee | Verb::WaiveFee => {
                in_hand(case, &mut reasons);
                fee::obstacles(case, &mut reasons);
            }
            Verb::RefundFee => fee::refund_obstacles(case, &mut reasons),
            Verb::RecordPayment => {
                let waiting = case.awaits_fee() && open();
                reasons.unless(waiting, "no_fee_notified", self.under(), "没有正在等待的缴费");
            }
            Verb::Extend => {
                in_hand(case, &mut reasons);
                extension::obstacles(case, &mut reasons);
            }
            Verb::Consult | Verb::GiveTask | Verb::RecordSearch | Verb::Draft => in_hand(case, &mut reasons),
            Verb::Split => {
                reasons.unless(case.ended.is_none(), "case_ended", HANDLING, "案件已经办结");
                reasons.unless(case.signed.is_none(), "signed", HANDLING, "答复已经签发，等待送达");
                reasons.unless(
                    case.split_from.is_none(),
                    "split_off",
                    HANDLING,
                    "这一件是从另一件来件拆分出来的，请在那一件上拆分",
                );
                // The new cases begin with the receipt of the letter.
                let moves =
                    |deed: &Deed<_>| !matches!(deed, Deed::Received | Deed::Answered | Deed::Withdrawn);
                let has_moved = case.steps.iter().any(|step| moves(&step.deed));
                reasons.unless(
                    !has_moved,
                    "clock_moved",
                    HANDLING,
                    "已经补正、征求意见、延长或者收费，期限不再只从收到之日计算，不能再拆分",
                );
            }
            Verb::ReturnTask | Verb::FinishTask => {
                let any = case.tasks.iter().any(|task| task.done.is_none());
                reasons.unless(any && open(), "no_open_task", HANDLING, "没有未办结的交办事项");
            }
            Verb::Approve => {
                approval::obstacles(case, &mut reasons);
                approval::still_in_review(case, &mut reasons);
            }
            Verb::SendBack => approval::obstacles(case, &mut reasons),
            Verb::Sign => {
                approval::obstacles(case, &mut reasons);
                approval::all_reviewed(case, &mut reasons);
            }
            Verb::IssueLetter => issue::obstacles(case, &mut reasons),
            Verb::Stamp => issue::stamp_obstacles(case, &mut reasons),
            Verb::Deliver => delivery::obstacles(case, &mut reasons),
            Verb::Lapse => ending::lapse_obstacles(case, context, &mut reasons),
            Verb::Withdraw => {
                reasons.unless(open(), "case_ended", HANDLING, "案件已经办结");
                reasons.unless(case.signed.is_none(), "signed", HANDLING, "答复已经签发，等待送达");
            }
            Verb::Reopen => {
                let ended = !case.answers.is_empty() || case.lapse.is_some();
                reasons.unless(
                    ended && case.reopened.is_none(),
                    "not_answered",
                    self.under(),
                    "还没有可以重新办理的答复或者处理",
                );
            }
            Verb::Archive => {
                reasons.unless(!open(), "case_open", HANDLING, "案件尚未办结");
                reasons.unless(case.archived.is_none(), "archived", HANDLING, "案件已经归档");
            }
            Verb::AnswerProceeding | Verb::RecordHearing | Verb::RecordRuling | Verb::VoidProceeding => {
                proceeding::obstacles(case, &mut reasons);
            }
            Verb::Untag => reasons.unless(!case.tags.is_empty(), "not_tagged", HANDLING, "没有标签"),
            Verb::OpenProceeding | Verb::Tag | Verb::Restrict | Verb::Note => {}
        }
        reasons
    }
}
