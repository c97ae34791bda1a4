//! Batches of files: every file a row, the same rows on any number of threads and after any interruption.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

use reporting::cell::Cell;
use reporting::check::Checked;
use reporting::form::Form;
use reporting::object::to_json;
use reporting::report::{Coverage, Report, Tables};
use reporting::tree::Tree;
use reporting::trend::{Entry, trend};
use services::batch::{Batch, Options, Pass, Progress, Resume, Verdict, conclusion, run, summary, sums};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The demonstration reports of some authorities, in a folder of their own.
fn demo(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root().join("demo/reports")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if names.iter().any(|wanted| name.starts_with(wanted)) {
            let copy = folder.join(name);
            std::fs::copy(&path, &copy).unwrap();
            files.push(copy);
        }
    }
    files.sort();
    files
}

fn render(_: &str, found: Result<(&Report, &Checked), &str>) -> String {
    match found {
        Ok((_, checked)) => checked.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>().join(" "),
        Err(reason) => reason.to_owned(),
    }
}

fn options<'a>() -> Options<'a> {
    Options {
        limits: readers::Limits::default(),
        jobs: 2,
        previous: None,
        tree: None,
        resume: None,
        render: &render,
    }
}

fn batch(files: &[PathBuf]) -> Batch {
    run(files, &options(), &|_| {}).unwrap()
}

fn resumed(files: &[PathBuf], state: &Path, kind: &str) -> Batch {
    let resume = Some(Resume { path: state, kind: kind.into() });
    run(files, &Options { resume, ..options() }, &|_| {}).unwrap()
}

#[test]
fn every_file_is_a_row_whatever_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut files = demo(folder.path(), &["yunzhou-wjw-2023", "yunzhou-jyj-2023"]);
    files.push(put("空.txt", b""));
    files.push(put("坏.docx", b"PK\x03\x04 not a zip"));
    files.push(put("坏.pdf", b"%PDF-1.7 and nothing else"));
    files.push(put("别的.json", b"{\"a\": 1}"));
    files.push(folder.path().join("没有.txt"));
    let batch = batch(&files);
    let verdicts: Vec<Verdict> = batch.rows().map(|row| row.verdict).collect();
    use Verdict::{Fail, Pass, Unusable};
    assert_eq!(verdicts, [Fail, Pass, Unusable, Unusable, Unusable, Unusable, Unusable]);
    assert!(batch.rows().skip(2).all(|row| row.reason.as_ref().is_some_and(|reason| !reason.is_empty())));
    assert!(batch.entries[6].output.contains("没有找到文件"), "{}", batch.entries[6].output);
    let wrong = &batch.entries[0].row;
    assert_eq!((wrong.organ.as_deref(), wrong.year, wrong.errors), (Some("云州市教育局"), Some(2023), 2));
    assert_eq!(wrong.figures.new_received, Some(17));
    assert_eq!(batch.worst(), Unusable);
    assert_eq!(batch.totals(), "共7份：不能使用5份，不通过1份，通过1份；错误2个，警告0个");
}

#[test]
fn a_report_is_checked_against_that_of_the_year_before_in_the_same_batch() {
    let folder = tempfile::tempdir().unwrap();
    let files = demo(folder.path(), &["yunzhou-jyj", "wenlan-2023"]);
    let batch = batch(&files);
    let entry = |name: &str| batch.entries.iter().find(|entry| entry.row.file.contains(name)).unwrap();
    let second = entry("jyj-2022");
    assert!(second.output.contains("XY_CARRY"), "{}", second.output);
    assert!(second.row.previous.as_ref().is_some_and(|file| file.ends_with("yunzhou-jyj-2021.md")));
    assert_eq!(entry("jyj-2021").row.previous, None, "nothing before it");
    assert_eq!(entry("wenlan-2023").row.previous, None, "another authority's report is not its own");
}

#[test]
fn a_report_of_which_there_are_many_copies_is_checked_as_often_against_the_same_one() {
    let folder = tempfile::tempdir().unwrap();
    let kinds = demo(folder.path(), &["yunzhou-jyj-202"]);
    let copies = 40;
    let mut files = kinds.clone();
    for (year, kind) in kinds.iter().enumerate() {
        files.extend((1..copies).map(|copy| {
            let path =
                folder.path().join(format!("{year}-{copy:02}-{}", kind.file_name().unwrap().display()));
            std::fs::copy(kind, &path).unwrap();
            path
        }));
    }
    let batch = batch(&files);
    let first = &batch.entries[..kinds.len()];
    for (year, entries) in batch.entries[kinds.len()..].chunks(copies - 1).enumerate() {
        for entry in entries {
            assert_eq!(entry.row.previous, first[year].row.previous, "{}", entry.row.file);
            assert_eq!(entry.output, first[year].output, "{}", entry.row.file);
        }
    }
}

#[test]
fn an_authority_with_a_new_name_is_the_same_where_the_tree_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = demo(folder.path(), &["yunzhou-jyj-2021", "yunzhou-jyj-2022"]);
    let renamed = std::fs::read_to_string(&files[1]).unwrap().replace("云州市教育局", "云州市教育和体育局");
    std::fs::write(&files[1], renamed).unwrap();
    files.sort();
    assert_eq!(batch(&files).entries[1].row.previous, None);
    let tree =
        Tree::parse("[[organ]]\nid = \"jyj\"\nname = \"云州市教育和体育局\"\naliases = [\"云州市教育局\"]\n")
            .unwrap();
    let batch = run(&files, &Options { tree: Some(&tree), ..options() }, &|_| {}).unwrap();
    let output = &batch.entries[1].output;
    assert!(output.contains("XY_CARRY") && !output.contains("XY_AGENCY"), "{output}");
}

#[test]
fn threads_make_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let files = demo(folder.path(), &["yunzhou-jyj", "yunzhou-scjgj", "qingxi"]);
    let one = run(&files, &Options { jobs: 1, ..options() }, &|_| {}).unwrap();
    let many = run(&files, &Options { jobs: 4, ..options() }, &|_| {}).unwrap();
    assert_eq!(one.entries, many.entries);
}

#[test]
fn progress_is_said_for_every_file_of_both_passes() {
    let folder = tempfile::tempdir().unwrap();
    let files = demo(folder.path(), &["yunzhou-jyj-2021", "yunzhou-jyj-2022", "wenlan-2023"]);
    let said = std::sync::Mutex::new(Vec::new());
    run(&files, &options(), &|progress| said.lock().unwrap().push(progress)).unwrap();
    let said = said.into_inner().unwrap();
    let of = |pass| said.iter().filter(|progress: &&Progress| progress.pass == pass).collect::<Vec<_>>();
    assert_eq!((of(Pass::Files).len(), of(Pass::Years).len()), (3, 1));
    assert!(of(Pass::Years)[0].total == 1 && of(Pass::Files).iter().all(|progress| progress.total == 3));
}

#[test]
fn a_run_cut_off_anywhere_goes_on_to_the_same_rows() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = demo(folder.path(), &["yunzhou-jyj", "wenlan-2023"]);
    let bad = folder.path().join("坏.docx");
    std::fs::write(&bad, b"PK\x03\x04").unwrap();
    files.push(bad);
    let whole = batch(&files);
    let state = folder.path().join("state.jsonl");
    assert_eq!(resumed(&files, &state, "test").entries, whole.entries);
    let lines = std::fs::read(&state).unwrap();
    let ends: Vec<usize> = (0..lines.len()).filter(|at| lines[*at] == b'\n').map(|at| at + 1).collect();
    assert_eq!(ends.len(), files.len() + 4, "a line for each file, and one for each compared with last year");
    // Cut off after each line, and in the middle of the next one.
    for cut in ends.iter().copied().chain(ends.iter().map(|end| end - 7)).chain([0, 3]) {
        std::fs::write(&state, &lines[..cut]).unwrap();
        let again = resumed(&files, &state, "test");
        assert_eq!(again.entries, whole.entries, "cut at {cut}");
        let known = ends.iter().filter(|end| **end <= cut).count().min(files.len());
        assert_eq!(again.resumed, known, "cut at {cut}");
        let finished = std::fs::read(&state).unwrap();
        assert!(
            finished
                .split(|byte| *byte == b'\n')
                .all(|line| { line.is_empty() || serde_json::from_slice::<serde_json::Value>(line).is_ok() })
        );
    }
}

#[test]
fn what_stays_of_a_file_is_small_whatever_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = demo(folder.path(), &["yunzhou-wjw-2023"]);
    let padded = std::fs::read_to_string(&files[0]).unwrap() + &"\n".repeat(100_000);
    std::fs::write(&files[0], padded).unwrap();
    files.extend(demo(folder.path(), &["yunzhou-jyj"]));
    let state = folder.path().join("state.jsonl");
    resumed(&files, &state, "test");
    for line in std::fs::read_to_string(&state).unwrap().lines() {
        assert!(line.len() < 8_000, "{}: {line}", line.len());
    }
}

#[test]
fn what_has_changed_since_is_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let files = demo(folder.path(), &["yunzhou-jyj-2021", "yunzhou-jyj-2022"]);
    let state = folder.path().join("state.jsonl");
    resumed(&files, &state, "1.0 text");
    assert_eq!(resumed(&files, &state, "1.0 text").resumed, 2);
    assert_eq!(resumed(&files, &state, "1.1 text").resumed, 0, "another version may find other things");
    let corrected = std::fs::read_to_string(&files[0]).unwrap().replace("教育局", "体育局");
    std::fs::write(&files[0], corrected).unwrap();
    let again = resumed(&files, &state, "1.0 text");
    assert_eq!(again.resumed, 1);
    assert_eq!(again.entries[0].row.organ.as_deref(), Some("云州市体育局"));
    assert_eq!(again.entries[1].row.previous, None, "it is another authority's now");
}

#[test]
fn a_file_of_somebody_else_is_not_taken_for_a_state() {
    let folder = tempfile::tempdir().unwrap();
    let files = demo(folder.path(), &["yunzhou-jyj-2021"]);
    for content in ["# notes\n", "notes", "{\"file\": 1}\n"] {
        let path = folder.path().join("notes.md");
        std::fs::write(&path, content).unwrap();
        let resume = Some(Resume { path: &path, kind: "test".into() });
        let error = run(&files, &Options { resume, ..options() }, &|_| {}).unwrap_err();
        assert!(error.to_string().contains("不是体检批次的状态文件"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), content, "it is left as it was");
    }
}

#[test]
fn the_reports_of_a_batch_are_added_up_along_the_tree() {
    let folder = tempfile::tempdir().unwrap();
    let files = demo(folder.path(), &["yunzhou-wjw-2025", "yunzhou-jyj-2025", "qingxi-2024"]);
    let tree = Tree::parse(
        "[[organ]]\nid = \"city\"\nname = \"云州市人民政府\"\n\
         [[organ]]\nid = \"wjw\"\nname = \"云州市卫生健康委员会\"\nparent = \"city\"\n\
         [[organ]]\nid = \"jyj\"\nname = \"云州市教育局\"\nparent = \"city\"\n\
         [[organ]]\nid = \"scjgj\"\nname = \"云州市市场监督管理局\"\nparent = \"city\"\n",
    )
    .unwrap();
    let mut batch = batch(&files);
    let twice = batch.entries[1].clone();
    batch.entries.push(twice);
    let sums = sums(&batch, &tree);
    let [city] = sums.aggregates.as_slice() else { panic!("{:?}", sums.aggregates) };
    assert_eq!((city.organ.id.as_str(), city.year), ("city", 2025));
    assert_eq!(city.missing().map(|member| member.id.as_str()).collect::<Vec<_>>(), ["scjgj"]);
    assert_eq!(sums.strangers.len(), 1, "the town is not in the tree");
    assert_eq!(sums.doubles.len(), 1, "nobody is counted twice");
    assert!(sums.has_errors());
    let summary = summary(&batch, Some(&sums));
    assert_eq!(summary.tables.len(), 3);
    for table in &summary.tables {
        assert!(table.rows.iter().all(|row| row.fields.len() == table.columns.len()), "{}", table.key);
    }
    assert!(
        summary.notes.iter().any(|note| note.contains("缺报：云州市市场监督管理局")),
        "{:?}",
        summary.notes
    );
}

/// A report of zeros with some cells, as a file.
fn written(folder: &Path, agency: &str, cells: &[(&str, Cell)]) -> PathBuf {
    let form = Form::by_key("2021").unwrap();
    let mut tables = Tables { coverage: [Coverage::Complete; 3], ..Tables::empty(form) };
    for (_, row) in form.rows().filter(|(_, row)| row.instead_of.is_empty()) {
        tables.cells[row.cells()].fill(Cell::Count(0));
    }
    for (path, cell) in cells {
        tables.cells[form.cell_at(path).unwrap().index] = cell.clone();
    }
    let report = Report {
        agency: Some(agency.into()),
        year: Some(2024),
        tables: Some(tables),
        bare: true,
        ..Report::default()
    };
    let path = folder.join(format!("{agency}.json"));
    std::fs::write(&path, to_json(&report, &[], &[]).to_string()).unwrap();
    path
}

/// A city with one member.
fn city() -> Tree {
    Tree::parse(
        "[[organ]]\nid = \"city\"\nname = \"云州市人民政府\"\n\
         [[organ]]\nid = \"jyj\"\nname = \"云州市教育局\"\nparent = \"city\"\n",
    )
    .unwrap()
}

#[test]
fn a_row_the_store_and_a_trend_give_the_same_figures() {
    let folder = tempfile::tempdir().unwrap();
    // Its four results prove the blank total to be nothing; the other figures are not given.
    let cells = [
        ("table4.litigation_direct.total", Cell::Blank),
        ("table4.litigation_after_review.total", Cell::Count(2)),
        ("table3.carried_in.total", Cell::Blank),
        ("table3.carried_out.total", Cell::Amount("0.5".parse().unwrap())),
    ];
    let file = written(folder.path(), "云州市教育局", &cells);
    let report = reporting::object::from_json(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let row = batch(&[file]).entries.remove(0).row.figures;
    let stored = store::Headline::of(report.tables.as_ref().unwrap());
    let trend = trend(&[Entry { organ: "云州市教育局", year: 2024, report: &report }]);
    let point = |key: &str| {
        let (at, _) = trend.figure(key).unwrap();
        trend.organs[0].series[at][0].value.map(|value| i64::try_from(value).unwrap())
    };
    for (key, of_row, of_store, expected) in [
        ("new_received", row.new_received, stored.new_received, Some(0)),
        ("carried_in", row.carried_in, stored.carried_in, None),
        ("handled", row.handled, stored.result_total, Some(0)),
        ("carried_out", row.carried_out, stored.carried_out, None),
        ("review", row.reviews, stored.review_total, Some(0)),
        ("litigation", row.litigation, stored.litigation_total, Some(2)),
    ] {
        assert_eq!([of_row, of_store, point(key)], [expected; 3], "{key}");
    }
}

#[test]
fn a_report_with_gaps_does_not_agree_with_its_members() {
    let folder = tempfile::tempdir().unwrap();
    let member = written(folder.path(), "云州市教育局", &[]);
    for (cells, expected, why) in [
        (&[][..], "相符", "every cell is the same"),
        (
            &[("table2.regulations.issued", Cell::Blank)][..],
            "有格不能比较",
            "nothing proves that a blank is 0",
        ),
    ] {
        let own = written(folder.path(), "云州市人民政府", cells);
        let sums = sums(&batch(&[own, member.clone()]), &city());
        assert_eq!(conclusion(&sums.aggregates[0]).1, expected, "{why}");
    }
}

#[test]
fn numbers_as_long_as_can_be_printed_do_not_end_a_batch() {
    let folder = tempfile::tempdir().unwrap();
    let fees = "table2.administrative_fees.amount";
    let long = |number: &str| Cell::number(number.parse().unwrap());
    let files = [
        written(folder.path(), "云州市教育局", &[(fees, long("79228162514264337593543950335"))]),
        written(
            folder.path(),
            "云州市人民政府",
            &[(fees, long("0.5")), ("table4.review.total", long("9000000000000000000000000000"))],
        ),
    ];
    let batch = batch(&files);
    assert!(batch.rows().all(|row| row.verdict != Verdict::Unusable));
    let summary = summary(&batch, Some(&sums(&batch, &city())));
    let row = &summary.tables[2].rows[0];
    assert_eq!(
        row.fields[6],
        typeset::summary::Field::Empty,
        "how far they are apart cannot be told exactly"
    );
}
