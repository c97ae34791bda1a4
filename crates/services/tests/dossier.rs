//! The file of a case as a package, and what is found when it was changed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod office;

use std::io::{Cursor, Read, Write};

use casework::decide::Command;
use jiff::civil::date;
use law::outcome::Outcome;
use law::remedy::Course;
use services::cases::Cases;
use services::dossier::{About, Piece, Purpose, verify};
use zip::{ZipArchive, ZipWriter};

use crate::office::{TODAY, answers, apply, does, office, on};

fn about() -> About {
    let text = |text: &str| text.to_owned();
    About {
        purpose: text("证据材料"),
        number: text("2026-0001"),
        organ: text("云州市卫生健康委员会"),
        made_at: text("2026-11-02T10:00:00+08:00"),
        made_by: text("陈思远"),
    }
}

async fn pieces() -> (Cases, Vec<Piece>) {
    let cases = office().await;
    let case = apply(&cases, 1, "赵秀兰", date(2026, 10, 12)).await;
    apply(&cases, 2, "钱建国", date(2026, 10, 13)).await;
    answers(&cases, &case, Outcome::D5, date(2026, 10, 20)).await;
    let command = Command::OpenProceeding {
        path: Course::Review,
        on: date(2026, 10, 27),
        simplified: true,
        forum: "云州市人民政府".to_owned(),
        number: "云政复〔2026〕31号".to_owned(),
    };
    does(&cases, &case, "clerk", command, date(2026, 10, 27)).await;
    cases.each_day(on(TODAY)).await.unwrap();
    let pieces = cases.dossier(&case, Purpose::Evidence, None, on(TODAY)).await.unwrap();
    (cases, pieces)
}

/// The package with one file changed.
fn changed(bytes: &[u8], path: &str, change: impl Fn(String) -> Vec<u8>) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut other = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == path {
            content = change(String::from_utf8_lossy(&content).into_owned());
        }
        other.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        other.write_all(&content).unwrap();
    }
    other.finish().unwrap().into_inner()
}

/// What a sheet says.
fn words(pieces: &[Piece], path: &str) -> String {
    let piece = pieces.iter().find(|piece| piece.path == path).unwrap();
    let input = readers::read(path, &piece.bytes, &readers::Limits::default()).unwrap();
    let readers::Input::Document(document) = input else { panic!("{path} is a document") };
    format!("{document:?}")
}

#[tokio::test]
async fn a_package_tells_when_things_happened_and_opens_nobodys_page() {
    let (cases, pieces) = pieces().await;
    let case =
        store::cases::by_number(cases.store(), cases.organ(), "2026-0001").await.unwrap().unwrap().case;
    let code = cases.code(&case);
    for piece in pieces.iter().filter(|piece| piece.path.ends_with(".pdf")) {
        assert!(!words(&pieces, &piece.path).contains(&code), "{} has the code of the applicant", piece.path);
    }
    let course = words(&pieces, "10-复议诉讼和重新办理.pdf");
    assert!(course.contains("2026-10-27") && course.contains("登记编号：2026-0001"), "{course}");
    let catalogue = words(&pieces, "00-证据目录.pdf");
    for says in ["07-答复书/01.pdf", "答复已经依法送达"] {
        assert!(catalogue.contains(says), "{says} is missing in {catalogue}");
    }
}

/// Arts. 45, 51.
#[tokio::test]
async fn a_package_proves_what_is_in_it() {
    let (cases, pieces) = pieces().await;
    let paths: Vec<&str> = pieces.iter().map(|piece| piece.path.as_str()).collect();
    for path in [
        "00-证据目录.pdf",
        "01-申请.pdf",
        "02-登记回执.pdf",
        "03-期限计算说明.pdf",
        "06-审查审批.pdf",
        "07-答复书/01.pdf",
        "08-送达.pdf",
        "10-复议诉讼和重新办理.pdf",
        "11-办理经过.pdf",
        "数据/案件.json",
        "数据/审计链.json",
    ] {
        assert!(paths.contains(&path), "{path} is missing in {paths:?}");
    }
    let bytes = cases.package(&pieces, about()).unwrap();
    assert_eq!(bytes, cases.package(&pieces, about()).unwrap(), "the same pieces give the same bytes");
    let verified = verify(&bytes).unwrap();
    assert_eq!(verified.flaws, [""; 0]);
    assert_eq!((verified.files, verified.about), (pieces.len(), Some(about())));
    assert_eq!(verified.events, 7, "registration, draft, two reviews, signature, delivery, copy served");
    assert_eq!(verified.signed_on.as_deref(), Some("2026-11-01"));
}

/// Art. 51: what goes to court is above all what was answered anew.
#[tokio::test]
async fn the_package_of_a_case_that_was_opened_again_proves_it() {
    let cases = office().await;
    let case = apply(&cases, 1, "赵秀兰", date(2026, 10, 12)).await;
    answers(&cases, &case, Outcome::D5, date(2026, 10, 20)).await;
    let (day, path, simplified) = (date(2026, 10, 27), Course::Review, true);
    let open = Command::OpenProceeding {
        path,
        on: day,
        simplified,
        forum: "云州市人民政府".to_owned(),
        number: "31".to_owned(),
    };
    does(&cases, &case, "clerk", open, day).await;
    let redo_by = Some(date(2026, 11, 20));
    let (id, ruling) = (casework::id::ProceedingId(1), law::remedy::Ruling::Revoked);
    let rule =
        Command::RecordRuling { id, on: date(2026, 10, 30), ruling, redo_by, text: "决定书".to_owned() };
    does(&cases, &case, "clerk", rule, date(2026, 10, 30)).await;
    let pieces = cases.dossier(&case, Purpose::Evidence, None, on(TODAY)).await.unwrap();
    let verified = verify(&cases.package(&pieces, about()).unwrap()).unwrap();
    assert_eq!((verified.flaws.len(), verified.events), (0, 9), "{:?}", verified.flaws);
}

#[tokio::test]
async fn whatever_is_changed_in_a_package_is_found() {
    let (cases, pieces) = pieces().await;
    let bytes = cases.package(&pieces, about()).unwrap();
    let found = |bytes: &[u8]| verify(bytes).map_or_else(|says| says, |verified| verified.flaws.join("；"));
    let letter = changed(&bytes, "07-答复书/01.pdf", |_| b"%PDF-other".to_vec());
    assert!(found(&letter).contains("文件与清单不符：07-答复书/01.pdf"));
    // Whoever makes list and sums anew has no signature under them.
    let relisted = changed(&bytes, "manifest.json", |text| text.replace("陈思远", "何敏").into_bytes());
    assert!(found(&relisted).contains("签名不符"), "{}", found(&relisted));
    let unsigned = changed(&bytes, "manifest.sig", |_| Vec::new());
    assert!(found(&unsigned).contains("清单没有签名"));
    let sums = changed(&bytes, "SHA256SUMS", |text| text.replacen('a', "b", 1).into_bytes());
    assert!(found(&sums).contains("SHA256SUMS 与清单不符"));
    // Even the office itself cannot sign another course of events than the links have.
    let forged = |path: &str, from: &str, to: &str| {
        let again: Vec<Piece> = pieces
            .iter()
            .map(|piece| match piece.path == path {
                true => {
                    let text = String::from_utf8(piece.bytes.clone()).unwrap();
                    assert!(text.contains(from), "{from}");
                    Piece { path: path.to_owned(), bytes: text.replace(from, to).into_bytes() }
                }
                false => piece.clone(),
            })
            .collect();
        found(&cases.package(&again, about()).unwrap())
    };
    assert!(forged("数据/案件.json", "饮用水监测结果", "体检经费").contains("不是办理记录所指的正文"));
    assert!(forged("数据/案件.json", "2026-10-20", "2026-10-21").contains("与审计链里的内容不同"));
    assert!(forged("数据/审计链.json", "2026-10-20", "2026-10-21").contains("与链值不符"));
    assert!(
        forged("数据/审计链.json", "\"day\": \"2026-11-01\"", "\"day\": \"2026-10-31\"").contains("日根")
    );
    assert!(found(&bytes[..bytes.len() / 2]).contains("没有下载完"));
    assert!(found(b"PK").contains("不是完整的 ZIP"));
}
