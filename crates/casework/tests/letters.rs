//! What letters say, for each kind of answer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use casework::invent::decision;
use casework::letter::{Letter, Letterhead, Office as Organ, Quoted, Templates, answer, faults, receipt};
use law::outcome::Outcome;
use law::receipt::Channel;

use crate::common::{Office, corrected, correction, day};

fn organ() -> Organ {
    let text = |text: &str| text.to_owned();
    Organ {
        organ: text("云州市卫生健康委员会"),
        code: text("云卫公开答"),
        notice_code: String::new(),
        reconsideration: text("云州市人民政府"),
        reconsideration_online: String::new(),
        court: text("云州市云东区人民法院"),
        contact: text("0000-87654321"),
        payment: String::new(),
        address: String::new(),
        postcode: String::new(),
    }
}

const QUOTED: Quoted<'_> =
    Quoted { applicant: "张三", request: "2025年饮用水监测结果，含各区明细", ordered: None };

fn letter(outcome: Outcome, on: &str) -> Letter {
    let office = Office::receives("2026-03-02").on("2026-03-06").does(correction("2026-03-06"));
    let office = office.on("2026-03-16").does(corrected("2026-03-16"));
    let (organ, templates) = (organ(), Templates::default());
    let said = (&organ, &templates);
    answer(&office.case, &decision(outcome, day(on)), QUOTED, said, "云卫公开答〔2026〕1号", day(on)).unwrap()
}

/// Art. 36.
#[test]
fn a_letter_quotes_the_request_and_tells_what_happened_when() {
    let letter = letter(Outcome::G2, "2026-03-20");
    let expected = [
        "本机关于2026年3月2日收到您当面提出的政府信息公开申请（登记编号：1），申请获取“2025年饮用水监测结果，含各区明细”。",
        "办理过程中，本机关于2026年3月6日告知您补正，于2026年3月16日收到您的补正。",
        "经审查，根据《中华人民共和国政府信息公开条例》第三十六条第二项的规定，本机关决定予以公开。以电子文档形式提供，登录申请查询页面下载。",
        "对本答复不服的，可以自收到本答复之日起60日内向云州市人民政府申请行政复议，也可以自收到本答复之日起6个月内向云州市云东区人民法院提起行政诉讼。",
        "特此告知。",
    ];
    assert_eq!(letter.body, expected);
    assert_eq!(letter.title, "政府信息公开申请答复书");
}

/// Arts. 36, 37, 38, 39, 51.
#[test]
fn each_letter_names_its_article_and_the_remedy_of_its_class() {
    for outcome in Outcome::ALL {
        if matches!(outcome, Outcome::O1 | Outcome::O2 | Outcome::O3 | Outcome::X5) {
            continue; // No letter, or none with an article of its own.
        }
        let text = letter(outcome, "2026-03-20").body.join("\n");
        assert!(text.contains(&outcome.under().to_string()), "{outcome:?}: {text}");
        let first = text.contains("先向云州市人民政府");
        let free = text.contains("也可以自收到");
        let withheld = outcome.ground().is_some() || outcome == Outcome::P1;
        assert_eq!((first, free), (withheld, outcome.ground().is_none()), "{outcome:?}: {text}");
        assert!(!text.contains("。。"), "{text}");
        let by_number = text.contains("对第（1）项不予公开的部分不服的") && text.contains("对其他部分不服的");
        assert_eq!(by_number, outcome == Outcome::P1, "{outcome:?}: {text}");
    }
}

#[test]
fn before_2024_nobody_was_sent_to_reconsideration_first() {
    let text = letter(Outcome::D5, "2023-12-29").body.join("\n");
    assert!(!text.contains("先向") && text.contains("6个月"), "{text}");
}

/// Art. 31.
#[test]
fn a_receipt_tells_what_fixes_the_day() {
    let (organ, templates) = (organ(), Templates::default());
    let said = (&organ, &templates);
    let web = Office::gets(Channel::Web, "2026-03-02");
    let letter = receipt(&web.case, QUOTED, said, "K7WMX", (day("2026-03-02"), &web.calendar)).unwrap();
    assert!(letter.body[1].contains("确认之日为收到申请之日"), "{:?}", letter.body);
    assert!(letter.body[2].contains("查询码K7WMX"), "{:?}", letter.body);
    let counter = Office::receives("2026-03-02");
    let letter = receipt(&counter.case, QUOTED, said, "K7WMX", (day("2026-03-02"), &counter.calendar));
    let letter = letter.unwrap();
    assert!(letter.body[1].contains("不晚于2026年3月30日"), "{:?}", letter.body);
    assert!(letter.body[1].ends_with("、第三十三条第二款）"), "{:?}", letter.body);
}

/// Art. 29.
#[test]
fn a_request_of_several_lines_is_quoted_as_it_is() {
    let office = Office::receives("2026-03-02");
    let request = "一、监测结果\r\n二、\u{2028}{{ 理由 }}  附件";
    let quoted = Quoted { applicant: "张三", request, ordered: None };
    let (organ, templates, on) = (organ(), Templates::default(), day("2026-03-20"));
    let decided = decision(Outcome::U2, on);
    let number = "云卫公开答〔2026〕1号";
    let letter = answer(&office.case, &decided, quoted, (&organ, &templates), number, on).unwrap();
    assert!(letter.body[0].contains(&format!("“{request}”")), "{:?}", letter.body);
    let head = Letterhead { office: &organ, unprintable: &|_| Vec::new() };
    assert_eq!(faults(&office.case, &decided, &letter, quoted, head), []);
    let changed =
        Letter { body: letter.body.iter().map(|text| text.replace("附件", "")).collect(), ..letter };
    let found = faults(&office.case, &decided, &changed, quoted, head);
    assert_eq!(found[0].code, "request_not_quoted");
}
