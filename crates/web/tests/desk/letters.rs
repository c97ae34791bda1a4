//! Letters and fees on the desk.

use axum::http::StatusCode;
use casework::decide::Command;
use casework::decision::Decision;
use casework::process::ReviewStep;
use law::consultation::Consulted;
use law::fee::Standard;

use super::browser::{RUNTIME, answer, form_token, get, post, send, sign_in};
use super::cases::{DAY, case, does, now, site};

#[test]
fn a_wording_is_shown_again_with_everything_that_is_wrong_with_it() {
    let (site, _) = site("yunzhou-wjw");
    let clerk = sign_in(&site, "chensiyuan");
    let (status, _, page) = send(&site, get("/desk/letters/D5", &clerk));
    assert!(
        status == StatusCode::OK && page.contains("内置的措辞") && page.contains("{{ 救济途径 }}"),
        "{page}"
    );
    let fields = |cookie: &str| {
        let token = form_token(&site, cookie);
        format!("form={token}&seen=0&act=save&title=T&slip=&body=%E6%88%91%E7%9A%84%E6%8E%AA%E8%BE%9E")
    };
    let (status, _, page) = send(&site, post("/desk/letters/D5", &clerk, &fields(&clerk)));
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("我的措辞") && page.contains("缺少“救济途径”") && page.contains("缺少“依据”"),
        "{page}"
    );
    let handler = sign_in(&site, "hemin");
    let refused = send(&site, post("/desk/letters/D5", &handler, &fields(&handler))).0;
    assert_eq!(refused, StatusCode::FORBIDDEN, "who handles does not word letters");
    for file in ["sample.pdf", "sample.docx"] {
        let (status, _, bytes) = answer(&site, get(&format!("/desk/letters/D5/sample/{file}"), &clerk));
        assert!(status == StatusCode::OK && bytes.len() > 5_000, "{file}");
    }
    for nowhere in ["/desk/letters/Z9", "/desk/letters/D5/sample/sample.exe"] {
        assert_eq!(send(&site, get(nowhere, &clerk)).0, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[test]
fn answers_that_wait_for_their_delivery_are_printed_together() {
    let (site, cases) = site("yunzhou-wjw");
    let case = case(&cases);
    let clerk = sign_in(&site, "chensiyuan");
    assert!(send(&site, get("/desk/print", &clerk)).2.contains("没有等待送达的答复"));
    let decision = Decision::NeedsCreation { reason: "没有现成的汇总".into() };
    does(&cases, &case, "hemin", Command::Draft { decision });
    let draft = || RUNTIME.block_on(cases.open(&case)).unwrap().case.draft.unwrap().decision;
    for (who, step) in [("zhouzheng", ReviewStep::Secrecy), ("linjing", ReviewStep::Review)] {
        does(&cases, &case, who, Command::Approve { step, draft: draft(), opinion: "同意".into() });
    }
    does(&cases, &case, "gaoyuan", Command::Sign { on: DAY, draft: draft() });
    let page = send(&site, get("/desk/print", &clerk)).2;
    assert!(page.contains("2026-0001") && page.contains("疫苗采购合同"), "{page}");
    let nothing = format!("form={}", form_token(&site, &clerk));
    let (status, _, page) = send(&site, post("/desk/print", &clerk, &nothing));
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("请选择要打印的答复"), "{page}");
    RUNTIME.block_on(cases.invent_stamp(now())).unwrap();
    let stamp = RUNTIME.block_on(cases.stamps()).unwrap()[0].id.clone();
    let chosen = format!("{nothing}&case={case}&stamp=strange");
    let (status, _, page) = send(&site, post("/desk/print", &clerk, &chosen));
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("2026-0001没有用印"), "{page}");
    let chosen = format!("{nothing}&case={case}&stamp={stamp}");
    let (status, headers, pdf) = answer(&site, post("/desk/print", &clerk, &chosen));
    assert_eq!((status, &headers["content-type"]), (StatusCode::OK, &"application/pdf".parse().unwrap()));
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(RUNTIME.block_on(cases.open(&case)).unwrap().case.stamps.len(), 1);
    let page = send(&site, get(&format!("/desk/cases/{case}"), &clerk)).2;
    assert!(page.contains("云卫公开答〔2026〕1号，加盖“政府信息公开专用章”"));

    // Only who uses a stamp looks at its clean image; only who may see addresses prints envelopes.
    let envelopes = format!("{nothing}&case={case}&act=envelopes&size=zl");
    let (status, _, page) = send(&site, post("/desk/print", &clerk, &envelopes));
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("没有留下通信地址"), "{page}");
    let image = format!("/desk/stamps/{stamp}");
    let envelope = format!("/desk/cases/{case}/envelope/zl");
    for (who, may) in [("chensiyuan", true), ("linjing", true), ("hemin", false), ("zhouzheng", false)] {
        let cookie = sign_in(&site, who);
        assert_eq!(send(&site, get("/desk/stamps", &cookie)).2.contains(&image), may, "{who}");
        assert_eq!(answer(&site, get(&image, &cookie)).0 == StatusCode::OK, may, "{who}");
        assert_eq!(send(&site, get(&envelope, &cookie)).0 != StatusCode::FORBIDDEN, may, "{who}");
    }
}

#[test]
fn the_ledger_of_fees_shows_what_was_asked_for() {
    let (site, cases) = site("yunzhou-wjw");
    let case = case(&cases);
    let standard = Standard::PerPage;
    does(
        &cases,
        &case,
        "chensiyuan",
        Command::NotifyFee { on: DAY, delivered: None, standard, pages: Some(40) },
    );
    let clerk = sign_in(&site, "chensiyuan");
    let page = send(&site, get("/desk/fees?year=2026", &clerk)).2;
    for part in ["按量计收，40页", "100元", "2026-03-02", "2026-03-30前", "涉及0件"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let (status, _, pdf) = answer(&site, get(&format!("/desk/cases/{case}/file/letter-3.pdf"), &clerk));
    assert!(status == StatusCode::OK && pdf.starts_with(b"%PDF-"), "the notice");
    let report = send(&site, get("/desk/annual/2026", &clerk)).2;
    assert!(report.contains("本年度未收取信息处理费"), "{report}");
    assert!(send(&site, get("/desk/fees?year=2025", &clerk)).2.contains("没有信息处理费"));
    assert_eq!(send(&site, get("/desk/fees?year=20000", &clerk)).0, StatusCode::NOT_FOUND);
}

#[test]
fn an_applicant_takes_the_notices_that_are_meant_for_him() {
    let (site, cases) = site("yunzhou-wjw");
    let case = case(&cases);
    let (with, who) = (Consulted::ThirdParty, "某公司".to_owned());
    does(&cases, &case, "chensiyuan", Command::Consult { with, who, on: DAY, delivered: None });
    let unclear = "请补充年份".to_owned();
    does(&cases, &case, "chensiyuan", Command::RequestCorrection { on: DAY, unclear, reply_by: None });
    let key = format!("number=2026-0001&code={}", cases.code(&case));
    let page = send(&site, post("/progress", "", &key)).2;
    assert!(page.contains("补正告知书（2026年3月2日") && !page.contains("征求第三方意见书"), "{page}");
    let asks =
        |file: u32, key: &str| answer(&site, post("/progress/letter", "", &format!("{key}&file={file}")));
    let (status, _, pdf) = asks(5, &key);
    assert!(status == StatusCode::OK && pdf.starts_with(b"%PDF-"));
    assert_eq!(asks(3, &key).0, StatusCode::NOT_FOUND, "what a third party was sent");
    assert_eq!(asks(4, &key).0, StatusCode::NOT_FOUND, "no letter");
    let (_, _, answered) = asks(5, "number=2026-0001&code=AAAAAAAAAA");
    assert!(!answered.starts_with(b"%PDF-"), "without the code there is nothing");
}
