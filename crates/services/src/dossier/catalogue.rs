//! The first sheet of a package (卷内目录、证据目录): what is in it, and as evidence what each piece proves.

use typeset::sheet::Section;

use super::Purpose;
use super::complete::Item;

/// What pieces are for, by the number with which their paths begin (证明目的).
const PROVES: [(&str, &str); 12] = [
    ("01", "申请人、申请的内容、渠道和到达之日"),
    ("02", "机关登记了申请，并告知了收到申请之日"),
    ("03", "答复期限的起算、中止、延长和届满之日"),
    ("04", "办理过程中依法告知了申请人、征求了意见"),
    ("05", "尽到了检索和征求意见的义务"),
    ("06", "答复经过保密审查、审核和签发"),
    ("07", "答复的内容、依据、理由和告知的救济途径"),
    ("08", "答复已经依法送达"),
    ("09", "信息处理费的通知、缴纳和退还"),
    ("10", "复议、诉讼和重新办理的经过"),
    ("11", "办理的全过程，每一步由谁在什么时候登记"),
    ("附件", "申请、补正的材料，部门的反馈和公开的信息"),
];

impl Purpose {
    /// The title of the first sheet.
    pub(super) fn catalogue(self) -> &'static str {
        match self {
            Purpose::Evidence => "证据目录",
            Purpose::Archive => "卷内目录",
        }
    }
}

/// Path and sections of the first sheet: each piece with its number and day, and what the file must have.
pub(super) fn catalogue<'p>(
    purpose: Purpose,
    pieces: impl Iterator<Item = (&'p str, String)>,
    items: Vec<Item>,
) -> (String, Vec<Section>) {
    let line = |(nth, (path, says)): (usize, (&str, String))| {
        let proves = PROVES.iter().find(|(begins, _)| path.starts_with(begins)).map(|(_, proves)| *proves);
        let proves = proves.filter(|_| purpose == Purpose::Evidence).map(|proves| format!("证明：{proves}"));
        let parts = [Some(format!("{}. {path}", nth + 1)), Some(says), proves];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
    };
    let pieces = pieces.enumerate().map(line).collect();
    let checked = items
        .into_iter()
        .map(|item| format!("{}　{}", if item.is_there { "有" } else { "缺" }, item.name))
        .collect();
    let mut sections = vec![Section { heading: "材料".to_owned(), lines: pieces }];
    // What the office still looks for is no matter of the court.
    if purpose == Purpose::Archive {
        sections.push(Section { heading: "完整性核对".to_owned(), lines: checked });
    }
    (format!("00-{}.pdf", purpose.catalogue()), sections)
}
