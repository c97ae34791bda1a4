//! Words of the API: one of a few.

use serde::Deserialize;
use utoipa::ToSchema;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $($variant:ident),+;)+) => {$(
        $(#[$doc])*
        #[derive(Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(test, derive(serde::Serialize, Clone, Copy))]
        pub(crate) enum $name { $($variant),+ }

        #[cfg(test)]
        impl $name {
            const ALL: &[$name] = &[$($name::$variant),+];
        }
    )+};
}

words! {
    /// 申请渠道：当面提交、挂号信或EMS、平常信函、在线提交、传真、电子邮件、口头提出
    Channel: Counter, SignedPost, OrdinaryPost, Web, Fax, Email, Oral;
    /// 申请类型：公开政府信息；更正与本人有关的政府信息（第41条）
    CaseKind: Access, RecordCorrection;
    /// 申请人类别，即表三的六栏：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他
    ApplicantClass: NaturalPerson, Enterprise, Research, PublicWelfare, LegalService, Other;
    /// 提供的形式：纸质、电子文档、查阅抄录
    Form: Paper, Electronic, Inspection;
    /// 送达、获取的途径：当面领取、邮寄、网上获取、电子邮件
    Way: InPerson, Post, Online, Email;
    /// 办理环节：收件待确认、办理中、待补正、征求第三方意见、征求相关机关意见、待说明理由、待缴费、待审核、待签发、待送达、已答复、
    /// 视为放弃、已撤回、已归档
    Stage: Unconfirmed, InHand, AwaitingCorrection, ConsultingThirdParty, ConsultingOrgans, AwaitingReasons,
        AwaitingFee, InReview, AwaitingSignature, AwaitingDelivery, Answered, Lapsed, Withdrawn, Archived;
    /// 办理事项，即命令的 command
    Verb: ConfirmReceipt, Split, VoidImport, RequestCorrection, ReceiveCorrection, Consult, RecordConsultationDelivery,
        RecordOpinion, RequestReasons, RecordReasons, SetReasonablePeriod, NotifyFee, WaiveFee,
        RecordPayment, RefundFee, Extend,
        GiveTask, ReturnTask, FinishTask, RecordSearch, Draft, Approve, SendBack, Sign, Stamp, IssueLetter, Deliver, Lapse,
        Withdraw, OpenProceeding, AnswerProceeding, RecordHearing, RecordRuling, VoidProceeding, Reopen, Archive, Tag, Untag, Restrict, Note;
    /// 救济途径，即表四的三组：行政复议、未经复议直接起诉、复议后起诉
    Course: Review, LitigationDirect, LitigationAfterReview;
    /// 复议、诉讼结果：维持、驳回请求；撤销、变更、责令履行或者重作、确认违法或者无效；不予受理、撤回、调解和解、终止
    Ruling: Upheld, ClaimDismissed, Revoked, Altered, OrderedToAct, DeclaredUnlawful, NotAdmitted, Withdrawn, Settled,
        Terminated;
    /// 收费标准：按件计收、按量计收，每件申请只适用一种
    Standard: PerItem, PerPage;
    /// 征求谁的意见：第三方（第32条，逾期不答复由行政机关决定）；共同制作的机关（第34条，逾期不答复视为同意）
    Consulted: ThirdParty, JointOrgan;
    /// 意见：同意公开；不同意且理由合理；不同意而理由不合理
    Opinion: Agrees, ObjectsWithReason, Objects;
    /// 审批环节：保密审查、审核、签发
    ReviewStep: Secrecy, Review, Sign;
    /// 重新办理的原因：行政复议决定、人民法院判决、本机关自行撤销或者更正
    ReopenCause: Reconsideration, Judgment, OwnMotion;
    /// 密级：绝密、机密、秘密
    SecrecyLevel: TopSecret, Secret, Confidential;
    /// 更正结果：予以更正、转送有权更正的机关、告知向有权更正的机关提出、不予更正
    RecordResult: Corrected, Transferred, Directed, Declined;
    /// 禁止公开的依据：法律、行政法规；规章不能作为依据
    Rank: Law, AdministrativeRegulation;
    /// 危及国家安全、公共安全、经济安全、社会稳定
    Danger: NationalSecurity, PublicSecurity, EconomicSecurity, SocialStability;
    /// 第三方的商业秘密、个人隐私、其他合法权益
    Interest: BusinessSecret, Privacy, Other;
    /// 内部事务：人事管理、后勤管理、内部工作流程
    Internal: Personnel, Logistics, Workflow;
    /// 过程性信息：讨论记录、过程稿、磋商信函、请示报告
    Process: Discussion, Draft, Negotiation, RequestForInstructions;
    /// 期限状态：计算中、征求意见中、待补正、逾期未补正、待缴费、逾期未缴费、已撤回、已答复
    ClockState: Open, Suspended, AwaitingCorrection, LapsedCorrection, AwaitingFee, LapsedFee, Withdrawn, Answered;
    /// 期限存疑事项：逾期答复、期满后征求意见、补正告知超过七个工作日、期满后延长、延长超过上限、期满后通知收费
    Flag: AnsweredLate, ConsultAfterDue, CorrectionNoticeLate, ExtensionAfterDue, ExtensionTooLong, FeeNoticeLate;
}

/// 另行发出的文书：第三方告知书、转送函、撤回确认、逾期不补正和逾期不缴费的告知书
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(serde::Serialize, Clone, Copy))]
pub(crate) enum LetterAlone {
    ThirdPartyTold,
    Transfer,
    Withdrawal,
    #[serde(rename = "O1")]
    O1,
    #[serde(rename = "O2")]
    O2,
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::*;

    fn written<T: Serialize>(words: &[T]) -> Vec<String> {
        words.iter().map(|one| serde_json::to_value(one).unwrap().as_str().unwrap().to_owned()).collect()
    }

    /// Every word of the mirror is one of the type, and where the type says how many there are, none is missing.
    fn same<M: Serialize, T: DeserializeOwned + Serialize>(mirrored: &[M], all: &[T]) {
        let name = std::any::type_name::<M>();
        let mirrored = written(mirrored);
        for word in &mirrored {
            let read = serde_json::from_value::<T>(word.as_str().into());
            assert!(read.is_ok(), "{name}: {word}");
        }
        for one in written(all) {
            assert!(mirrored.contains(&one), "{name} lacks {one}");
        }
    }

    #[test]
    fn the_words_of_the_document_are_those_of_the_types() {
        use casework::{applicant, decide, decision, event, process, stage};
        use law::{consultation, exemption, receipt};
        same(Channel::ALL, &receipt::Channel::ALL);
        same::<_, event::CaseKind>(CaseKind::ALL, &[]);
        same(ApplicantClass::ALL, &applicant::ApplicantClass::ALL);
        same(Form::ALL, &applicant::Form::ALL);
        same(Way::ALL, &applicant::Way::ALL);
        same(Stage::ALL, &stage::Stage::ALL);
        same(Verb::ALL, &decide::Verb::ALL);
        same::<_, consultation::Consulted>(Consulted::ALL, &[]);
        same::<_, law::fee::Standard>(Standard::ALL, &[]);
        same(Course::ALL, &law::remedy::Course::ALL);
        same(Ruling::ALL, &law::remedy::Ruling::ALL);
        same::<_, event::Opinion>(Opinion::ALL, &[]);
        same(ReviewStep::ALL, &process::ReviewStep::ALL);
        same::<_, event::ReopenCause>(ReopenCause::ALL, &[]);
        same::<_, decision::SecrecyLevel>(SecrecyLevel::ALL, &[]);
        same::<_, decision::RecordResult>(RecordResult::ALL, &[]);
        same(Rank::ALL, exemption::Rank::ALL);
        same(Danger::ALL, exemption::Danger::ALL);
        same(Interest::ALL, exemption::Interest::ALL);
        same(Internal::ALL, exemption::Internal::ALL);
        same(Process::ALL, exemption::Process::ALL);
        let alone = [
            LetterAlone::ThirdPartyTold,
            LetterAlone::Transfer,
            LetterAlone::Withdrawal,
            LetterAlone::O1,
            LetterAlone::O2,
        ];
        let kinds = casework::letter::LetterKind::WRITTEN_ALONE.map(|kind| kind.key());
        assert_eq!(written(&alone), kinds);
        // These only go out.
        use casework::deadline::State;
        let states = [
            State::Open,
            State::Suspended,
            State::AwaitingCorrection,
            State::LapsedCorrection,
            State::AwaitingFee,
            State::LapsedFee,
            State::Withdrawn,
            State::Answered,
        ];
        assert_eq!(written(ClockState::ALL), written(&states));
        assert_eq!(written(Flag::ALL), written(&casework::deadline::Flag::ALL));
    }
}
