//! Faults that an earlier generation of checkers lets through, each injected into a clean report.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod planted;

use reporting::check::{Outcome, Severity, check};
use reporting::object::{from_json, to_json};
use reporting::report::Report;
use serde_json::{Value, json};

/// A report without a fault: 7 applications, all granted, as a whole document with text.
fn clean() -> Value {
    let zero = json!({"natural_person": 0, "enterprise": 0, "research": 0, "public_welfare": 0, "legal_service": 0, "other": 0, "total": 0});
    let seven = json!({"natural_person": 5, "enterprise": 2, "research": 0, "public_welfare": 0, "legal_service": 0, "other": 0, "total": 7});
    let form = reporting::form::Form::by_key("2021").unwrap();
    let mut third = serde_json::Map::new();
    for row in form.tables[1].rows.iter().filter(|row| row.instead_of.is_empty()) {
        let filled = ["new_received", "granted", "result_total"].contains(&row.key.as_str());
        third.insert(row.key.clone(), if filled { seven.clone() } else { zero.clone() });
    }
    let block = json!({"upheld": 0, "corrected": 0, "other": 0, "pending": 0, "total": 0});
    let section = |part: usize, text: &str| {
        let heading = format!("{}、{}", ["一", "二", "三", "四", "五", "六"][part - 1], form.parts[part - 1]);
        json!({"part": part, "heading": heading, "place": format!("L{part}:1"),
               "paragraphs": [{"text": text, "place": format!("L{}:1", part * 10)}]})
    };
    json!({
        "title": "云州市教育局2024年政府信息公开工作年度报告", "agency": "云州市教育局", "year": 2024, "format": "2021",
        "table2": {
            "regulations": {"issued": 0, "repealed": 0, "effective": 0},
            "normative_documents": {"issued": 2, "repealed": 1, "effective": 9},
            "administrative_license": {"decisions": 120}, "administrative_penalty": {"decisions": 3},
            "administrative_coercion": {"decisions": 0}, "administrative_fees": {"amount": 12.5}
        },
        "table3": third,
        "table4": {"review": block, "litigation_direct": block, "litigation_after_review": block},
        "document": {
            "sections": [
                section(1, "全年收到政府信息公开申请7件，均予以公开。公开信息40条，其中文件15条、公告25条。"),
                section(2, "表格见下。"), section(3, "表格见下。"), section(4, "未发生行政复议、行政诉讼。"),
                section(5, "公开内容还不够细，将逐项核对目录。"), section(6, "本年度未收取信息处理费。"),
            ],
            "signed_on": "2025-01-20", "signed_at": "L99:1", "published_on": null, "cells": {}
        }
    })
}

fn read(object: &Value) -> Report {
    from_json(&object.to_string()).unwrap()
}

fn rules(object: &Value) -> Vec<&'static str> {
    check(&read(object), None)
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| f.rule)
        .collect()
}

fn set(object: &mut Value, path: &str, value: Value) {
    *object.pointer_mut(&format!("/{}", path.replace('.', "/"))).unwrap() = value;
}

#[test]
fn a_clean_report_passes_every_check() {
    let checked = check(&read(&clean()), None);
    assert_eq!(checked.findings, [], "nothing to find");
    assert_eq!(checked.result(), Outcome::Pass);
}

#[test]
fn each_fault_in_the_tables_is_an_error() {
    type Case<'a> = (&'a str, &'a [(&'a str, Value)], &'a str);
    let cases: [Case<'_>; 7] = [
        (
            "3 taken from one cell and added to another",
            &[
                ("table3.partial.natural_person", json!(-3)),
                ("table3.granted.natural_person", json!(8)),
                ("table3.partial.total", json!(-3)),
                ("table3.granted.total", json!(10)),
            ],
            "CELL_NEGATIVE",
        ),
        (
            "half a case moved between rows",
            &[
                ("table3.granted.natural_person", json!(4.5)),
                ("table3.partial.natural_person", json!(0.5)),
                ("table3.granted.total", json!(6.5)),
                ("table3.partial.total", json!(0.5)),
            ],
            "CELL_FRACTION",
        ),
        ("letters in a cell", &[("table3.granted.natural_person", json!("5abc"))], "CELL_TEXT"),
        ("one blank leaf", &[("table3.refused_third_party.other", Value::Null)], "T3_CELLS_BLANK"),
        ("a blank block of table four", &[("table4.review.pending", Value::Null)], "T4_CELLS_BLANK"),
        ("a row that does not add up", &[("table3.granted.total", json!(8))], "T3_ROW_TOTAL"),
        ("a total of table four", &[("table4.review.total", json!(1))], "T4_TOTAL"),
    ];
    for (why, changes, rule) in cases {
        let mut object = clean();
        for (path, value) in changes {
            set(&mut object, path, value.clone());
        }
        assert!(rules(&object).contains(&rule), "{why}: {:?}", rules(&object));
    }
}

#[test]
fn a_missing_column_is_an_error() {
    let mut object = clean();
    for row in object["table3"].as_object_mut().unwrap().values_mut() {
        row.as_object_mut().unwrap().remove("legal_service");
    }
    assert!(rules(&object).contains(&"T3_CELLS_BLANK"));
}

#[test]
fn every_number_of_the_text_is_compared() {
    let cases = [
        (
            "全年收到政府信息公开申请7件。第四季度收尾，全年共受理政府信息公开申请70件。",
            "a second number that contradicts the first",
        ),
        ("本年新收政府信息公开申请1,007件。", "a thousands separator"),
        ("全年收到政府信息公开申请七十件。", "Chinese numerals"),
        ("全年收到政府信息公开申请１７件。", "full-width digits"),
        ("全年收到政府信息公开申请10余件。", "at least ten are more than seven"),
        ("全年未收到政府信息公开申请。", "none"),
        ("全年公开信息604篇，其中工作信息74篇、科普319篇、其他14篇、典型211篇。", "parts that do not add up"),
        ("全年公开信息40条，其中文件10条，占20%。", "a share that is not the share"),
        ("全年发生行政复议2件。因政府信息公开申请引起。", "reconsideration that table four does not have"),
    ];
    for (text, why) in cases {
        let mut object = clean();
        object["document"]["sections"][0]["paragraphs"][0]["text"] = json!(text);
        let found = rules(&object);
        assert!(found.iter().any(|rule| rule.starts_with("NARRATIVE_")), "{why}: {found:?}");
    }
    for text in [
        "全年收到政府信息公开申请7件，办结7件，予以公开7件。",
        "全年收到政府信息公开申请近8件。",
        "收到群众来信70件、网民留言1,007条。",
        "2023年收到政府信息公开申请12件。2024年收到政府信息公开申请7件。",
        "公开信息40条，其中文件10条，占25%。",
    ] {
        let mut object = clean();
        object["document"]["sections"][0]["paragraphs"][0]["text"] = json!(text);
        assert_eq!(rules(&object), Vec::<&str>::new(), "{text}");
    }
}

/// The clean report with another first paragraph.
fn saying(text: &str) -> Value {
    let mut object = clean();
    object["document"]["sections"][0]["paragraphs"][0]["text"] = json!(text);
    object
}

#[test]
fn what_counts_something_else_is_left_alone() {
    let mut wrong = Vec::new();
    for text in [
        "去年收到政府信息公开申请30件，今年收到7件。",
        "上年度我局收到政府信息公开申请30件，本年度收到政府信息公开申请7件。",
        "第四季度收到政府信息公开申请3件。",
        "1至6月收到政府信息公开申请3件，7至12月收到4件。",
        "近三年累计收到政府信息公开申请30件。",
        "平均每月收到政府信息公开申请1件。",
        "收到政府信息公开申请7件，其中通过网站平台收到4件，通过信函收到2件，当面收到1件。",
        "收到政府信息公开申请7件，网上受理5件，现场受理2件。",
        "收到政府信息公开申请7件，其中自然人申请5件，法人或其他组织2件。",
        "收到政府信息公开申请7件，办结7件，其中自然人6件、法人或者其他组织1件。",
        "收到公民、自然人、法人和其他组织提出的政府信息公开申请7件。",
        "收到政府信息公开申请7件。其中自然人当面提交4件。",
        "收到政府信息公开申请7件，按期答复6件，延期答复1件。",
        "收到政府信息公开申请7件，其中3件为同一申请人提交；答复7件。",
        "对3件申请延长了答复期限，对5件进行了补正。",
        "按照依申请公开规程办理。本机关全年受理行政复议申请120件，审结110件。",
        "依申请公开规范有序。办理行政应诉案件12件。",
        "发布规范性文件解读材料6份，印发《关于规范性文件管理的通知》等制度文件4件。",
        "全市共收到政府信息公开申请520件，其中我局收到7件。",
        "公开目录48条，其中调整6条、新增2条。",
        "占比分别为3.3%、6.7%、90%，公开300条，文件270条。",
        "未收取信息处理费，共减免信息处理费200元。",
        "收到政府信息公开申请不足10件。",
        "通过微信公众号、微博、政府网站等4个平台发布信息。",
        "予以公开7件，不予公开0件。评查行政执法案卷120件。",
        "涉及国家秘密的一律不予公开，全年开展国家秘密检查12件次。",
        "因属于国家秘密、行政查询事项不予公开0件。",
        "办理信访举报投诉30件。",
        "制发行政规范性文件2件，废止1件，现行有效9件，清理120件。",
        "新收申请7件，其中自然人5件、商业企业2件。走访商业企业40件次。",
        "收到政府信息公开申请7件，属于国家秘密的，依法不予公开0件。",
        "网站发布120条（其中动态30条），公众号发布80条，合计200条。",
        "全年公开信息40条，其中文件15条、公告25条，合计40条。",
        "公开信息300条，其中动态120条，公众号80条，合计200条。",
        "发布信息12条、公告5条，较上年增加2条，合计30条。",
        "受理投诉30件、举报5件，公开信息共计40条。",
    ] {
        let found = check(&read(&saying(text)), None).findings;
        let narrative = |rule: &&str| rule.starts_with("NARRATIVE");
        let rules: Vec<&str> =
            found.iter().filter(|f| f.severity != Severity::Note).map(|f| f.rule).filter(narrative).collect();
        if !rules.is_empty() {
            wrong.push((text, rules));
        }
    }
    assert_eq!(wrong, []);
}

#[test]
fn what_counts_the_same_is_compared_however_it_is_said() {
    let mut missed = Vec::new();
    for text in [
        "按照全市统一部署，我局收到政府信息公开申请40件。",
        "全市建成公开专区12个。我局全年收到政府信息公开申请40件。",
        "根据2022年修订的指南，全年收到政府信息公开申请40件。",
        "落实《2021年政务公开工作要点》，收到政府信息公开申请40件。",
        "收到政府信息公开申请7件，比2022年增加6件，办结35件。",
        "收到政府信息公开申请叁拾柒件。",
        "收到政府信息公开申请7件，其中予以公开的有6件。",
        "全年作出行政许可决定121件。",
        "全年作出行政处罚决定5件。",
        "废止规范性文件4件。",
        "现行有效规范性文件29件。",
        "制发行政规范性文件2件，废止1件，现行有效19件。",
        "制发行政规范性文件2件，废止3件。",
        "新收申请7件，其中自然人5件、商业企业1件、法律服务机构1件。",
        "收到政府信息公开申请7件，均已办结，无结转。本年度结转下年度继续办理2件。",
        "收到政府信息公开申请7件，其中自然人申请4件、法人或其他组织3件。",
        "新收政府信息公开申请7件（自然人5件，法人和其他组织1件）。",
        "公开信息300条（动态类200条，通知公告类110条）。",
        "收到政府信息公开申请7件，予以公开7件，不予公开0件，其中属于国家秘密1件。",
        "收到政府信息公开申请7件，因属于行政查询事项不予公开2件。",
        "收到政府信息公开申请7件，对重复申请，依法不予处理2件。",
        "不予处理0件，其中信访举报投诉类申请3件、重复申请0件。",
        "无法提供0件（本机关不掌握相关政府信息的2件）。",
        "网站发布120条，公众号发布80条，合计210条。",
        "主动公开文件15条、公告25条、公示3条，共计40条。",
    ] {
        if !rules(&saying(text)).iter().any(|rule| rule.starts_with("NARRATIVE_")) {
            missed.push(text);
        }
    }
    assert_eq!(missed, Vec::<&str>::new());
}

#[test]
fn last_year_is_compared() {
    let mut last = clean();
    last["year"] = json!(2023);
    last["title"] = json!("云州市教育局2023年政府信息公开工作年度报告");
    for (path, value) in [
        ("table3.carried_out.natural_person", json!(1)),
        ("table3.carried_out.total", json!(1)),
        ("table2.normative_documents.effective", json!(7)),
    ] {
        set(&mut last, path, value);
    }
    let checked = check(&read(&clean()), Some(&read(&last)));
    let rules: Vec<&str> = checked.findings.iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"XY_CARRY"), "carried out 1, carried in 0: {rules:?}");
    assert!(rules.contains(&"XY_NORM"), "7 and 2 less 1 are not 9: {rules:?}");
    assert!(
        rules.contains(&"PROOF_SIMILAR") || read(&clean()).paragraphs().count() < 10,
        "the same text: {rules:?}"
    );
}

#[test]
fn a_bare_object_is_judged_by_what_it_holds() {
    let mut bare = clean();
    bare.as_object_mut().unwrap().remove("document");
    let checked = check(&read(&bare), None);
    assert_eq!(checked.findings, []);
    assert_eq!(checked.result(), Outcome::NotAssessable, "headings and dates cannot be judged");
}

#[test]
fn facts_of_a_bare_object_are_judged_as_those_of_a_text() {
    let judged = |facts: Value| {
        let mut bare = clean();
        bare.as_object_mut().unwrap().remove("document");
        bare["narrative"] = facts;
        let checked = check(&read(&bare), None);
        let findings =
            checked.findings.iter().map(|finding| (finding.rule, finding.severity, finding.place()));
        (findings.collect::<Vec<_>>(), checked.contradictions.len())
    };
    let seven = json!({"fact": "requests_new", "value": 7, "scope": "agency", "quote": "收到申请7件"});
    let nine = json!({"fact": "requests_new", "value": 9, "scope": "agency", "quote": "收到申请9件"});
    assert_eq!(judged(json!([seven])), (Vec::new(), 0));
    let place = "table3.new_received.total".to_owned();
    let differs = ("NARRATIVE_TABLE", Severity::Error, place.clone());
    let twice = ("NARRATIVE_REPEAT", Severity::Error, place);
    assert_eq!(judged(json!([nine, seven])), (vec![differs, twice], 1));
    let nearly = json!({"fact": "requests_new", "value": 8, "scope": "agency", "quote": "收到申请近8件"});
    assert_eq!(judged(json!([nearly])), (Vec::new(), 0));
    let unknown = |number: usize| ("NARRATIVE_UNKNOWN", Severity::Note, format!("narrative[{number}]"));
    let unusable = json!([
        {"fact": "requests_old", "value": 7, "scope": "agency", "quote": ""},
        {"fact": "granted", "value": "七", "scope": "agency", "quote": ""},
        {"fact": "granted", "value": 3, "scope": "district_office", "quote": ""},
        7
    ]);
    assert_eq!(judged(unusable), ((0..4).map(unknown).collect(), 0));
}

#[test]
fn a_date_under_the_report_is_pointed_at() {
    let mut object = clean();
    object["document"]["signed_on"] = json!("2024-12-30");
    let foot = json!({"text": "云州市教育局2024年12月30日", "place": "L99:1"});
    object["document"]["sections"][5]["paragraphs"].as_array_mut().unwrap().push(foot);
    let checked = check(&read(&object), None);
    let places: Vec<_> = checked.findings.iter().map(|finding| (finding.rule, finding.place())).collect();
    assert_eq!(places, [("DATE_BEFORE_FREEZE", "L99:7".to_owned())]);
}

#[test]
fn an_object_reads_back_whole() {
    let report = read(&clean());
    let checked = check(&report, None);
    let written = to_json(&report, &checked.violations(), &checked.contradictions);
    assert_eq!(read(&written), report);
    let bare = {
        let mut bare = clean();
        bare.as_object_mut().unwrap().remove("document");
        read(&bare)
    };
    assert_eq!(read(&to_json(&bare, &[], &[])), bare);
    let mut in_yuan = bare;
    in_yuan.tables.as_mut().unwrap().amount_unit = Some("元".into());
    assert_eq!(read(&to_json(&in_yuan, &[], &[])), in_yuan, "a unit that is not that of the head");
}

/// Cells and facts may have as many digits as can be held: what cannot be added or subtracted is left open.
#[test]
fn numbers_of_as_many_digits_as_can_be_held_are_checked_too() {
    let whole = || Value::Number("79228162514264337593543950335".parse().unwrap());
    let most = || json!(i64::MAX);
    let mut object = clean();
    for (cell, value) in [
        ("table3.granted.natural_person", whole()),
        ("table3.granted.enterprise", json!(0.5)),
        ("table3.partial.natural_person", whole()),
        ("table3.new_received.total", most()),
        ("table3.carried_in.total", most()),
        ("table3.refused_state_secret.total", most()),
        ("table3.refused_law_forbidden.total", most()),
        ("table4.review.upheld", most()),
        ("table4.review.corrected", most()),
        ("table4.review.pending", most()),
        ("table2.administrative_fees.amount", whole()),
        ("table2.normative_documents.effective", most()),
        ("table2.normative_documents.issued", most()),
    ] {
        set(&mut object, cell, value);
    }
    let text = "收到政府信息公开申请9999999999999999999999999999件，不予公开九亿亿亿亿件，\
                其中国家秘密999999999999万亿千件，占99.9%，同比增长99%。收取信息处理费999999999999亿千万元。";
    set(&mut object, "document.sections.0.paragraphs.0.text", text.into());
    let found = rules(&object);
    assert!(found.contains(&"CELL_FRACTION"), "{found:?}");

    let mut last = object.clone();
    last["year"] = 2023.into();
    check(&read(&object), Some(&read(&last)));

    let mut bare = object;
    bare.as_object_mut().unwrap().remove("document");
    bare["narrative"] = ["received_total", "handled_total", "refused_total"]
        .map(|fact| json!({"fact": fact, "value": whole(), "scope": "agency", "quote": "约9件"}))
        .to_vec()
        .into();
    check(&read(&bare), None);
}
