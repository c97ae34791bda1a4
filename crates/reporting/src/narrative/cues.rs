//! The words that tell what a number counts (线索词).

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::dates;

use super::FactKind;
use super::numbers::{self, Mention};

/// What a word says of the numbers near it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// Applications for information (政府信息公开申请).
    Request,
    /// Administrative reconsideration (行政复议).
    Review,
    /// Litigation (行政诉讼).
    Litigation,
    /// Litigation without reconsideration before it (未经复议直接起诉).
    Direct,
    /// Litigation after reconsideration (复议后起诉).
    AfterReview,
    /// Something else that is received or handled: complaints, questions, letters.
    Elsewhere,
    /// Received or accepted.
    Received,
    /// Received this year, nothing carried in among it.
    Newly,
    /// In hand: answered or still to be answered.
    Handled,
    /// Answered or closed.
    Decided,
    /// Carried over between years; the words around say which way.
    Carried,
    /// The year before.
    LastYear,
    /// The year of the report, in words.
    ThisYear,
    /// The year after.
    NextYear,
    Granted,
    Partial,
    GrantedOrPartial,
    Refused,
    Unavailable,
    Rejected,
    OtherHandled,
    Upheld,
    Corrected,
    OtherResult,
    Pending,
    /// A ground for it, in the words of table three (属于国家秘密).
    Ground(FactKind),
    /// A class of applicants (自然人, 法人或其他组织, 商业企业).
    Applicants(FactKind),
    /// Made or issued (制发).
    Made,
    /// Rules (规章).
    Regulation,
    /// Normative documents (规范性文件).
    Normative,
    /// Repealed (废止).
    Repealed,
    /// In force (现行有效).
    Effective,
    /// Licences (行政许可).
    Licence,
    /// Penalties (行政处罚).
    Penalty,
    /// Coercive measures (行政强制).
    Coercion,
    /// The fee for handling information (信息处理费).
    Fee,
    /// Not, none.
    Not,
    /// Zero in words.
    Nil,
    /// 其中.
    Among,
    /// 包括, 分别为: a list that may be incomplete.
    Including,
    /// 占, as in a share.
    Share,
    /// Growth against another year.
    Growth,
    /// The whole region (全市, 全区).
    Region,
    /// The office of a government, speaking for itself.
    Office,
    /// The authority speaking of itself (我委, 本机关).
    Own,
    /// Cases that an authority decides as its own duty.
    Business,
    /// Nothing: a longer word that hides a shorter one (全市统一 is no count of the city).
    Nothing,
    /// A matter that is not the count itself: lost cases, overdue cases.
    Aside,
}

const CUES: &[(Cue, &[&str])] = &[
    (
        Cue::Request,
        &[
            "政府信息公开申请",
            "信息公开申请",
            "公开政府信息申请",
            "政府信息申请",
            "公众信息申请",
            "信息申请",
            "依申请公开政府信息",
            "依申请公开",
            "申请公开",
            "公开申请",
            "申请政府信息公开",
            "申请信息公开",
            "有效申请",
            "申请件",
            "在线申请",
            "网上申请",
            "书面申请",
            "当面申请",
            "信函申请",
            "公民申请",
            "申请事项",
            "申请数量",
            "申请",
        ],
    ),
    (Cue::Review, &["行政复议申请", "行政复议", "复议申请", "复议"]),
    (Cue::Litigation, &["行政诉讼", "诉讼"]),
    (
        Cue::Direct,
        &[
            "未经复议直接起诉",
            "未经复议直接提起诉讼",
            "未经复议直接提起行政诉讼",
            "未经行政复议直接起诉",
            "未经行政复议直接提起诉讼",
            "未经行政复议直接提起行政诉讼",
            "直接起诉",
            "直接提起诉讼",
            "直接提起行政诉讼",
            "未经复议直接起诉的行政诉讼",
            "未经行政复议直接起诉的行政诉讼",
            "未经复议直接提起的行政诉讼",
            "未经行政复议直接提起的行政诉讼",
            "直接起诉的行政诉讼",
            "直接提起的行政诉讼",
        ],
    ),
    (
        Cue::AfterReview,
        &[
            "复议后起诉",
            "复议后提起诉讼",
            "复议后提起行政诉讼",
            "行政复议后起诉",
            "行政复议后提起诉讼",
            "行政复议后提起行政诉讼",
            "复议后起诉的行政诉讼",
            "行政复议后起诉的行政诉讼",
            "复议后提起的行政诉讼",
            "行政复议后提起的行政诉讼",
        ],
    ),
    (
        Cue::Elsewhere,
        &[
            "申请人",
            "投诉",
            "举报",
            "信访",
            "咨询",
            "留言",
            "来信",
            "来电",
            "热线",
            "建议",
            "提案",
            "议案",
            "舆情",
            "求助",
            "诉求",
            "网民",
            "意见",
            "来访",
            "工单",
            "稿件",
            "邮件",
            "许可申请",
            "低保申请",
            "救助申请",
        ],
    ),
    (Cue::Received, &["收到", "受理", "接收", "接到", "收悉", "收件", "收取申请"]),
    (Cue::Newly, &["新收", "新接收", "新收到", "新受理", "新增"]),
    (Cue::Handled, &["办理", "处理"]),
    (Cue::Decided, &["办结", "答复", "办复", "处理完毕", "办理完毕", "办理完成", "回复", "办毕"]),
    (Cue::Carried, &["结转", "顺延", "跨年"]),
    (Cue::LastYear, &["上年度", "上一年度", "上年", "上一年", "去年", "往年", "以前年度"]),
    (Cue::ThisYear, &["今年", "本年度", "本年"]),
    (Cue::NextYear, &["下年度", "下一年度", "下年", "下一年", "次年", "明年"]),
    (
        Cue::GrantedOrPartial,
        &[
            "予以公开或部分公开",
            "予以公开或者部分公开",
            "予以公开和部分公开",
            "予以公开及部分公开",
            "公开或部分公开",
            "予以公开(含部分公开)",
            "予以公开、部分公开",
        ],
    ),
    (Cue::Granted, &["予以公开", "同意公开", "全部公开"]),
    (Cue::Partial, &["部分公开", "予以部分公开", "同意部分公开"]),
    (Cue::Refused, &["不予公开", "不同意公开"]),
    (Cue::Unavailable, &["无法提供"]),
    (Cue::Rejected, &["不予处理"]),
    (Cue::OtherHandled, &["其他处理", "作其他处理", "其他方式处理"]),
    (Cue::Upheld, &["结果维持", "予以维持", "维持"]),
    (Cue::Corrected, &["结果纠正", "予以纠正", "被纠正", "纠正"]),
    (Cue::OtherResult, &["其他结果"]),
    (Cue::Pending, &["尚未审结", "未审结", "尚未结案", "正在审理", "尚在审理"]),
    (Cue::Ground(FactKind::RefusedStateSecret), &["国家秘密"]),
    (
        Cue::Ground(FactKind::RefusedLawForbidden),
        &["法律行政法规禁止公开", "法律、行政法规禁止公开", "法律法规禁止公开", "法律、法规禁止公开"],
    ),
    (Cue::Ground(FactKind::RefusedSecurityStability), &["三安全一稳定"]),
    (Cue::Ground(FactKind::RefusedThirdParty), &["第三方合法权益", "第三方权益"]),
    (Cue::Ground(FactKind::RefusedInternalAffairs), &["内部事务信息"]),
    (Cue::Ground(FactKind::RefusedProcessInfo), &["过程性信息"]),
    (Cue::Ground(FactKind::RefusedEnforcementFile), &["行政执法案卷", "执法案卷"]),
    (Cue::Ground(FactKind::RefusedAdminQuery), &["行政查询事项"]),
    (
        Cue::Ground(FactKind::UnavailableNotHeld),
        &["本机关不掌握相关政府信息", "不掌握相关政府信息", "本机关不掌握"],
    ),
    (
        Cue::Ground(FactKind::UnavailableNeedsCreation),
        &["没有现成信息需要另行制作", "没有现成信息", "需要另行制作", "需另行制作"],
    ),
    (
        Cue::Ground(FactKind::UnavailableUnclear),
        &["补正后申请内容仍不明确", "补正后仍不明确", "申请内容仍不明确"],
    ),
    (
        Cue::Ground(FactKind::RejectedPetition),
        &[
            "信访举报投诉类申请",
            "信访举报投诉类",
            "信访举报投诉",
            "信访、举报、投诉类申请",
            "信访、举报、投诉类",
        ],
    ),
    (Cue::Ground(FactKind::RejectedRepeat), &["重复申请"]),
    (Cue::Ground(FactKind::RejectedPublication), &["公开出版物"]),
    (Cue::Ground(FactKind::RejectedExcessive), &["无正当理由大量反复申请", "大量反复申请"]),
    (
        Cue::Ground(FactKind::RejectedReissue),
        &["要求行政机关确认或重新出具已获取信息", "确认或重新出具已获取信息", "重新出具已获取信息"],
    ),
    (
        Cue::Ground(FactKind::OtherOverdueCorrection),
        &["申请人无正当理由逾期不补正", "无正当理由逾期不补正", "逾期不补正"],
    ),
    (Cue::Applicants(FactKind::NewOfNaturalPersons), &["自然人", "公民个人"]),
    (
        Cue::Applicants(FactKind::NewOfOrganisations),
        &[
            "法人或者其他组织",
            "法人或其他组织",
            "法人和其他组织",
            "法人及其他组织",
            "法人、其他组织",
            "法人其他组织",
        ],
    ),
    (Cue::Applicants(FactKind::NewOfEnterprises), &["商业企业"]),
    (Cue::Applicants(FactKind::NewOfResearch), &["科研机构"]),
    (Cue::Applicants(FactKind::NewOfPublicWelfare), &["社会公益组织"]),
    (Cue::Applicants(FactKind::NewOfLegalService), &["法律服务机构"]),
    (
        Cue::Made,
        &[
            "制发",
            "制定",
            "印发",
            "出台",
            "新制作",
            "新制定",
            "新制发",
            "发布",
            "公布",
            "新增公开",
            "制定出台",
            "制作",
        ],
    ),
    (Cue::Regulation, &["政府规章", "规章"]),
    (Cue::Normative, &["行政规范性文件", "规范性文件"]),
    (Cue::Repealed, &["废止", "失效"]),
    (Cue::Effective, &["现行有效"]),
    (Cue::Licence, &["行政许可"]),
    (Cue::Penalty, &["行政处罚"]),
    (Cue::Coercion, &["行政强制"]),
    (
        Cue::Own,
        &[
            "我委",
            "我局",
            "我厅",
            "我办",
            "我院",
            "我中心",
            "我镇",
            "我乡",
            "我街道",
            "我街",
            "我县",
            "我区",
            "我市",
            "本机关",
            "本单位",
            "本部门",
            "本委",
            "本局",
            "区政府办公室共",
        ],
    ),
    (
        Cue::Business,
        &[
            "审结",
            "行政应诉",
            "应诉案件",
            "备案审查",
            "办理行政复议",
            "受理行政复议",
            "收到行政复议申请",
            "出庭应诉",
        ],
    ),
    (
        Cue::Nothing,
        &[
            "全市统一",
            "全区统一",
            "全县统一",
            "全省统一",
            "全市性",
            "全区性",
            "全县性",
            "全省性",
            "全市政务公开",
            "全市范围",
            "全市各",
            "全区各",
            "全县各",
            "全市公开",
            "规范性文件解读",
            "规范性文件管理",
        ],
    ),
    (Cue::Fee, &["信息处理费"]),
    (Cue::Not, &["未", "没有", "无", "暂无", "尚未", "不存在", "从未", "均未"]),
    (Cue::Nil, &["为零", "均为0", "为0", "均为零", "零申请", "零收费"]),
    (Cue::Among, &["其中"]),
    (Cue::Including, &["包括", "包含", "分别为", "分别是"]),
    (Cue::Share, &["占比", "占"]),
    (
        Cue::Growth,
        &["同比", "较上年", "比上年", "较去年", "比去年", "与上年相比", "较上一年", "增长", "环比"],
    ),
    (Cue::Region, &["全市", "全区", "全县", "全省", "全州", "全旗", "全系统", "全盟"]),
    (
        Cue::Office,
        &[
            "市政府办",
            "区政府办",
            "县政府办",
            "旗政府办",
            "省政府办",
            "州政府办",
            "人民政府办公室",
            "政府本级",
            "市本级",
            "区本级",
            "县本级",
        ],
    ),
    (
        Cue::Aside,
        &[
            "败诉",
            "超期",
            "逾期",
            "不予受理",
            "收费人",
            "规章制度",
            "无正当理由",
            "无关",
            "无误",
            "无障碍",
            "无偿",
            "无线",
            "无论",
            "无需",
            "无法",
            "未成年",
            "未来",
            "申请表",
            "申请渠道",
            "申请流程",
            "申请方式",
            "申请答复",
            "申请办理",
            "申请受理",
            "未予",
            "未能",
            "撤回",
            "撤销申请",
            "减免",
            "退还",
        ],
    ),
];

static AUTOMATON: LazyLock<(AhoCorasick, Vec<Cue>)> = LazyLock::new(|| {
    let words = CUES.iter().flat_map(|(cue, words)| words.iter().map(move |word| (*cue, *word)));
    let (kinds, words): (Vec<Cue>, Vec<&str>) = words.unzip();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(words)
        // The words are fixed above; they always make an automaton.
        .unwrap_or_else(|error| panic!("cue words: {error}"));
    (automaton, kinds)
});

/// A piece of a paragraph that matters for its numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A word.
    Cue(Cue, Range<usize>),
    /// A number.
    Number(Mention),
    /// A year (2023年), and where it begins.
    Year(i16, usize),
    /// The end of a sentence, clause or list entry, or a bracket: 。 ! ; , 、 : ( )
    Mark(char, usize),
}

impl Token {
    /// Where it begins.
    pub(super) fn start(&self) -> usize {
        match self {
            Token::Cue(_, range) => range.start,
            Token::Number(mention) => mention.range.start,
            Token::Year(_, at) | Token::Mark(_, at) => *at,
        }
    }
}

/// The cues, numbers and marks of a squashed text, in order.
pub(super) fn tokens(plain: &str) -> Vec<Token> {
    let (automaton, kinds) = &*AUTOMATON;
    let mut mentions = numbers::mentions(plain).into_iter().peekable();
    let mut cues =
        automaton.find_iter(plain).map(|m| Token::Cue(kinds[m.pattern().as_usize()], m.range())).peekable();
    let mut marks = plain
        .char_indices()
        .filter(|(_, c)| matches!(c, '。' | ';' | ',' | '、' | '(' | ')' | '!' | ':'))
        .map(|(at, c)| Token::Mark(c, at))
        .peekable();
    let mut years = dates::years(plain).into_iter().map(|(year, at)| Token::Year(year, at)).peekable();
    let mut tokens = Vec::new();
    let mut number_end = 0;
    loop {
        let next = [
            mentions.peek().map(|m| m.range.start),
            cues.peek().map(Token::start),
            marks.peek().map(Token::start),
            years.peek().map(Token::start),
        ];
        let Some(first) = next.iter().flatten().min() else { return tokens };
        if next[0] == Some(*first) {
            let mention = mentions.next();
            number_end = mention.as_ref().map_or(number_end, |m| m.range.end);
            tokens.extend(mention.map(Token::Number));
        } else if next[1] == Some(*first) {
            tokens.extend(cues.next().filter(|token| token.start() >= number_end));
        } else if next[3] == Some(*first) {
            tokens.extend(years.next());
        } else {
            // A comma between thousands is part of the number.
            tokens.extend(marks.next().filter(|token| token.start() >= number_end));
        }
    }
}
