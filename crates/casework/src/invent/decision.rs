//! A decision of each kind (虚构的拟办意见), with everything it must have.

use jiff::civil::Date;
use law::exemption::{Danger, Interest, Internal, Process, Rank};
use law::outcome::Outcome;

use crate::applicant::Form;
use crate::decision::{Citation, Closed, Decision, Given, Refusal, SecrecyLevel};
use crate::id::ConsultationId;

/// A decision of each kind, with everything it must have.
pub fn decision(outcome: Outcome, on: Date) -> Decision {
    let said = |text: &str| text.to_owned();
    let given = || Given {
        form: Form::Electronic,
        files: Vec::new(),
        how: Some("登录申请查询页面下载。".to_owned()),
        public_interest: None,
        other_form: None,
    };
    let third_party = || Refusal::ThirdParty {
        interest: Interest::BusinessSecret,
        consultation: ConsultationId(1),
        no_override: said("不公开不会对公共利益造成重大影响。"),
    };
    let refused = |on, reason: &str| Decision::Refused { on, reason: reason.to_owned() };
    let law = |title: &str, article: &str| Citation {
        rank: Rank::Law,
        title: title.to_owned(),
        article: article.to_owned(),
    };
    match outcome {
        Outcome::G1 => Decision::AlreadyPublic {
            place: said("本机关网站“政府信息公开”专栏“统计信息”栏目。"),
        },
        Outcome::G2 | Outcome::O1 | Outcome::O2 => Decision::Granted { given: given() },
        Outcome::P1 => Decision::Partial {
            given: given(),
            closed: vec![Closed {
                part: said("附件中的工艺参数"),
                on: Some(third_party()),
                reason: said("属于第三方商业秘密，第三方不同意公开。"),
            }],
        },
        Outcome::D1 => {
            let until = on.checked_add(jiff::ToSpan::years(5)).unwrap_or(on);
            let basis = said("相关工作国家秘密范围的规定");
            refused(
                Refusal::StateSecret { level: SecrecyLevel::Confidential, basis, until },
                "经依法确定为国家秘密。",
            )
        }
        Outcome::D2 => refused(
            Refusal::Forbidden { law: law("中华人民共和国统计法", "第十一条") },
            "能够识别单个统计调查对象身份的资料，法律禁止公开。",
        ),
        Outcome::D3 => refused(
            Refusal::SecurityStability {
                danger: Danger::PublicSecurity,
                opinion: said("公开可能危及公共安全。"),
            },
            "公开后可能危及公共安全。",
        ),
        Outcome::D4 => refused(third_party(), "属于第三方商业秘密，第三方不同意公开。"),
        Outcome::D5 => refused(
            Refusal::InternalAffairs { internal: Internal::Personnel, no_duty_to_disclose: true },
            "属于人事管理方面的内部事务信息。",
        ),
        Outcome::D6 => refused(
            Refusal::Process { process: Process::Discussion, no_duty_to_disclose: true },
            "属于履行行政管理职能过程中形成的讨论记录。",
        ),
        Outcome::D7 => {
            refused(Refusal::EnforcementFile { no_duty_to_disclose: true }, "属于行政执法案卷信息。")
        }
        Outcome::D8 => Decision::SpecialQuery {
            law: law("中华人民共和国城市房地产管理法", "第六十条"),
            counter: said("不动产登记中心查询窗口"),
        },
        Outcome::U1a => {
            Decision::NotHeld { finding: said("经检索，未查到您申请公开的信息。") }
        }
        Outcome::U1b => Decision::NotOurs {
            reason: said("该信息不属于本机关负责公开。"),
            organ: Some(said("市民政局，电话 0000-12345678")),
        },
        Outcome::U2 => Decision::NeedsCreation {
            reason: said("没有现成的统计数据，需要另行汇总、加工。")
        },
        Outcome::U3 => Decision::StillUnclear { unclear: said("仍不能确定所指的文件。") },
        Outcome::X1 => Decision::Petition { channel: Some(said("信访接待窗口")) },
        Outcome::X2 => Decision::Repeat { answered_on: on, number: said("〔2020〕1号") },
        Outcome::X3 => Decision::Publication { place: said("市图书馆政府公报查阅点") },
        Outcome::X4 => Decision::Excessive { reason: said("没有说明获取信息的需要。") },
        Outcome::X5 => Decision::Reissue { reason: said("该信息已于此前提供。") },
        Outcome::O3 => Decision::Other {
            sub_reason: said("不属于政府信息"),
            reason: said("申请内容为咨询。"),
        },
    }
}
