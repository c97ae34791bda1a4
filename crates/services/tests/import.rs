//! Files laid into a store: what becomes of each, and what the column then holds.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use readers::Limits;
use reporting::check::Outcome;
use reporting::tree::Tree;
use services::import::{Content, Options, Reason, Row, Source, import};
use store::{Put, Store, organ_id, queries};

const MARKET: &str = "云州市市场监督管理局";

/// What reports of the demonstration say of themselves.
const INVENTED: &str = "【演示】本报告的机构和数据均为虚构。";

/// A report of the demonstration as a real one would be: it does not say that it is invented.
fn demo(name: &str) -> String {
    let text = fs::read_to_string(Path::new("../../demo/reports").join(name)).unwrap();
    assert!(text.contains(INVENTED), "{name}");
    text.replace(INVENTED, "")
}

/// The report of 2024 with another number of applications carried in, so that it contradicts that of 2023.
fn market_2024_contradicting() -> String {
    let text = demo("yunzhou-scjgj-2024.txt");
    let contradicting = text.replace("数量\t\t\t1\t3\t0\t0\t1\t0\t5\n", "数量\t\t\t2\t3\t0\t0\t1\t0\t6\n");
    assert_ne!(text, contradicting);
    contradicting
}

fn source(name: &str, text: impl Into<Vec<u8>>) -> Source {
    Source { name: name.into(), content: Content::Bytes(text.into()) }
}

fn options() -> Options {
    let (tree, agency, correction) = (None, None, None);
    let (limits, at) = (Limits::default(), Timestamp::UNIX_EPOCH);
    Options { tree, agency, correction, takes_invented: false, limits, at }
}

fn tree(text: &str) -> Options {
    Options { tree: Some(Tree::parse(text).unwrap()), ..options() }
}

async fn lay_in(store: &Store, sources: Vec<Source>, options: &Options) -> Vec<Row> {
    import(store, sources, options, |_| {}).await.unwrap()
}

#[tokio::test]
async fn a_file_that_cannot_be_used_does_not_stop_the_rest() {
    let store = Store::in_memory().await.unwrap();
    let sources = vec![
        Source { name: "没有.txt".into(), content: Content::File("没有.txt".into()) },
        source("年报/2023.txt", demo("yunzhou-scjgj-2023.txt")),
        source("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        source("no-organ.txt", demo("yunzhou-scjgj-2023.txt").replace(MARKET, "")),
        source("2024.txt", demo("yunzhou-scjgj-2024.txt")),
    ];
    let mut told = Vec::new();
    let rows = import(&store, sources, &options(), |row| told.push(row.file.clone())).await.unwrap();
    let files: Vec<&str> = rows.iter().map(|row| row.file.as_str()).collect();
    assert_eq!(files, ["没有.txt", "年报/2023.txt", "picture.png", "no-organ.txt", "2024.txt"], "in order");
    assert_eq!(told, files);
    let reason = |at: usize| match &rows[at].put {
        Err(Reason::Unusable(sentence)) => sentence.as_str(),
        other => panic!("{other:?}"),
    };
    assert!(reason(0).contains("没有找到文件"), "{}", reason(0));
    assert!(reason(2).contains("图片"), "{}", reason(2));
    assert!(reason(3).contains("没有读出机关名称"), "{}", reason(3));
    for (row, year) in [(&rows[1], 2023), (&rows[4], 2024)] {
        assert_eq!((&row.put, row.year), (&Ok(Put::New), Some(year)));
        assert_eq!(row.organ.as_ref().unwrap().id, organ_id(MARKET));
    }
    let file = queries::source(&store, &organ_id(MARKET), 2023, 1).await.unwrap().unwrap();
    assert_eq!((file.name.as_str(), file.media_type.as_str()), ("2023.txt", "text/plain"));
}

#[tokio::test]
async fn what_is_not_for_the_public_is_refused() {
    let store = Store::in_memory().await.unwrap();
    let text = demo("yunzhou-scjgj-2024.txt");
    let heading = text.lines().find(|line| line.starts_with("一、")).unwrap();
    let before = |words: &str| text.replace(heading, &format!("{words}\n{heading}"));
    let title = format!("{MARKET}2024年政府信息公开工作年度报告");
    let titled = |words: &str| text.replace(&title, &format!("{title}{words}"));
    let cases = [
        (before("【草稿】表格由甲局的年度报告逐格相加，正文待写。"), "草稿", "the opening of a draft"),
        (before("【不能公开】缺少甲局的数据，合计不完整。"), "草稿", "what stands against it"),
        (before("汇总草稿：数据不全，不能公开"), "草稿", "the head of its pages"),
        (titled("（草稿）"), "草稿", "a title"),
        (format!("{INVENTED}\n\n{text}"), "虚构", "a report of the demonstration"),
    ];
    let sources = || cases.iter().map(|(text, ..)| source("2024.txt", text.as_str())).collect::<Vec<_>>();
    for (row, (_, words, why)) in lay_in(&store, sources(), &options()).await.iter().zip(&cases) {
        let Err(Reason::Refused(sentence)) = &row.put else { panic!("{why}: {row:?}") };
        assert!(sentence.contains(words), "{why}: {sentence}");
    }
    assert!(queries::organ_named(&store, MARKET, 2024).await.unwrap().is_none(), "nothing came in");
    let in_words = before("本机关对汇总草稿逐项核对。");
    let rows = lay_in(&store, vec![source("2024.txt", in_words)], &options()).await;
    assert_eq!(rows[0].put, Ok(Put::New), "a report may tell of drafts");
    let demonstration = Options { takes_invented: true, ..options() };
    let rows = lay_in(&Store::in_memory().await.unwrap(), sources(), &demonstration).await;
    assert!(rows[0].put.is_err() && rows[4].put == Ok(Put::New), "the demonstration takes its own: {rows:?}");
}

#[tokio::test]
async fn a_report_with_errors_comes_in_and_names_the_first() {
    let store = Store::in_memory().await.unwrap();
    let sources = vec![
        source("2023.txt", demo("yunzhou-scjgj-2023.txt")),
        source("2024.txt", market_2024_contradicting()),
    ];
    let rows = lay_in(&store, sources, &options()).await;
    for (row, words) in rows.iter().zip(["七十件", "结转"]) {
        let (verdict, first) = (row.verdict.unwrap(), row.first_error.as_deref().unwrap());
        assert!(row.put == Ok(Put::New) && verdict.errors > 0 && first.contains(words), "{row:?}");
    }
    let rows = lay_in(&store, vec![source("2025.html", demo("yunzhou-scjgj-2025.html"))], &options()).await;
    assert_eq!((rows[0].first_error.as_deref(), rows[0].verdict.unwrap().errors), (None, 0));
}

#[tokio::test]
async fn the_same_report_in_another_format_changes_nothing() {
    let store = Store::in_memory().await.unwrap();
    let text = demo("yunzhou-scjgj-2024.txt");
    let lines: Vec<&str> = text.lines().collect();
    let rows = lay_in(&store, vec![source("2024.txt", text.clone())], &options()).await;
    assert_eq!(rows[0].put, Ok(Put::New));
    let other_breaks = format!("\u{feff}{}\r\n\r\n", lines.join("\r\n"));
    let rows = lay_in(&store, vec![source("副本.txt", other_breaks)], &options()).await;
    assert_eq!(rows[0].put, Ok(Put::SaysTheSame));
}

#[tokio::test]
async fn an_authority_is_not_made_by_a_correction_of_nothing() {
    let store = Store::in_memory().await.unwrap();
    let with_note = Options { correction: Some("结转数量有误".into()), ..options() };
    let correct =
        async || lay_in(&store, vec![source("2024.txt", demo("yunzhou-scjgj-2024.txt"))], &with_note).await;
    let rows = correct().await;
    let Err(Reason::Refused(sentence)) = &rows[0].put else { panic!("{rows:?}") };
    assert!(sentence.contains("还没有2024年度的报告") && sentence.contains("--correct"), "{sentence}");
    assert!(queries::organ_named(&store, MARKET, 2024).await.unwrap().is_none());
    lay_in(&store, vec![source("2023.txt", demo("yunzhou-scjgj-2023.txt"))], &options()).await;
    assert!(matches!(&correct().await[0].put, Err(Reason::Refused(_))), "another year is no reason");
}

#[tokio::test]
async fn an_authority_that_a_report_does_not_name_is_given() {
    let store = Store::in_memory().await.unwrap();
    let unnamed = demo("yunzhou-scjgj-2023.txt").replace(MARKET, "");
    let options = Options { agency: Some(MARKET.into()), ..options() };
    let sources = vec![source("unnamed.txt", unnamed), source("named.txt", demo("yunzhou-jyj-2022.txt"))];
    let rows = lay_in(&store, sources, &options).await;
    let names: Vec<&str> = rows.iter().map(|row| row.organ.as_ref().unwrap().name.as_str()).collect();
    assert_eq!(names, [MARKET, "云州市教育局"], "one that is printed is not overruled");
}

#[tokio::test]
async fn years_are_checked_against_each_other_in_whatever_order_they_come() {
    let files = [("2023.txt", demo("yunzhou-scjgj-2023.txt")), ("2024.txt", market_2024_contradicting())];
    let mut verdicts = Vec::new();
    for order in [[0, 1], [1, 0]] {
        let store = Store::in_memory().await.unwrap();
        let sources = order.map(|at| source(files[at].0, files[at].1.clone())).into();
        lay_in(&store, sources, &options()).await;
        let report = queries::report(&store, &organ_id(MARKET), 2024, None).await.unwrap().unwrap();
        verdicts.push(report.summary.verdict);
    }
    assert_eq!(verdicts[0], verdicts[1]);
    let alone = Store::in_memory().await.unwrap();
    let rows = lay_in(&alone, vec![source("2024.txt", files[1].1.clone())], &options()).await;
    assert!(verdicts[0].errors > rows[0].verdict.unwrap().errors, "last year's report has more to say");
    assert_eq!(verdicts[0].result, Outcome::Fail);
}

#[tokio::test]
async fn a_correction_of_last_year_is_seen_by_the_next() {
    let store = Store::in_memory().await.unwrap();
    let files = ["yunzhou-scjgj-2023.txt", "yunzhou-scjgj-2024.txt"];
    lay_in(&store, files.map(|name| source(name, demo(name))).into(), &options()).await;
    let verdict = async || queries::reports_of(&store, &organ_id(MARKET)).await.unwrap()[0].verdict;
    let before = verdict().await;
    let corrected = demo(files[0]).replace("继续办理\t\t\t1\t3\t", "继续办理\t\t\t5\t3\t");
    let rows = lay_in(&store, vec![source("更正.txt", corrected.clone())], &options()).await;
    assert!(
        matches!(&rows[0].put, Err(Reason::Refused(sentence)) if sentence.contains("--correct")),
        "{rows:?}"
    );
    assert_eq!(verdict().await, before);
    let with_note = Options { correction: Some("结转数量有误".into()), ..options() };
    let rows = lay_in(&store, vec![source("更正.txt", corrected)], &with_note).await;
    assert_eq!(rows[0].put, Ok(Put::Corrected { version: 2 }));
    assert_ne!(verdict().await, before, "what 2024 carried in is no longer what 2023 carried out");
    let rows = lay_in(&store, vec![source("旧文件.txt", demo(files[0]))], &options()).await;
    assert_eq!(rows[0].put, Ok(Put::Superseded { version: 1 }));
}

#[tokio::test]
async fn a_tree_says_whose_a_report_is() {
    let store = Store::in_memory().await.unwrap();
    let known = format!(
        "[[organ]]\nid = \"yun\"\nname = \"云州市人民政府\"\n\
         [[organ]]\nid = \"market\"\nname = \"云州市市监局\"\naliases = [\"{MARKET}\"]\nparent = \"yun\"\nsince = 2024\n"
    );
    let sources = || {
        ["yunzhou-scjgj-2024.txt", "yunzhou-scjgj-2023.txt", "yunzhou-wjw-2023.txt"]
            .map(|name| source(name, demo(name)))
            .into()
    };
    let rows = lay_in(&store, sources(), &tree(&known)).await;
    assert_eq!(rows[0].organ.as_ref().map(|organ| organ.id.as_str()), Some("market"));
    for (row, words) in [(&rows[1], "没有2023年度"), (&rows[2], "没有“云州市卫生健康委员会”")]
    {
        let Err(Reason::Refused(sentence)) = &row.put else { panic!("{row:?}") };
        assert!(sentence.contains(words), "{sentence}");
    }
    let below = queries::children(&store, Some("yun"), None, 10).await.unwrap().rows;
    assert_eq!((below.len(), below[0].organ.name.as_str(), below[0].years), (1, "云州市市监局", 1));
}
