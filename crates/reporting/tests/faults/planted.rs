//! Faults planted one at a time in a clean report, as a clerk makes them: a word or a number of the page is another.

use reporting::check::{Checked, Severity, check};
use reporting::document::{Content, Document, Line, Place};
use reporting::report::Report;

use Severity::{Error, Note, Warning};

/// A page of the demonstration.
fn page(name: &str) -> String {
    let path = format!("{}/../../demo/reports/{name}.html", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// The page as extracted text: one line for each paragraph, and for each row of a table its cells with tabs between.
fn document(page: &str) -> Document {
    let body = &page[page.find("<body>").unwrap()..];
    let ends = ["</p>", "</h1>", "</h2>", "</tr>", "</caption>"];
    let broken = ends.iter().fold(body.replace('\n', ""), |text, end| text.replace(end, "\n"));
    let cells = broken.replace("</th>", "\t").replace("</td>", "\t");
    let mut text = String::new();
    let mut in_tag = false;
    for c in cells.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let line = |(number, line): (usize, &str)| Line {
        content: Content::Text(line.trim_end_matches('\t').to_owned()),
        place: Place::text(number as u32 + 1),
    };
    Document::from(text.lines().enumerate().map(line).collect::<Vec<_>>())
}

fn read(page: &str) -> Report {
    reporting::read(&document(page)).unwrap()
}

/// The page with one fault.
fn with(name: &str, changes: &[(&str, &str)]) -> Checked {
    let mut page = page(name);
    for (from, to) in changes {
        assert!(page.contains(from), "{from} is not in {name}");
        page = page.replacen(from, to, 1);
    }
    check(&read(&page), None)
}

const WJW: &str = "yunzhou-wjw-2025";

/// What is planted, the words before and after, the rule that finds it with its severity, and words of what it says.
type Case<'a> = (&'a str, (&'a str, &'a str), (&'a str, Severity), &'a str);

/// Plants each fault in the page: one finding, which says what is wrong and what to do.
fn each_is_found(name: &str, cases: &[Case<'_>]) {
    assert_eq!(with(name, &[]).findings, [], "{name} is clean");
    let mut wrong = Vec::new();
    for (why, change, (rule, severity), words) in cases {
        let findings = with(name, &[*change]).findings;
        let is_it = matches!(&findings[..], [finding] if finding.rule == *rule
            && finding.severity == *severity && finding.message.contains(words) && !finding.fix.is_empty());
        if !is_it {
            wrong.push((*why, findings));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_that_do_not_agree_are_found() {
    let signed = "<p class=\"sign\">云州市卫生健康委员会</p>";
    let dated = "<p class=\"sign\">2026年1月27日</p>";
    each_is_found(
        WJW,
        &[
            (
                "another authority signs",
                (signed, "<p class=\"sign\">云州市教育局</p>"),
                ("PROOF_SIGNATURE_ORGAN", Error),
                "落款的机关是“云州市教育局”",
            ),
            (
                "nearly the authority signs",
                (signed, "<p class=\"sign\">云州市卫生委员会</p>"),
                ("PROOF_SIGNATURE_ORGAN", Warning),
                "差几个字",
            ),
            (
                "nobody signs",
                (&format!("{signed}\n{dated}"), ""),
                ("SIGNATURE_MISSING", Note),
                "报告末尾没有落款",
            ),
            ("no date", (dated, ""), ("SIGNATURE_MISSING", Note), "没有日期"),
            ("a date only", (signed, ""), ("SIGNATURE_MISSING", Note), "没有机关名称"),
            (
                "another bureau is to be asked",
                ("请与云州市卫生健康委员会联系", "请与云州市教育局联系"),
                ("PROOF_CONTACT_ORGAN", Warning),
                "联系机关是“云州市教育局”",
            ),
            (
                "the text of a bureau",
                ("2025年，我委", "2025年，我局"),
                ("PROOF_OWN_NAME", Warning),
                "自称“我局”",
            ),
        ],
    );
}

#[test]
fn days_and_years_that_cannot_be_meant_are_found() {
    each_is_found(
        WJW,
        &[
            ("no such day", ("12月31日", "12月32日"), ("DATE_IMPOSSIBLE", Error), "12月32日"),
            ("no such day below", ("1月27日</p>", "2月30日</p>"), ("DATE_IMPOSSIBLE", Error), "2月30日"),
            (
                "last year's period",
                ("2025年1月1日至2025年", "2024年1月1日至2024年"),
                ("DATE_PERIOD", Error),
                "应为2025年1月1日",
            ),
            ("not the whole year", ("12月31日", "11月30日"), ("DATE_PERIOD", Warning), "11月30日"),
            (
                "not the whole year, without its second year",
                ("至2025年12月31日", "至11月30日"),
                ("DATE_PERIOD", Warning),
                "11月30日",
            ),
            (
                "last year's sentence",
                ("2025年，我委", "2024年，我委"),
                ("DATE_OTHER_YEAR", Warning),
                "2024年",
            ),
            (
                "last year's count",
                ("方面。完善文件", "方面。2024年，我委完善文件"),
                ("DATE_OTHER_YEAR", Warning),
                "2024年",
            ),
            (
                "last year's introduction",
                ("编制本报告。", "现将2024年政府信息公开工作情况报告如下。"),
                ("DATE_OTHER_YEAR", Warning),
                "报告2024年的情况",
            ),
            ("plans for this year", ("2026年拟", "2025年拟"), ("DATE_PLAN_YEAR", Warning), "应当写2026年"),
            ("plans of two years ago", ("2026年拟", "2024年拟"), ("DATE_PLAN_YEAR", Warning), "应当写2026年"),
        ],
    );
}

#[test]
fn numbers_of_the_text_that_the_tables_do_not_have_are_found() {
    each_is_found(
        WJW,
        &[
            ("natural persons", ("为46件", "为45件"), ("NARRATIVE_TABLE", Error), "自然人是46"),
            (
                "a class of organisations",
                ("申请人以自然人为主，为46件", "申请人中自然人46件、法律服务机构2件"),
                ("NARRATIVE_TABLE", Error),
                "法律服务机构是3",
            ),
            (
                "all organisations",
                ("为46件", "为46件，法人或其他组织13件"),
                ("NARRATIVE_TABLE", Error),
                "是12",
            ),
            (
                "the applicants of all that was in hand",
                ("为46件", "为47件"),
                ("NARRATIVE_TABLE", Warning),
                "可能用了新收加上年结转的数",
            ),
            ("a share of a number", ("为46件", "为46件，占81%"), ("NARRATIVE_PERCENT", Warning), "是79%"),
            ("a share without one", ("为46件", "占81%"), ("NARRATIVE_PERCENT", Warning), "是79%"),
            (
                "a share of a result",
                ("不予公开7件", "不予公开7件（占20%）"),
                ("NARRATIVE_PERCENT", Error),
                "是12%",
            ),
            ("direct litigation", ("直接起诉1件", "直接起诉2件"), ("NARRATIVE_TABLE", Error), "总计是1"),
            (
                "direct litigation",
                ("直接起诉1件", "直接起诉的行政诉讼2件"),
                ("NARRATIVE_TABLE", Error),
                "总计是1",
            ),
            (
                "litigation after reconsideration",
                ("起诉1件，尚未审结", "起诉1件，尚未审结；复议后起诉2件"),
                ("NARRATIVE_TABLE", Error),
                "总计是0",
            ),
            ("the last row of results", ("“其他”1件", "“其他”2件"), ("NARRATIVE_TABLE", Error), "总计是1"),
            (
                "nothing left open",
                ("结转下年度3件。", "结转下年度3件。新收政府信息公开申请58件，均已办结。"),
                ("NARRATIVE_ALL_CLOSED", Warning),
                "却有3件",
            ),
        ],
    );
    each_is_found(
        "yunzhou-2025",
        &[(
            "rules repealed",
            ("废止1件、现行有效13件", "废止2件、现行有效13件"),
            ("NARRATIVE_TABLE", Error),
            "本年废止件数是1",
        )],
    );
    each_is_found(
        "yunzhou-wjw-2024",
        &[
            ("the verb behind the noun", ("制发4件", "制发5件"), ("NARRATIVE_TABLE", Error), "是4"),
            ("the other results", ("其他1件；", "其他2件；"), ("NARRATIVE_TABLE", Error), "其他结果是1"),
        ],
    );
    each_is_found(
        "yunzhou-wjw-2021",
        &[("more than all", ("合格率100%", "合格率101%"), ("NARRATIVE_PERCENT", Error), "超过了100%")],
    );
}

#[test]
fn documents_cited_wrongly_are_found() {
    each_is_found(
        WJW,
        &[
            (
                "no such format",
                ("〔2021〕30号", "〔2021〕31号"),
                ("CITED_FORMAT", Warning),
                "不是年度报告格式",
            ),
            (
                "no such format of 2019",
                ("〔2021〕30", "〔2019〕61"),
                ("CITED_FORMAT", Warning),
                "不是年度报告",
            ),
            (
                "the format before",
                ("〔2021〕30", "〔2019〕60"),
                ("CITED_FORMAT", Warning),
                "不是2025年度报告适用",
            ),
            ("square brackets", ("〔2021〕", "【2021】"), ("CITED_BRACKETS", Note), "六角括号"),
            (
                "no such Regulation",
                ("《中华人民共和国政府信息公开条例》和", "《中华人民共和国政府信息公开管理条例》和"),
                ("CITED_REGULATION", Warning),
                "政府信息公开管理条例",
            ),
            (
                "the number of the Regulation before",
                ("公开条例》和", "公开条例》（国务院令第492号）和"),
                ("CITED_DECREE", Warning),
                "修订前",
            ),
            (
                "no such rules on fees",
                ("费管理办法》", "费管理办法》（国办函〔2020〕106号）"),
                ("CITED_FEES", Warning),
                "国办函〔2020〕106号",
            ),
        ],
    );
}

#[test]
fn slips_of_the_pen_are_found() {
    each_is_found(
        WJW,
        &[
            ("a word twice", ("申请人可以在线", "申请人可以可以在线"), ("PROOF_DOUBLED", Note), "可以可以"),
            ("a mark twice", ("。申请办理", "。。申请办理"), ("PROOF_DOUBLED", Note), "。。"),
            ("a letter twice", ("主动公开方", "主动动公开方"), ("PROOF_MISPRINT", Warning), "主动动公开"),
            ("letters exchanged", ("政府信息管", "政府息信管"), ("PROOF_MISPRINT", Warning), "政府息信"),
            ("a number left out", ("（三）政府信息", "政府信息"), ("NUMBERING", Warning), "缺“（三）”"),
            ("a number twice", ("（四）政府信息", "（三）政府信息"), ("NUMBERING", Warning), "出现了两次"),
            ("a point left out", ("二是部分", "三是部分"), ("NUMBERING", Warning), "“三是”之前"),
            ("one aspect less", ("渠道三个方面", "渠道四个方面"), ("NARRATIVE_LIST", Warning), "列出的是3个"),
            ("one problem less", ("的主要问题：", "三个问题："), ("NARRATIVE_LIST", Warning), "列了2点"),
        ],
    );
}

#[test]
fn a_list_of_channels_counts_the_one_behind_and() {
    let checked = with("yunzhou-scjgj-2025", &[]);
    let list = checked.findings.iter().find(|finding| finding.rule == "NARRATIVE_LIST").unwrap();
    assert!(
        list.message.contains("列出的是3个：局门户网站、微信公众号、企业信用信息公示系统"),
        "{}",
        list.message
    );
    let right = with("yunzhou-scjgj-2025", &[("依托四个平台", "依托三个平台")]);
    assert!(right.findings.iter().all(|finding| finding.rule != "NARRATIVE_LIST"), "three are three");
}

#[test]
fn a_fault_between_years_is_told_once() {
    let before = read(&page("yunzhou-wjw-2024"));
    let carried = |changes: &[(&str, &str)]| {
        let page = changes.iter().fold(page(WJW), |page, (from, to)| page.replacen(from, to, 1));
        let findings = check(&read(&page), Some(&before)).findings;
        let carried = findings.into_iter().filter(|finding| finding.rule == "XY_CARRY");
        carried.map(|finding| (finding.severity, finding.message)).collect::<Vec<_>>()
    };
    let row = "上年结转政府信息公开申请数量</th><td>1</td><td>1</td><td>0</td><td>0</td><td>1</td><td>0</td><td>3</td>";
    let with = |cells: &str| {
        format!("上年结转政府信息公开申请数量</th><td>{}</td>", cells.replace(' ', "</td><td>"))
    };
    assert_eq!(carried(&[]), []);
    let less = carried(&[(row, &with("1 0 0 0 1 0 2"))]);
    assert!(matches!(&less[..], [(Error, said)] if said.contains("“商业企业”本年0、上年1")), "{less:?}");
    let moved = carried(&[(row, &with("2 0 0 0 1 0 3"))]);
    assert!(matches!(&moved[..], [(Warning, said)] if said.contains("“自然人”本年2、上年1")), "{moved:?}");
}

#[test]
fn an_unbalanced_column_shows_both_sides_and_a_single_wrong_number_is_named() {
    let balance = with("wenlan-2024", &[]);
    let [enterprise, _] = &balance.findings[..] else { panic!("{:#?}", balance.findings) };
    assert!(
        enterprise.message.contains("新收加上年结转10+2=12，总计加结转下年度8+3=11，相差1"),
        "{}",
        enterprise.message
    );
    assert!(enterprise.fix.contains("表内看不出"), "{}", enterprise.fix);
    assert_eq!(enterprise.sides(), ["新收加上年结转", "总计加结转下年度"]);
    // One number that stands in a row and in a column gives itself away.
    let single = with("yunzhou-jyj-2023", &[]);
    assert_eq!(single.findings.len(), 2);
    for finding in &single.findings {
        assert!(finding.fix.contains("本机关不掌握相关政府信息”自然人：由3改为4"), "{}", finding.fix);
    }
}

/// Sentences of good reports, which none of these rules may take for a fault.
#[test]
fn what_is_right_is_left_alone() {
    let mut wrong = Vec::new();
    for text in [
        "2024年底建成的平台全年运行平稳。",
        "2019年5月，修订后的条例施行。",
        "2024年以来，我委持续完善制度。",
        "2024年，我委建成平台；2025年，平台全年运行。",
        "自2019年5月15日起执行新规定，至12月31日全部完成。",
        "2024年，与2023年相比，申请量有所增长。",
        "按照国办发〔2024〕5号、云政办〔2025〕12号要求办理。",
        "法院作出（2025）云01行初12号判决。",
        "文件存于1号楼3号窗口，咨询请拨12345号码。",
        "人人参与，常常研究研究，达到公开的目的的确不易。",
        "制定实施实施细则，信息公开开展顺利，责权清单同步更新。",
        "一是完善制度；二是加强培训；三是改进服务。统一是基础。",
        "抓好3个问题的整改，一是主动公开，二是依申请公开。",
        "从管理和服务、监督两个方面改进工作。",
        "从组织领导、制度建设、机制创新等五个方面改进工作。",
        "通过门户网站、微信公众号等4个平台发布信息。",
        "通过门户网站、微信公众号和政务服务大厅三个渠道及时发布信息。",
        "我委托第三方开展评估，我市各区同步推进。",
        "满意率为98.5%，访问量增长120%。",
        "新收政府信息公开申请58件，到期的均已办结，其余结转下年度。",
        "申请人以自然人为主，为46件，占79.3%。",
        "申请人中，自然人46件（占79%），法人或其他组织12件（占21%）。",
        "申请人对答复不满意的，可以申请行政复议。",
        "办结58件，予以公开27件，占46.6%，部分公开6件，占10.3%。",
        "未经复议直接起诉1件；未发生复议后起诉案件。",
        "未经复议直接起诉的行政诉讼1件，其中尚未审结1件；没有发生复议后起诉的行政诉讼。",
        "行政诉讼1件，其中未经复议直接起诉1件、复议后起诉0件，尚未审结1件。",
        "2月29日、4月30日和12月31日举办开放日。",
    ] {
        // The last paragraph of part one of a clean page becomes another sentence.
        let start = "（五）监督保障方面。";
        let checked = with(WJW, &[(start, &format!("{start}{text}"))]);
        if !checked.findings.is_empty() {
            wrong.push((text, checked.findings));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Ways to say the plans and the period of a good report.
#[test]
fn plans_and_periods_that_are_right_are_left_alone() {
    let plans = "2026年拟采取的措施：";
    let period = "报告所列数据的统计期限为2025年1月1日至2025年12月31日。";
    for (from, to) in [
        (plans, "2025年，我委将政务公开纳入考核，但仍有不足。2026年将："),
        (plans, "到2027年，我委将建成统一平台，2026年拟采取："),
        (plans, "下一步，"),
        (plans, "2026年度，我委将进一步改进："),
        (period, "统计期限自2025年1月1日起至2025年12月31日止。"),
        (period, "统计期限为2025年1月1日至同年12月31日。"),
        (period, "统计期限为2025-01-01至2025-12-31。"),
        (period, "数据截至2025年12月31日。"),
        (period, "本报告于2026年1月10日编成，公示时间为2026年1月15日至1月20日。"),
        ("我委贯彻", "市卫健委贯彻"),
        ("<p class=\"sign\">云州市卫生健康委员会</p>", "<p class=\"sign\">云州市卫健委</p>"),
        ("<p class=\"sign\">云州市卫生健康委员会</p>", "<p class=\"sign\">云州市卫生健康委员会办公室</p>"),
    ] {
        assert_eq!(with(WJW, &[(from, to)]).findings, [], "{to}");
    }
}
