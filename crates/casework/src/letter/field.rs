//! What a letter of each kind can say (文书字段): the fields that a template may name, those it must, and an example of each.

use law::outcome::Outcome;

use super::kind::LetterKind;

/// A field of a letter (字段).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// As it stands in templates.
    pub name: &'static str,
    /// What it says, for whoever writes a template.
    pub meaning: &'static str,
    /// Whether the letter is none without it.
    pub required: bool,
    /// What it may come to.
    pub example: &'static str,
}

impl Field {
    /// As it is written in a template: between two pairs of braces.
    pub fn written(&self) -> String {
        format!("{{{{ {} }}}}", self.name)
    }
}

const fn must(name: &'static str, meaning: &'static str, example: &'static str) -> Field {
    Field { name, meaning, required: true, example }
}

const fn may(name: &'static str, meaning: &'static str, example: &'static str) -> Field {
    Field { name, meaning, required: false, example }
}

/// Of every letter.
const ALWAYS: [Field; 10] = [
    must("登记编号", "案件的登记编号", "2026-0001"),
    may("机关", "本机关全称", "云州市卫生健康委员会"),
    may("收到日期", "收到申请之日", "2026年3月2日"),
    may("确认", "经双方确认收到的，为“（双方确认）”", ""),
    may("申请方式", "怎样提出：当面、在线……", "当面"),
    may("申请名称", "政府信息公开申请，或者政府信息更正申请", "政府信息公开申请"),
    may("申请事项", "获取，或者更正", "获取"),
    may("提交日期", "提出申请之日", "2026年3月2日"),
    may("联系方式", "工作机构的地址、电话", "云州市人民路1号，0000-87654321"),
    may("日期", "成文日期", "2026年3月20日"),
];

/// The request, word for word: whoever is answered must find what was asked (art. 29).
const REQUEST: Field = must("申请内容", "申请内容原文，不得改动", "2025年饮用水监测结果，含各区明细");

/// Of letters to the applicant; others do not learn who applies.
const APPLICANT: Field = may("申请人", "申请人姓名或者名称", "张三");

/// The article (art. 36).
const UNDER: Field = must("依据", "法律依据，写到条、款、项", "");

/// Of answers.
const ANSWER: [Field; 2] = [
    may(
        "办理经过",
        "补正、征求意见、延长、缴费的日期；没有的为空",
        "办理过程中，本机关于2026年3月6日告知您补正，于2026年3月16日收到您的补正。",
    ),
    must("救济途径", "行政复议、行政诉讼的途径和期限，按结果和日期生成", ""),
];

const REASON: Field = must("理由", "拟办时写明的理由", "公开后会对该企业的合法权益造成损害。");
const PLACE: Field =
    must("获取途径", "网站栏目、标题、链接或者地点", "云州市卫生健康委员会网站“公共卫生”栏目。");
const GIVEN: Field = must("提供方式", "提供的形式、途径", "以电子文档形式提供，登录申请查询页面下载。");
const UNTIL: Field = must("答复期限", "答复的最后一天", "2026年4月29日");
const AMOUNT: Field = must("金额", "信息处理费金额", "200元");
const ABOUT: Field =
    must("事由", "经办人写明的内容和理由", "该企业排污许可证载明的排放限值；关系周边居民健康。");
const DAYS: Field = must("意见天数", "提出意见的工作日数", "15");

impl LetterKind {
    /// The fields that its template may name.
    pub fn fields(self) -> Vec<Field> {
        let mut fields = ALWAYS.to_vec();
        fields.push(match self {
            LetterKind::Withdrawal | LetterKind::ThirdPartyTold => Field { required: false, ..REQUEST },
            _ => REQUEST,
        });
        if self.is_for_applicant() {
            fields.push(APPLICANT);
        }
        if self.names_article() {
            fields.push(UNDER);
        }
        if self.is_answer() {
            fields.extend(ANSWER);
        }
        fields.extend_from_slice(self.own_fields());
        fields
    }

    /// Whether it goes to the applicant.
    pub fn is_for_applicant(self) -> bool {
        !matches!(
            self,
            LetterKind::ThirdParty
                | LetterKind::JointOrgan
                | LetterKind::ThirdPartyTold
                | LetterKind::Transfer
        )
    }

    fn own_fields(self) -> &'static [Field] {
        match self {
            LetterKind::Answer(outcome) => answer(outcome),
            LetterKind::Record => {
                const {
                    &[must("更正结果", "更正、转送、告知、不予更正", "本机关决定予以更正"), REASON]
                }
            }
            LetterKind::Receipt => {
                const {
                    &[
                        must("查询码", "申请人查询进度用", "K7WMX23456"),
                        must("期限说明", "收到申请之日和答复期限怎样计算", "收到申请之日为2026年3月2日。"),
                    ]
                }
            }
            LetterKind::Correction => {
                const {
                    &[
                        must("补正事项", "不明确之处", "请补充文件名称、文号或者其他特征描述。"),
                        must("补正期限", "补正的最后一天", "2026年3月20日"),
                    ]
                }
            }
            LetterKind::Extension => {
                const {
                    &[
                        must("延长理由", "为什么不能按期答复", "需要逐年核对原始记录"),
                        must("延长天数", "延长的工作日数", "20"),
                        UNTIL,
                    ]
                }
            }
            LetterKind::Reasons => {
                const {
                    &[must("超过合理范围的情况", "数量、频次", "自2026年1月以来提出申请83件。")]
                }
            }
            LetterKind::Period => const { &[UNTIL] },
            LetterKind::Fee => {
                const {
                    &[
                        AMOUNT,
                        must("收费标准", "按件或者按量，怎样计算", "按件计收，为您本月的第12件，每件100元。"),
                        must("缴费天数", "缴费期限的工作日数", "20"),
                        may(
                            "缴费方式",
                            "缴费的途径；没有配置的为空",
                            "请持本通知到云州市政务服务中心缴费窗口缴纳。",
                        ),
                    ]
                }
            }
            LetterKind::ThirdParty | LetterKind::JointOrgan => const { &[DAYS] },
            LetterKind::ThirdPartyTold => const { &[ABOUT] },
            LetterKind::Transfer => const { &[Field { required: false, ..ABOUT }] },
            LetterKind::Withdrawal => const { &[must("撤回日期", "收到撤回之日", "2026年3月10日")] },
        }
    }
}

fn answer(outcome: Outcome) -> &'static [Field] {
    match outcome {
        Outcome::G1 | Outcome::X3 => const { &[PLACE] },
        Outcome::G2 => const { &[GIVEN] },
        Outcome::P1 => {
            const {
                &[
                    GIVEN,
                    must(
                        "不予公开的部分",
                        "逐部分写明依据和理由",
                        "（1）附件二的企业报价：涉及商业秘密，不予公开。理由：公开会对第三方合法权益造成损害。",
                    ),
                ]
            }
        }
        Outcome::D1 | Outcome::D2 | Outcome::D3 | Outcome::D4 | Outcome::D5 | Outcome::D6 | Outcome::D7 => {
            const {
                &[must("不予公开的情形", "属于哪一种情形", "属于人事管理方面的内部事务信息"), REASON]
            }
        }
        Outcome::D8 => {
            const {
                &[
                    must("专门规定", "法律、行政法规的名称和条文", "《不动产登记暂行条例》第二十七条"),
                    must("查询机构", "在哪里查询", "云州市不动产登记中心"),
                ]
            }
        }
        Outcome::U1a => {
            const {
                &[must("检索情况", "检索的范围、方法", "经检索本机关档案和业务系统，")]
            }
        }
        Outcome::U1b => {
            const {
                &[REASON, may("负责机关", "能够确定的，机关名称和联系方式", "云州市水务局。")]
            }
        }
        Outcome::U2 | Outcome::X4 | Outcome::X5 | Outcome::O3 => const { &[REASON] },
        Outcome::U3 => {
            const { &[must("不明确之处", "补正后仍不明确的内容", "没有指明年份和文件。")] }
        }
        Outcome::X1 => {
            const {
                &[may("反映渠道", "信访、投诉、举报的渠道", "12345政务服务便民热线。")]
            }
        }
        Outcome::X2 => {
            const {
                &[
                    must("原答复日期", "此前答复的日期", "2025年11月3日"),
                    must("原答复文号", "此前答复的文号", "云卫公开答〔2025〕12号"),
                ]
            }
        }
        Outcome::O1 => {
            const {
                &[
                    must("补正通知日期", "告知补正之日", "2026年3月6日"),
                    must("补正期限", "补正的最后一天", "2026年3月20日"),
                ]
            }
        }
        Outcome::O2 => {
            const {
                &[
                    must("收费通知日期", "通知缴费之日", "2026年3月10日"),
                    must("缴费期限", "缴费的最后一天", "2026年4月8日"),
                    AMOUNT,
                ]
            }
        }
    }
}
