//! Notices and reminders, sent to a real mail server that keeps them in a folder. Where it is not installed the tests are listed
//! as ignored, never as passed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Program, Stdio};
use std::time::{Duration, Instant};

use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::{Applying, Command};
use casework::event::{Actor, CaseKind};
use casework::id::OfficerId;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use law::WorkCalendar;
use law::receipt::Channel;
use libtest_mimic::{Arguments, Failed, Trial};
use services::cases::{Cases, Doing, Moment, NewCase, Post, Receipt, Worked, demo};
use services::mail::{Encryption, MailSettings, Mailer};
use store::people::{colleagues, set_email};
use store::vault::Vault;
use tokio::runtime::Runtime;

fn main() {
    let arguments = Arguments::from_args();
    let missing = program("aiosmtpd").is_none();
    let trial = |name: &str, test: fn() -> Result<(), Failed>| {
        let name = if missing { format!("{name} (run scripts/test-tools)") } else { name.to_owned() };
        Trial::test(name, test).with_ignored_flag(missing)
    };
    let trials = vec![
        trial("who_has_to_know_is_told_by_mail", || run(told)),
        trial("each_is_reminded_once_before_the_day_and_when_it_is_over", || run(reminded)),
        trial("what_the_server_does_not_take_is_tried_again_and_seen", || run(failing)),
    ];
    libtest_mimic::run(&arguments, trials).exit()
}

fn run(test: impl AsyncFn()) -> Result<(), Failed> {
    Runtime::new()?.block_on(test());
    Ok(())
}

/// A program of the server's environment, which scripts/test-tools puts beside the folder of the test itself.
fn program(name: &str) -> Option<PathBuf> {
    let me = std::env::current_exe().ok()?;
    let found = me.ancestors().nth(3)?.join("tools/aiosmtpd/bin").join(name);
    found.is_file().then_some(found)
}

/// A mail server for as long as a test runs.
struct Server {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    fn start(port: u16) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Program::new(program("aiosmtpd").unwrap());
        command.args(["-n", "-l", &format!("127.0.0.1:{port}"), "-c", "aiosmtpd.handlers.Mailbox"]);
        command.arg(folder.path().join("mail"));
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Server { child, port, folder };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(30), "the mail server did not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Every message that has come: to whom, subject, words; in the order of addresses and subjects.
    fn messages(&self) -> Vec<String> {
        let new = self.folder.path().join("mail/new");
        let mut messages: Vec<String> =
            fs::read_dir(new).unwrap().map(|file| read(&file.unwrap().path())).collect();
        messages.sort();
        messages
    }
}

/// A message as people read it, by the mail library of the server's language.
fn read(file: &Path) -> String {
    let script = "import email, email.policy, sys\n\
        m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)\n\
        print(m['to'], m['subject'], m.get_content(), sep='\\n')";
    let output = Program::new(program("python").unwrap()).args(["-c", script]).arg(file).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The office of the demonstration with addresses, and a server at a port to which its messages go.
async fn office(port: u16) -> Cases {
    let store = services::demo::store(&readers::Limits::default(), Timestamp::UNIX_EPOCH).await.unwrap();
    let settings = MailSettings {
        server: "127.0.0.1".to_owned(),
        port,
        encryption: Encryption::None,
        from: "政府信息公开 <gongkai@yunzhou.example>".to_owned(),
        seconds: 5,
        ..MailSettings::default()
    };
    let mailer = Mailer::new(&settings).unwrap().unwrap();
    let vault = Vault::in_memory().await.unwrap();
    let cases = Cases::new(store, vault, demo::office(), WorkCalendar::builtin());
    for one in colleagues(cases.store(), cases.organ()).await.unwrap() {
        let entry = store::audit::Entry {
            at: 1,
            actor: one.id.clone(),
            organ: String::new(),
            kind: "email_changed".to_owned(),
            detail: "{}".to_owned(),
        };
        let email = format!("{}@yunzhou.example", one.id);
        set_email(cases.store(), &one.id, Some(&email), &entry).await.unwrap();
    }
    cases.with_post(Post { mailer, site: "https://gk.yunzhou.example".to_owned() })
}

const DAY: Date = date(2026, 3, 2);

fn on(day: Date) -> Moment {
    let at = day.to_zoned(law::china::time_zone()).unwrap().timestamp();
    Moment { at: at.as_millisecond(), today: day }
}

fn now(day: Date) -> Timestamp {
    Timestamp::from_millisecond(on(day).at).unwrap()
}

async fn applied(cases: &Cases, email: &str) -> Receipt {
    let name = "赵秀兰".to_owned();
    let applying = Applying {
        kind: CaseKind::Access,
        channel: Channel::Web,
        on: DAY,
        class: ApplicantClass::NaturalPerson,
        applicants: vec![Identity { name, email: email.to_owned(), ..Identity::default() }],
        request: "饮用水监测结果".to_owned(),
        files: Vec::new(),
        wanted: Wanted { form: Form::Electronic, way: Way::Online },
    };
    let new = NewCase { applying, by: Actor::Applicant, split_from: None, key: None };
    cases.apply(new, [1; 10], on(DAY)).await.unwrap()
}

async fn does(cases: &Cases, receipt: &Receipt, who: &str, command: Command, day: Date) {
    let doing = Doing { command, by: Actor::Officer(OfficerId::from(who)), seen: None, key: None };
    cases.act(&receipt.case, doing, on(day)).await.unwrap();
}

/// Does all work that is due, also what it makes.
async fn works(cases: &Cases, day: Date) -> Worked {
    let mut all = Worked::default();
    loop {
        let worked = cases.work(now(day)).await.unwrap();
        if worked == Worked::default() {
            return all;
        }
        all = Worked { done: all.done + worked.done, failed: all.failed + worked.failed };
    }
}

async fn told() {
    let server = Server::start(free_port());
    let cases = office(server.port).await;
    let receipt = applied(&cases, "zhao@mail.example").await;
    works(&cases, DAY).await;
    let messages = server.messages();
    assert_eq!(messages.len(), 2, "{messages:?}");
    let [clerk, applicant] = [&messages[0], &messages[1]];
    assert!(
        clerk.starts_with("chensiyuan@yunzhou.example\n【云州市卫生健康委员会】收到一件在线申请"),
        "{clerk}"
    );
    assert!(clerk.contains(&format!("https://gk.yunzhou.example/desk/cases/{}", receipt.case)), "{clerk}");
    assert!(
        applicant.starts_with("zhao@mail.example\n") && applicant.contains(&receipt.number),
        "{applicant}"
    );
    assert!(applicant.contains("不是文书的送达") && !applicant.contains(&receipt.code), "{applicant}");
    for message in &messages {
        assert!(
            !message.contains("赵秀兰") && !message.contains("饮用水"),
            "nothing of what was asked: {message}"
        );
    }
    let confirm = Command::ConfirmReceipt { on: DAY };
    does(&cases, &receipt, "chensiyuan", confirm, DAY).await;
    let give = Command::GiveTask { to: "gh".into(), what: "提供监测结果".to_owned(), due: None };
    does(&cases, &receipt, "chensiyuan", give, DAY).await;
    works(&cases, DAY).await;
    let messages = server.messages();
    let to_department: Vec<&String> = messages.iter().filter(|one| one.starts_with("hemin@")).collect();
    assert!(to_department.len() == 1 && to_department[0].contains("会办事项交给您的科室"), "{messages:?}");
    assert_eq!(messages.len(), 4, "the applicant and the department; whoever did it knows");
}

async fn reminded() {
    let server = Server::start(free_port());
    let cases = office(server.port).await;
    let receipt = applied(&cases, "").await;
    does(&cases, &receipt, "chensiyuan", Command::ConfirmReceipt { on: DAY }, DAY).await;
    works(&cases, DAY).await;
    let before = server.messages().len();
    let due = cases.open(&receipt.case).await.unwrap().case.due(DAY, cases.calendar()).unwrap();
    let count = async |day: Date| {
        cases.each_day(on(day)).await.unwrap();
        works(&cases, day).await;
        server.messages().len() - before
    };
    assert_eq!(count(DAY).await, 0, "there is time");
    let calendar = cases.calendar().clone();
    let earlier = |left: u32| {
        let is = |day: &Date| calendar.is_working(*day) && calendar.working_days_between(*day, due) == left;
        DAY.series(1.day()).find(is).unwrap()
    };
    assert_eq!(count(earlier(4)).await, 2, "clerk and head, though the fifth day was missed");
    assert_eq!(count(earlier(3)).await, 2, "once");
    assert_eq!(count(earlier(2)).await, 4, "nearer");
    assert_eq!(count(due).await, 6, "today");
    let after = calendar.nth_working_day_after(due, 1);
    assert_eq!(count(after).await, 9, "over: the leader too");
    let last = server.messages();
    assert!(last.iter().any(|one| one.starts_with("gaoyuan@") && one.contains("请立即办理")), "{last:?}");
    assert_eq!(count(calendar.nth_working_day_after(due, 2)).await, 9, "once");
}

async fn failing() {
    let port = free_port();
    let cases = office(port).await;
    let receipt = applied(&cases, "zhao@mail.example").await;
    let worked = works(&cases, DAY).await;
    assert_eq!((worked.done, worked.failed), (1, 2), "the notices are made, nobody takes them");
    let seen = store::job::failing(cases.store(), cases.organ(), None, 9).await.unwrap().rows;
    assert_eq!(seen.len(), 2);
    for one in &seen {
        assert!(one.failure.contains("邮件服务器没有接收"), "{one:?}");
        let all = format!("{}{}", one.payload, one.failure);
        assert!(!all.contains("zhao@mail.example") && !one.is_over, "{one:?}");
    }
    let server = Server::start(port);
    let later = now(DAY) + jiff::SignedDuration::from_mins(2);
    assert_eq!(cases.work(later).await.unwrap(), Worked { done: 2, failed: 0 });
    assert_eq!(server.messages().len(), 2);
    assert!(store::job::failing(cases.store(), cases.organ(), None, 9).await.unwrap().rows.is_empty());
    assert!(server.messages()[1].contains(&receipt.number));
}
