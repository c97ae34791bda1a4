//! Who reports: the same authority in title, signature, contact and text (机关名称与落款).

use std::ops::Range;

use crate::dates;
use crate::organ::{self, Likeness};
use crate::report::{Coverage, Paragraph, Report};
use crate::text;

use super::{At, Finding, Severity, Sheet, at_words};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    let title = report.title.as_deref().map(text::squash).unwrap_or_default();
    let organ = Some(organ::of_title(&title)).filter(|name| is_name(name));
    let foot = foot(report);
    unsigned(report, &foot, sheet);
    let Some(organ) = organ else { return };
    if let Some(signed) = &foot.organ {
        signature(signed, organ, sheet);
    }
    contact(report, organ, sheet);
    own_name(report, organ, sheet);
}

/// Whether words are the name of an authority; a government's own offices (本级) report too.
fn is_name(words: &str) -> bool {
    organ::is_organ(words.trim_end_matches("本级"))
}

/// What stands under a report.
#[derive(Default)]
struct Foot<'a> {
    /// The name, with its paragraph and bytes.
    organ: Option<Named<'a>>,
    /// Whether there is a date, also one that does not exist.
    dated: bool,
    /// Whether the date stands in a paragraph, beside which the name would stand.
    is_printed: bool,
}

/// A name of an authority in the text.
struct Named<'a> {
    name: &'a str,
    paragraph: &'a Paragraph,
    range: Range<usize>,
}

impl Named<'_> {
    fn at(&self) -> At {
        at_words(self.paragraph, self.range.clone())
    }
}

/// Paragraphs in which the name and the date under a report stand.
const FOOT: usize = 4;

/// The longest paragraph of a signature, in bytes.
const SIGNATURE: usize = 150;

/// The name and the date under the report: around the date that was read, or in the last paragraphs.
fn foot(report: &Report) -> Foot<'_> {
    let is_signed = |paragraph: &Paragraph| {
        let signed = report.signed_on.map(|(_, place)| place.at(0));
        paragraph.breaks().iter().any(|(_, place)| Some(place.at(0)) == signed)
    };
    let mut last = report.sections.iter().rev().flat_map(|section| section.paragraphs.iter().rev());
    let mut paragraphs: Vec<&Paragraph> =
        last.clone().skip_while(|paragraph| !is_signed(paragraph)).collect();
    if paragraphs.is_empty() {
        paragraphs = last.by_ref().take(FOOT).collect();
    }
    let mut foot = Foot { organ: None, dated: report.signed_on.is_some(), is_printed: false };
    for paragraph in
        paragraphs.into_iter().take(FOOT).filter(|paragraph| paragraph.plain().len() <= SIGNATURE)
    {
        let plain = paragraph.plain().trim_end_matches([')', '。']);
        let start = plain.len() - plain.trim_start_matches('(').len();
        let day = dates::days(plain).pop().filter(|day| day.year.is_some() && day.range.end == plain.len());
        let end = day.as_ref().map_or(plain.len(), |day| day.range.start);
        foot.dated |= day.is_some();
        foot.is_printed |= day.is_some();
        let name = plain.get(start..end).unwrap_or_default();
        if foot.organ.is_none() && is_name(name) {
            foot.organ = Some(Named { name, paragraph, range: start..end });
        }
    }
    foot
}

/// The authority of the title signs.
fn signature(signed: &Named<'_>, organ: &str, sheet: &mut Sheet) {
    let (severity, fault, fix) = match organ::likeness(signed.name, organ) {
        Likeness::Same => return,
        Likeness::Near => (
            Severity::Warning,
            format!("落款的机关“{}”与标题的“{organ}”差几个字", signed.name),
            "核对机关全称，标题和落款写成一样",
        ),
        Likeness::Other => (
            Severity::Error,
            format!("落款的机关是“{}”，标题的机关是“{organ}”，不是同一机关", signed.name),
            "改正标题或落款；套用其他机关的报告时，全文核对机关名称",
        ),
    };
    sheet.find(
        Finding::new("PROOF_SIGNATURE_ORGAN", severity, signed.at(), fault)
            .values(organ, signed.name)
            .basis("年度报告由编制机关署名")
            .fix(fix),
    );
}

/// A whole report ends with name and date; a page that states its day of publication needs none.
fn unsigned(report: &Report, foot: &Foot<'_>, sheet: &mut Sheet) {
    let has_part = |part: u8| report.sections.iter().any(|section| section.part == Some(part));
    let whole = report.tables.as_ref().is_some_and(|tables| tables.coverage == [Coverage::Complete; 3])
        && (1..=6).all(has_part);
    if !whole || report.published_on.is_some() {
        return;
    }
    let (fault, fix) = match (&foot.organ, foot.dated) {
        (Some(_), true) => return,
        (Some(organ), false) => (format!("落款只有机关“{}”，没有日期", organ.name), "在机关名称下面写明日期"),
        (None, true) if !foot.is_printed => return,
        (None, true) => ("落款只有日期，没有机关名称".to_owned(), "在日期上面写明编制机关的全称"),
        (None, false) => (
            "报告末尾没有落款".to_owned(),
            "在报告末尾写明编制机关的全称和日期；页面另有署名和公布日期的，不必再写",
        ),
    };
    let at = foot.organ.as_ref().map_or(At::Report, Named::at);
    sheet.find(
        Finding::new("SIGNATURE_MISSING", Severity::Note, at, fault)
            .basis("年度报告由编制机关署名，注明日期")
            .fix(fix),
    );
}

/// Words around the name of whom to ask: 请与…联系, 请联系….
const CONTACT: [(&str, &[char]); 2] = [("请与", &['联']), ("请联系", &[',', '(', '。', ':', ';'])];

/// Whom to ask is the authority of the title, or an office.
fn contact(report: &Report, organ: &str, sheet: &mut Sheet) {
    let preamble = report.paragraphs().take_while(|(part, _)| part.is_none());
    for (_, paragraph) in preamble {
        let plain = paragraph.plain();
        let named = CONTACT.iter().find_map(|(lead, ends)| {
            let start = plain.find(lead)? + lead.len();
            Some(start..start + plain[start..].find(*ends)?)
        });
        let Some(range) = named else { continue };
        let name = &plain[range.clone()];
        if !is_name(name) {
            continue;
        }
        let fault = match organ::likeness(name, organ) {
            Likeness::Same => continue,
            Likeness::Near => format!("联系机关“{name}”与标题的“{organ}”差几个字"),
            // Offices of other names answer for governments, and for authorities that share one.
            Likeness::Other if !name.ends_with(['局', '委', '厅']) && !name.ends_with("委员会") => {
                continue;
            }
            Likeness::Other if organ::kind(organ) != Some(law::annual_report::OrganKind::Department) => {
                continue;
            }
            Likeness::Other => format!("联系机关是“{name}”，标题的机关是“{organ}”"),
        };
        sheet.find(
            Finding::new("PROOF_CONTACT_ORGAN", Severity::Warning, at_words(paragraph, range.clone()), fault)
                .values(organ, name)
                .basis("报告写明的联系机关应是编制机关")
                .fix("核对联系机关的名称；套用其他机关的报告时，全文核对机关名称"),
        );
    }
}

/// What kinds of authorities call themselves.
const KINDS: [(&str, char); 10] = [
    ("局", '局'),
    ("委员会", '委'),
    ("委", '委'),
    ("厅", '厅'),
    ("镇人民政府", '镇'),
    ("镇政府", '镇'),
    ("乡人民政府", '乡'),
    ("乡政府", '乡'),
    ("街道办事处", '街'),
    ("街道", '街'),
];

/// A bureau says 我局, a commission 我委: the wrong one comes from the text of another authority.
fn own_name(report: &Report, organ: &str, sheet: &mut Sheet) {
    if organ.contains(['(', '、']) || organ.ends_with("管理委员会") {
        return;
    }
    let Some((_, own)) = KINDS.iter().find(|(ending, _)| organ.ends_with(ending)) else { return };
    for (_, paragraph) in report.paragraphs() {
        let plain = paragraph.plain();
        let wrong = plain.match_indices('我').find_map(|(at, me)| {
            let mut letters = plain[at + me.len()..].chars();
            let called = letters.next()?;
            // 我委托…, 我乡镇: other words.
            let other_word = letters.next().is_some_and(|next| "托派员镇村".contains(next));
            let is_kind = "局委厅镇乡".contains(called);
            (is_kind && called != *own && !other_word).then(|| at..at + me.len() + called.len_utf8())
        });
        if let Some(range) = wrong {
            let said = &plain[range.clone()];
            sheet.find(
                Finding::new(
                    "PROOF_OWN_NAME",
                    Severity::Warning,
                    at_words(paragraph, range.clone()),
                    format!("“{organ}”的报告里自称“{said}”"),
                )
                .values(format!("我{own}"), said)
                .basis("年度报告以编制机关的名义编写")
                .fix(format!("改为“我{own}”；这一段如果取自其他机关的报告，核对全段内容")),
            );
            return;
        }
    }
}
