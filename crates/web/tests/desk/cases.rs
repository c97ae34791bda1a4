//! The desk: whose cases an officer sees, what is hidden, and what is filled in again.

use axum::Router;
use axum::http::StatusCode;
use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::{Applying, Command};
use casework::event::{Actor, CaseKind};
use casework::id::{CaseId, OfficerId};
use casework::invent::decision;
use casework::process::ReviewStep;
use jiff::civil::{Date, date};
use law::WorkCalendar;
use law::outcome::Outcome;
use law::receipt::Channel;
use services::cases::{Cases, Doing, Moment, NewCase, OfficeSettings, demo};
use web::Site;

use super::browser::{RUNTIME, answer, get, parts, post, send, sign_in};

pub(crate) const DAY: Date = date(2026, 3, 2);

/// The site of an authority whose officers are those of the demonstration.
pub(crate) fn site(organ: &str) -> (Router, Cases) {
    let (app, store, vault) = parts(Site::demo());
    let settings = OfficeSettings { organ: organ.to_owned(), ..demo::office() };
    let cases = RUNTIME.block_on(async { Cases::new(store, vault, settings, WorkCalendar::builtin()) });
    (web::router(app.with_cases(cases.clone())), cases)
}

pub(crate) fn now() -> Moment {
    let at = DAY.to_zoned(law::china::time_zone()).unwrap().timestamp();
    Moment { at: at.as_millisecond(), today: DAY }
}

/// A case of somebody with a telephone.
pub(crate) fn case(cases: &Cases) -> CaseId {
    arrived(cases, DAY)
}

/// The same, which has come on a day.
fn arrived(cases: &Cases, on: Date) -> CaseId {
    let identity = Identity { name: "赵秀兰".into(), phone: "13800001234".into(), ..Identity::default() };
    let applying = Applying {
        kind: CaseKind::Access,
        channel: Channel::Counter,
        on,
        class: ApplicantClass::NaturalPerson,
        applicants: vec![identity],
        request: "疫苗采购合同".into(),
        files: Vec::new(),
        wanted: Wanted { form: Form::Electronic, way: Way::Online },
    };
    let new = NewCase { applying, by: Actor::System, split_from: None, key: None };
    RUNTIME.block_on(cases.apply(new, [1; 10], now())).unwrap().case
}

pub(crate) fn does(cases: &Cases, case: &CaseId, who: &str, command: Command) {
    let doing = Doing { command, by: Actor::Officer(OfficerId::from(who)), seen: None, key: None };
    RUNTIME.block_on(cases.act(case, doing, now())).unwrap();
}

/// Somebody who has signed in: what a page is answered with, status and text.
fn as_officer<'s>(site: &'s Router, name: &str) -> impl Fn(&str) -> (StatusCode, String) + use<'s> {
    let cookie = sign_in(site, name);
    move |path: &str| page(site, &cookie, path)
}

fn page(site: &Router, cookie: &str, path: &str) -> (StatusCode, String) {
    let (status, _, page) = send(site, get(path, cookie));
    (status, page)
}

#[test]
fn officers_of_one_authority_have_nothing_to_do_with_the_cases_of_another() {
    let (site, cases) = site("yunzhou-jyj");
    let case = case(&cases);
    let pages = [
        "/desk/cases".to_owned(),
        format!("/desk/cases/{case}"),
        format!("/desk/cases/{case}/draft?outcome=G2"),
        format!("/desk/cases/{case}/file/receipt.pdf"),
        "/desk/owed".to_owned(),
        "/desk/statistics/2026".to_owned(),
        "/desk/statistics/2026/new_received/total".to_owned(),
        "/desk/annual/2026".to_owned(),
        "/desk/annual/2026/file/report.docx".to_owned(),
        "/desk/sub-reasons".to_owned(),
        "/desk/letters".to_owned(),
        "/desk/letters/G2".to_owned(),
        "/desk/letters/G2/sample/sample.pdf".to_owned(),
        "/desk/print".to_owned(),
        "/desk/annual/2026/text".to_owned(),
        "/desk/fees".to_owned(),
        "/desk/sought".to_owned(),
        "/desk/archive".to_owned(),
        "/desk/remedies".to_owned(),
    ];
    let clerk = as_officer(&site, "chensiyuan");
    for page in pages {
        assert_eq!(clerk(&page).0, StatusCode::NOT_FOUND, "{page}");
    }
    assert_eq!(as_officer(&site, "linjing")("/desk/jobs").0, StatusCode::NOT_FOUND);
    assert_eq!(as_officer(&site, "shilei")("/desk/jobs").0, StatusCode::OK, "he runs the installation");
}

#[test]
fn a_year_that_cannot_be_counted_is_not_there() {
    let (site, _) = site("yunzhou-wjw");
    let clerk = as_officer(&site, "chensiyuan");
    for year in [-20_000, 2018, 2100, 20_000] {
        let statistics = ["", "/new_received/total"].map(|page| format!("/desk/statistics/{year}{page}"));
        let annual = ["", "/figures", "/file/report.docx"].map(|page| format!("/desk/annual/{year}{page}"));
        for address in statistics.iter().chain(&annual) {
            assert_eq!(clerk(address).0, StatusCode::NOT_FOUND, "{address}");
        }
    }
}

#[test]
fn a_restricted_case_counts_and_tells_nothing() {
    let (site, cases) = site("yunzhou-wjw");
    let case = case(&cases);
    does(&cases, &case, "chensiyuan", Command::Tag { tag: "涉诉".into() });
    does(&cases, &case, "linjing", Command::Restrict { to: vec!["linjing".into(), "zhouzheng".into()] });
    let cell = "/desk/statistics/2026/new_received/total";
    let address = format!("/desk/cases/{case}");
    for (who, may) in [("linjing", true), ("zhouzheng", true), ("hemin", false), ("chensiyuan", false)] {
        let officer = as_officer(&site, who);
        let (status, page) = officer(cell);
        assert_eq!(status, StatusCode::OK, "{who}");
        assert!(page.contains("2026-0001"), "{who}: it is counted");
        assert_eq!(page.contains("疫苗采购合同") && page.contains("涉诉"), may, "{who}");
        assert_eq!(page.contains("疫苗采购合同") || page.contains("涉诉"), may, "{who}");
        assert_eq!(officer(&address).0, if may { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{who}");
        assert_eq!(officer("/desk/cases").1.contains("2026-0001"), may, "{who}");
        let found = officer("/desk/cases?number=2026-0001").0;
        assert_eq!(found, if may { StatusCode::SEE_OTHER } else { StatusCode::OK }, "{who}");
    }
}

#[test]
fn the_file_of_a_case_is_for_those_who_may_see_who_applies() {
    let (site, cases) = site("yunzhou-wjw");
    let case = case(&cases);
    for (who, may) in [("chensiyuan", true), ("linjing", true), ("hemin", false), ("gaoyuan", false)] {
        let cookie = sign_in(&site, who);
        let (_, page) = page(&site, &cookie, &format!("/desk/cases/{case}"));
        assert_eq!(page.contains("下载证据材料"), may, "{who}");
        let token = page.split("name=\"form\" value=\"").nth(1).unwrap_or_default();
        let token = token.split('"').next().unwrap_or_default();
        let address = format!("/desk/cases/{case}/package/evidence");
        let request = post(&address, &cookie, &format!("form={token}"));
        let (status, _, bytes) = answer(&site, request);
        assert_eq!(status == StatusCode::OK && bytes.starts_with(b"PK"), may, "{who}: {status}");
    }
}

#[test]
fn a_restricted_case_that_is_contested_and_archived_tells_nothing_either() {
    let (site, cases) = site("yunzhou-wjw");
    // Nobody has answered in time.
    let case = arrived(&cases, date(2026, 1, 5));
    let open = Command::OpenProceeding {
        path: law::remedy::Course::Review,
        on: DAY,
        simplified: false,
        forum: "云州市人民政府".into(),
        number: "云政复〔2026〕7号".into(),
    };
    does(&cases, &case, "chensiyuan", open);
    does(&cases, &case, "linjing", Command::Restrict { to: vec!["linjing".into()] });
    for (who, may) in [("linjing", true), ("chensiyuan", false)] {
        let (status, page) = as_officer(&site, who)("/desk/remedies?year=2026");
        assert_eq!(status, StatusCode::OK, "{who}");
        assert_eq!(page.contains("云政复〔2026〕7号"), may, "{who}");
        assert!(page.contains("1件"), "{who}: it is counted");
    }
}

#[test]
fn contact_data_is_shown_once_it_is_written_down() {
    let (site, cases) = site("yunzhou-wjw");
    let case = case(&cases);
    let cookie = sign_in(&site, "chensiyuan");
    let (_, page) = page(&site, &cookie, &format!("/desk/cases/{case}"));
    assert!(!page.contains("13800001234") && !page.contains("赵秀兰"), "masked by default");
    let token = page.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let (status, _, shown) =
        send(&site, post(&format!("/desk/cases/{case}/contact"), &cookie, &format!("form={token}")));
    assert!(status == StatusCode::OK && shown.contains("13800001234") && shown.contains("赵秀兰"), "{shown}");
    let log = RUNTIME.block_on(store::audit::log(cases.store(), None, None, 1)).unwrap().rows;
    assert_eq!(log[0].entry.kind, "identity_unmasked");
    assert_eq!(log[0].entry.actor, "chensiyuan");
}

#[test]
fn a_returned_draft_is_filled_in_again_with_the_reason() {
    let (site, cases) = site("yunzhou-wjw");
    let case = case(&cases);
    does(&cases, &case, "hemin", Command::Draft { decision: decision(Outcome::G1, DAY) });
    let why = "请写明网址".to_owned();
    does(&cases, &case, "zhouzheng", Command::SendBack { step: ReviewStep::Secrecy, why });
    let handler = as_officer(&site, "hemin");
    let (_, page) = handler(&format!("/desk/cases/{case}"));
    assert!(page.contains("已退回修改，等待重新拟办") && page.contains("请写明网址"), "{page}");
    let (_, form) = handler(&format!("/desk/cases/{case}/draft?outcome=G1"));
    let place = match decision(Outcome::G1, DAY) {
        casework::decision::Decision::AlreadyPublic { place } => place,
        other => panic!("{other:?}"),
    };
    assert!(form.contains(&place) && form.contains("请写明网址"), "{form}");
}
