//! Files of a case: from the form to the page, and past a real scanner. Where ClamAV is not installed its test is listed as
//! ignored, never as passed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::{Child, Command as Program, Stdio};
use std::time::{Duration, Instant};

use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::{Applying, Command};
use casework::decision::{Decision, Given};
use casework::event::{Actor, CaseKind};
use casework::id::OfficerId;
use casework::process::ReviewStep;
use jiff::civil::date;
use law::WorkCalendar;
use law::receipt::Channel;
use libtest_mimic::{Arguments, Failed, Trial};
use readers::{Kind, Limits};
use services::cases::files::{About, Clamd, FileSettings, Held, Origin, Upload, held};
use services::cases::{Cases, Doing, Failure, Moment, NewCase, OfficeSettings, Receipt};
use store::Store;
use store::cases::Key;
use store::files::Files;
use store::people::Department;
use store::vault::Vault;
use tokio::runtime::Runtime;

fn main() {
    let arguments = Arguments::from_args();
    let missing = !Path::new(CLAMD).is_file();
    let name = if missing { "a_virus_is_named (install clamav-daemon)" } else { "a_virus_is_named" };
    let trials = vec![
        Trial::test("files_come_with_an_application_and_are_read_again", || run(come_back)),
        Trial::test("the_same_form_again_keeps_nothing_more", || run(again)),
        Trial::test("a_department_attaches_and_a_strange_file_is_refused", || run(department)),
        Trial::test("what_an_answer_gives_is_of_its_draft_then_signed_then_given", || run(given)),
        Trial::test("one_file_that_is_refused_refuses_all_with_a_sentence_each", || run(refused)),
        Trial::test("without_a_place_for_files_none_is_taken", || run(nowhere)),
        Trial::test(name, || run(scanned)).with_ignored_flag(missing),
    ];
    libtest_mimic::run(&arguments, trials).exit()
}

fn run(test: impl AsyncFn()) -> Result<(), Failed> {
    Runtime::new()?.block_on(test());
    Ok(())
}

const NOW: Moment = Moment { at: 1_772_412_000_000, today: date(2026, 3, 2) };

/// Cases of an office without files.
async fn office() -> Cases {
    let store = Store::in_memory().await.unwrap();
    let organ = store::put_organ(&store, "云州市卫生健康委员会", 2026).await.unwrap().id;
    let settings = OfficeSettings { organ, ..services::cases::demo::office() };
    Cases::new(store, Vault::in_memory().await.unwrap(), settings, WorkCalendar::builtin())
}

async fn cases(files: &Files, clamd: Clamd) -> Cases {
    office().await.with_files(files.clone(), FileSettings::default(), Limits::default(), clamd)
}

fn new_case(key: &str) -> NewCase {
    let applicant = Identity { name: "林晓雨".into(), phone: "13800000000".into(), ..Identity::default() };
    let applying = Applying {
        kind: CaseKind::Access,
        channel: Channel::Counter,
        on: NOW.today,
        class: ApplicantClass::NaturalPerson,
        applicants: vec![applicant],
        request: "2025年度村卫生室建设补助资金的分配依据".into(),
        files: Vec::new(),
        wanted: Wanted { form: Form::Paper, way: Way::Post },
    };
    let key = Some(Key { actor: "applicant".into(), key: key.into() });
    NewCase { applying, by: Actor::Applicant, split_from: None, key }
}

fn upload(name: &str, bytes: &[u8]) -> Upload {
    Upload { name: name.into(), bytes: bytes.into() }
}

async fn applied(cases: &Cases, uploads: Vec<Upload>, random: u8) -> Receipt {
    let files = cases.admit(uploads).await.unwrap();
    cases.apply_with(new_case("form"), files, [random; 10], NOW).await.unwrap()
}

async fn files_of(cases: &Cases, receipt: &Receipt) -> Vec<Held> {
    let opened = cases.open(&receipt.case).await.unwrap();
    held(&opened, &cases.told(&opened).await.unwrap())
}

async fn come_back() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(&Files::in_folder(folder.path()).unwrap(), Clamd::default()).await;
    let photo = upload("C:\\照片\\身份证.jpg", b"\xff\xd8\xff\xe0 a photograph");
    let receipt = applied(&cases, vec![photo, upload("说明.txt", "补充说明".as_bytes())], 1).await;
    let files = files_of(&cases, &receipt).await;
    let about = |name: &str, kind, size| About { name: name.into(), kind, size };
    assert_eq!(files.len(), 2);
    assert_eq!(files[0].about, about("身份证.jpg", Kind::Jpeg, 17));
    assert!(files.iter().all(|file| file.origin == Origin::Application && file.origin.is_of_applicant()));
    let opened = cases.open(&receipt.case).await.unwrap();
    let (found, bytes) = cases.file(&opened, &files[1].id).await.unwrap();
    assert_eq!((found, bytes), (about("说明.txt", Kind::Text, 12), "补充说明".as_bytes().to_vec()));
    let on_disk = walk(folder.path());
    let is_readable = |bytes: &[u8]| bytes.windows(12).any(|window| window == "补充说明".as_bytes());
    assert!(
        on_disk.len() == 2 && !on_disk.iter().any(|bytes| is_readable(bytes)),
        "what is stored is sealed"
    );
}

/// The files under a folder.
fn walk(folder: &Path) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![fs::read(&path).unwrap()] })
        .collect()
}

async fn again() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(&Files::in_folder(folder.path()).unwrap(), Clamd::default()).await;
    let form = || vec![upload("a.pdf", b"%PDF-1.7")];
    let first = applied(&cases, form(), 1).await;
    let second = applied(&cases, form(), 2).await;
    assert!(second.again && second.case == first.case);
    assert_eq!(walk(folder.path()).len(), 1);
    let files = files_of(&cases, &first).await;
    let opened = cases.open(&first.case).await.unwrap();
    assert_eq!(cases.file(&opened, &files[0].id).await.unwrap().1, b"%PDF-1.7", "the first is still there");
}

fn noted() -> store::audit::Entry {
    let (kind, detail) = ("department_changed".into(), "{}".into());
    store::audit::Entry { at: 1, actor: "xi".into(), organ: String::new(), kind, detail }
}

async fn department() {
    let cases = cases(&Files::in_memory(), Clamd::default()).await;
    let receipt = applied(&cases, Vec::new(), 1).await;
    let by = || Actor::System;
    let doing = |command| Doing { command, by: by(), seen: None, key: None };
    let strange = Command::GiveTask { to: "规划科".into(), what: "提供分配依据".into(), due: None };
    let refused = cases.act(&receipt.case, doing(strange), NOW).await.unwrap_err().to_string();
    assert!(refused.contains("本机关没有科室“规划科”"), "{refused}");
    let organ = cases.organ().to_owned();
    let department = Department { organ, id: "gh".into(), name: "规划科".into(), rank: 1, active: true };
    store::people::put_department(cases.store(), &department, &noted()).await.unwrap();
    let give = Command::GiveTask { to: "gh".into(), what: "提供分配依据".into(), due: None };
    cases.act(&receipt.case, doing(give), NOW).await.unwrap();
    let finish = |files| Command::FinishTask {
        id: casework::id::TaskId(1),
        on: NOW.today,
        opinion: "见附件".into(),
        files,
    };
    let strange = doing(finish(vec!["ab".repeat(32).into()]));
    let refused = cases.act(&receipt.case, strange, NOW).await.unwrap_err();
    assert!(matches!(&refused, Failure::Refused(_)) && refused.to_string().contains("没有附件"), "{refused}");
    let files = cases.admit(vec![upload("依据.txt", b"text")]).await.unwrap();
    cases.act_with(&receipt.case, doing(finish(Vec::new())), files, NOW).await.unwrap();
    let files = files_of(&cases, &receipt).await;
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].origin, Origin::Department("gh".into()));
    let other = applied(&office_with_files().await, Vec::new(), 3).await;
    let opened = cases.open(&receipt.case).await.unwrap();
    assert!(cases.open(&other.case).await.is_err());
    let unknown = cases.file(&opened, &"cd".repeat(32).into()).await.unwrap_err();
    assert!(matches!(unknown, Failure::Store(store::Error::NoFile(_))), "{unknown}");
}

async fn given() {
    let cases = office_with_files().await;
    let receipt = applied(&cases, Vec::new(), 1).await;
    let does = async |who: &str, command: Command, files: Vec<Upload>| {
        let files = cases.admit(files).await.unwrap();
        let by = Actor::Officer(OfficerId::from(who));
        let doing = Doing { command, by, seen: None, key: None };
        cases.act_with(&receipt.case, doing, files, NOW).await.unwrap();
    };
    let origins = async || {
        let files = files_of(&cases, &receipt).await;
        files.into_iter().map(|file| (file.about.name, file.origin)).collect::<Vec<_>>()
    };
    let given =
        Given { form: Form::Paper, files: Vec::new(), how: None, public_interest: None, other_form: None };
    let draft = Command::Draft { decision: Decision::Granted { given } };
    does("chen", draft, vec![upload("分配依据.txt", b"text")]).await;
    assert_eq!(origins().await, [("分配依据.txt".to_owned(), Origin::Proposed)]);
    let draft = cases.open(&receipt.case).await.unwrap().case.draft.unwrap().decision;
    for (who, step) in [("secrecy", ReviewStep::Secrecy), ("head", ReviewStep::Review)] {
        let approve = Command::Approve { step, draft: draft.clone(), opinion: "同意".into() };
        does(who, approve, Vec::new()).await;
    }
    does("leader", Command::Sign { on: NOW.today, draft }, Vec::new()).await;
    assert_eq!(origins().await, [("分配依据.txt".to_owned(), Origin::Signed)]);
    let deliver = Command::Deliver { on: NOW.today, way: Way::Post, proof: "挂号信".into() };
    does("chen", deliver, Vec::new()).await;
    assert_eq!(origins().await, [("分配依据.txt".to_owned(), Origin::Given)]);
}

async fn office_with_files() -> Cases {
    cases(&Files::in_memory(), Clamd::default()).await
}

async fn refused() {
    let cases = office_with_files().await;
    let wrong = vec![
        upload("好.txt", b"text"),
        upload("程序.pdf", b"MZ\x90\0\x03\0\0\0\x04\0"),
        upload("涉密.txt", "机密★1年".as_bytes()),
    ];
    let said = cases.admit(wrong).await.unwrap_err().0;
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("“程序.pdf”") && said[1].contains("国家秘密不得进入本系统"), "{said:?}");
    let many = (0..6).map(|nth| upload(&format!("{nth}.txt"), b"text")).collect();
    assert!(cases.admit(many).await.unwrap_err().0[0].contains("一次最多提交5个附件"));
}

async fn nowhere() {
    let cases = office().await;
    assert!(cases.admit(Vec::new()).await.unwrap().is_empty());
    let said = cases.admit(vec![upload("a.txt", b"text")]).await.unwrap_err().to_string();
    assert!(said.contains("没有设置保存附件的地方"), "{said}");
}

/// Where the distribution puts the daemon.
const CLAMD: &str = "/usr/sbin/clamd";

/// A daemon of our own with one signature, for as long as a test runs.
struct Daemon(Child);

impl Daemon {
    fn start(folder: &Path) -> Daemon {
        let database = folder.join("db");
        fs::create_dir(&database).unwrap();
        // The MD5 and the length of the test file of EICAR.
        fs::write(database.join("test.hdb"), "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test\n").unwrap();
        let folder = folder.display();
        let settings =
            format!("Foreground yes\nLocalSocket {folder}/clamd.ctl\nDatabaseDirectory {folder}/db\n");
        let file = format!("{folder}/clamd.conf");
        fs::write(&file, settings).unwrap();
        let mut daemon = Program::new(CLAMD);
        daemon
            .args(["--config-file", &file])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let daemon = Daemon(daemon.spawn().unwrap());
        let started = Instant::now();
        while !Path::new(&format!("{folder}/clamd.ctl")).exists() {
            assert!(started.elapsed() < Duration::from_secs(30), "clamd did not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        daemon
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

async fn scanned() {
    let folder = tempfile::tempdir().unwrap();
    let daemon = Daemon::start(folder.path());
    let clamd = Clamd { socket: folder.path().join("clamd.ctl").display().to_string(), seconds: 20 };
    let cases = cases(&Files::in_memory(), clamd).await;
    // Written in two parts: scanners that look at this very file take the whole for what it imitates.
    let eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat();
    let said = cases.admit(vec![upload("病毒.txt", eicar.as_bytes())]).await.unwrap_err().to_string();
    assert!(said.contains("“病毒.txt”含有病毒（Eicar-Test.UNOFFICIAL），没有接收"), "{said}");
    let large = [b"%PDF-1.7\n".to_vec(), vec![b'a'; 3 << 20]].concat();
    assert_eq!(cases.admit(vec![upload("大.pdf", &large)]).await.unwrap().len(), 1, "a clean one is taken");
    drop(daemon);
    let said = cases.admit(vec![upload("a.txt", b"text")]).await.unwrap_err().to_string();
    assert!(said.contains("“a.txt”暂时不能进行病毒扫描，没有接收"), "the daemon is gone: {said}");
}
