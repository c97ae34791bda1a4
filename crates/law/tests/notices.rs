//! New notices: what is taken, what is refused, and in which words.

use jiff::civil::{Date, date};
use law::{DayKind, Notice, Severity, WorkCalendar};

/// A plausible notice for 2027, made up for these tests.
const NOTICE_2027: &str = r#"
number = "国办发明电〔2026〕8号"
issued = "2026-11-25"
year = 2027

[[holiday]]
name = "元旦"
off = { from = "2027-01-01", to = "2027-01-03" }

[[holiday]]
name = "春节"
off = { from = "2027-02-05", to = "2027-02-12" }
worked = ["2027-01-31", "2027-02-14"]

[[holiday]]
name = "清明节"
off = { from = "2027-04-03", to = "2027-04-05" }

[[holiday]]
name = "劳动节"
off = { from = "2027-05-01", to = "2027-05-05" }
worked = ["2027-04-25", "2027-05-08"]

[[holiday]]
name = "端午节"
off = ["2027-06-09"]

[[holiday]]
name = "中秋节"
off = ["2027-09-15"]

[[holiday]]
name = "国庆节"
off = { from = "2027-10-01", to = "2027-10-07" }
worked = ["2027-09-26", "2027-10-09"]
"#;

fn sentences(text: &str) -> Vec<String> {
    WorkCalendar::builtin().check(text).problems.iter().map(ToString::to_string).collect()
}

/// The sample with one piece of text replaced by another.
fn broken(from: &str, to: &str) -> String {
    assert!(NOTICE_2027.contains(from), "{from}");
    NOTICE_2027.replacen(from, to, 1)
}

#[test]
fn a_dropped_notice_publishes_its_year() {
    let calendar = WorkCalendar::builtin();
    let checked = calendar.check(NOTICE_2027);
    assert_eq!(checked.problems, []);
    let with = calendar.with(checked.notice).unwrap();
    assert!(with.is_published(date(2027, 7, 1)));
    assert!(with.is_working(date(2027, 1, 31)), "a Sunday worked for the Spring Festival");
    let kind = with.why(date(2027, 5, 1)).to_string();
    assert_eq!(kind, "劳动节放假（国办发明电〔2026〕8号）");
    assert!(!calendar.is_published(date(2027, 7, 1)), "the first calendar is unchanged");
    assert!(!with.as_known_on(date(2026, 11, 24)).is_published(date(2027, 7, 1)));
    assert!(with.as_known_on(date(2026, 11, 25)).is_published(date(2027, 7, 1)));
    assert_eq!(with.with(Notice::parse(NOTICE_2027)).unwrap().notices().count(), 11, "twice is once");
}

#[test]
fn a_notice_for_one_day_does_not_publish_a_year() {
    let text = "number = \"国办发明电〔2027〕2号\"\nissued = \"2027-05-13\"\nyear = 2027\n\
                [[holiday]]\nname = \"纪念日\"\noff = [\"2027-09-03\"]\nworked = [\"2027-09-05\"]\n";
    let checked = WorkCalendar::builtin().check(text);
    assert!(checked.problems.iter().all(|problem| problem.severity() == Severity::Warning));
    let calendar = WorkCalendar::builtin().with(checked.notice).unwrap();
    assert!(!calendar.is_working(date(2027, 9, 3)));
    assert!(calendar.is_published(date(2027, 9, 3)), "the notice names the day");
    assert!(!calendar.is_published(date(2027, 9, 6)));
    assert!(!calendar.is_working(date(2027, 10, 1)), "the statutory days still stand in");
}

#[test]
fn a_notice_that_changes_a_festival_leaves_the_others_alone() {
    let change = "number = \"国办发明电〔2026〕3号\"\nissued = \"2026-03-20\"\nyear = 2026\n\
                  supersedes = [\"国办发明电〔2025〕7号\"]\n[[holiday]]\nname = \"端午节\"\n\
                  off = { from = \"2026-06-18\", to = \"2026-06-21\" }\nworked = [\"2026-06-28\"]\n";
    let checked = WorkCalendar::builtin().check(change);
    assert_eq!(checked.problems, []);
    let calendar = WorkCalendar::builtin().with(checked.notice).unwrap();
    assert!(!calendar.is_working(date(2026, 6, 18)) && calendar.is_working(date(2026, 6, 28)));
    assert_eq!(calendar.working_days_in(2026), 248);
    let kind = |day: Date| calendar.why(day).to_string();
    assert_eq!(kind(date(2026, 6, 19)), "端午节放假（国办发明电〔2026〕3号）");
    assert_eq!(kind(date(2026, 10, 1)), "国庆节放假（国办发明电〔2025〕7号）");
    assert!(calendar.as_known_on(date(2026, 3, 19)).is_working(date(2026, 6, 18)));

    let contradiction = change.replace("supersedes", "# supersedes");
    assert!(WorkCalendar::builtin().check(&contradiction).notice.is_some(), "extra days contradict nothing");
    let works = change.replace("worked = [\"2026-06-28\"]", "worked = [\"2026-10-03\"]");
    assert!(WorkCalendar::builtin().with(Notice::parse(&works)).is_err(), "National Day is not named");
}

#[test]
fn notices_may_come_in_any_order() {
    let first = Notice::parse(NOTICE_2027).unwrap();
    let change = "number = \"国办发明电〔2027〕1号\"\nissued = \"2027-02-10\"\nyear = 2027\n\
                  supersedes = [\"国办发明电〔2026〕8号\"]\n[[holiday]]\nname = \"春节\"\nextends = true\n\
                  off = { from = \"2027-02-13\", to = \"2027-02-14\" }\n";
    let change = Notice::parse(change).unwrap();
    let calendar = WorkCalendar::builtin().with([change.clone(), first]).unwrap();
    assert!(!calendar.is_working(date(2027, 2, 14)), "the make-up day was taken back");
    assert!(!calendar.is_working(date(2027, 2, 12)), "the first days stand");
    let error = WorkCalendar::builtin().with([change]).unwrap_err();
    assert_eq!(error.to_string(), "错误：所修改的国办发明电〔2026〕8号没有收录");
}

#[test]
fn a_region_has_its_own_days_and_nobody_else_has_them() {
    let text = "number = \"桂政办示例〔2026〕1号\"\nissued = \"2026-03-01\"\nyear = 2026\n\
                region = \"广西壮族自治区\"\n[[holiday]]\nname = \"壮族三月三\"\n\
                off = [\"2026-04-19\", \"2026-04-20\", \"2026-05-01\"]\nworked = [\"2026-04-25\", \"2026-05-02\"]\n";
    let checked = WorkCalendar::builtin().check(text);
    let words: Vec<String> = checked.problems.iter().map(ToString::to_string).collect();
    assert!(
        words.iter().any(|words| words.contains("2026-05-02是国办发明电〔2025〕7号规定的放假日")),
        "{words:?}"
    );
    let calendar = WorkCalendar::builtin().with(checked.notice).unwrap();
    let guangxi = calendar.in_region("广西壮族自治区");
    assert!(calendar.is_working(date(2026, 4, 20)) && !guangxi.is_working(date(2026, 4, 20)));
    assert!(!calendar.is_working(date(2026, 4, 25)) && guangxi.is_working(date(2026, 4, 25)));
    assert!(!guangxi.is_working(date(2026, 5, 2)), "a national day off stays off");
    assert!(matches!(guangxi.why(date(2026, 5, 1)), DayKind::Holiday { .. }), "and keeps its name");
    let kind = guangxi.why(date(2026, 4, 20));
    assert_eq!(kind.to_string(), "广西壮族自治区壮族三月三放假（桂政办示例〔2026〕1号）");
    assert_eq!(kind.under().unwrap().short(), "放假办法第4条");
    assert!(calendar.in_region("西藏自治区").is_working(date(2026, 4, 20)));

    let statutory = text.replace("2026", "2027").replace("2027-04-25", "2027-02-06");
    let calendar =
        WorkCalendar::builtin().with(Notice::parse(&statutory)).unwrap().in_region("广西壮族自治区");
    assert!(!calendar.is_working(date(2027, 2, 6)), "nor does a region work on a statutory day");

    let counted = text.replace("region =", "counts_as_working = true\nregion =");
    let calendar = WorkCalendar::builtin().with(Notice::parse(&counted)).unwrap().in_region("广西壮族自治区");
    let kind = calendar.why(date(2026, 4, 20));
    assert!(kind.is_working() && calendar.is_working(date(2026, 4, 20)));
    assert_eq!(kind.to_string(), "广西壮族自治区壮族三月三放假，仍计为工作日（桂政办示例〔2026〕1号）");
    assert!(!calendar.is_working(date(2026, 4, 25)), "nothing to exchange");
}

#[test]
fn every_error_has_its_sentence() {
    let cases = [
        (broken("year = 2027", "year = = 2027"), "错误（第4行）：从这一行起不符合 TOML 写法，"),
        (broken("number =", "numbr ="), "错误：缺少文号（number）"),
        (broken("number =", "numbr ="), "错误（第2行）：不认识“numbr”，这里可以写：number、title"),
        (
            broken("worked", "wroked"),
            "错误（第13行）：不认识“wroked”，这里可以写：name、extends、off、worked",
        ),
        (broken("issued = \"2026-11-25\"", ""), "错误：缺少印发日期（issued）"),
        (broken("year = 2027", ""), "错误：缺少年度（year）"),
        (broken("year = 2027", "year = \"2027\""), "错误（第4行）：“year”应写成不加引号的年份，如 2027"),
        (broken("year = 2027", "year = 20270"), "错误（第4行）：年份20270超出日历范围（2000至2099）"),
        (broken("\"2026-11-25\"", "\"2026年11月25日\""), "错误（第3行）：“2026年11月25日”不是存在的日期"),
        (broken("\"2026-11-25\"", "7"), "错误（第3行）：“issued”应写成日期，如 \"2027-01-01\""),
        (broken("\"2027-06-09\"", "\"2027-06-31\""), "错误（第26行）：“2027-06-31”不是存在的日期"),
        (
            broken("\"2027-06-09\"", "\"2027-06-09T10:00\""),
            "错误（第26行）：“2027-06-09T10:00”不是存在的日期",
        ),
        (broken("to = \"2027-01-03\"", "till = \"2027-01-03\""), "错误（第8行）：“off”应写成起止两日"),
        (broken("2027-01-03", "2026-12-29"), "错误（第8行）：起止日期颠倒：从2027-01-01到2026-12-29"),
        (
            broken("2027-01-03", "2027-10-03"),
            "从2027-01-01到2027-10-03共276天，超过一次放假可能的长度（31天）",
        ),
        (broken("off = [\"2027-06-09\"]", ""), "错误（第25行）：“端午节”既没有放假日，也没有调休上班日"),
        (broken("\"中秋节\"", "\"端午节\""), "错误（第29行）：“端午节”写了两段，请合并为一段"),
        (broken("name = \"中秋节\"", ""), "缺少节日名称（name）"),
        (broken("\"元旦\"", "\"\""), "错误（第7行）：“name”应写成加引号的文字，不能为空"),
        (broken("\"2027-02-14\"", "\"2027-02-07\""), "错误（第13行）：2027-02-07既列为放假，又列为上班"),
        (broken("\"2027-02-14\"", "\"2027-01-31\""), "错误（第13行）：2027-01-31重复列出"),
        (broken("\"2027-02-14\"", "\"2027-02-15\""), "错误（第13行）：2027-02-15是星期一，本来就是工作日"),
        (
            broken("\"2027-06-09\"", "\"2026-06-09\""),
            "2026-06-09不在2027年度通知可以安排的日期之内（2026-12-01至2028-01-31）",
        ),
        (broken("year = 2027", "year = 2027\ncounts_as_working = true"), "“counts_as_working”只用于地方通知"),
        (
            broken("year = 2027", "year = 2027\nregion = \"西藏自治区\"\ncounts_as_working = 1"),
            "“counts_as_working”应写成 true 或 false",
        ),
        (
            broken("name = \"元旦\"", "name = \"元旦\"\nextends = true"),
            "“元旦”写了“extends”，但没有用“supersedes”",
        ),
        (
            broken("year = 2027", "year = 2027\nsupersedes = \"8号\""),
            "“supersedes”应写成方括号内加引号的文号",
        ),
        (
            broken("year = 2027", "year = 2027\nsupersedes = [\"国办发明电〔2026〕8号\"]"),
            "错误（第5行）：通知不能修改自己（国办发明电〔2026〕8号）",
        ),
        (
            broken("year = 2027", "year = 2027\nsupersedes = [\"国办发明电〔2026〕7号\"]"),
            "错误：所修改的国办发明电〔2026〕7号没有收录",
        ),
        (
            broken("year = 2027", "year = 2027\nsupersedes = [\"国办发明电〔2025〕7号\"]"),
            "错误：所修改的国办发明电〔2025〕7号安排的是另一年度或另一地区",
        ),
        (broken("2026〕8号", "2025〕7号"), "错误：文号国办发明电〔2025〕7号已用于另一份内容不同的通知"),
        ("holiday = 3".to_owned(), "错误（第1行）：“holiday”应写成 [[holiday]]（双方括号）"),
        ("holiday = [3]".to_owned(), "错误（第1行）：“holiday”应写成 [[holiday]]（双方括号）"),
        (String::new(), "错误：缺少放假安排（[[holiday]]）"),
    ];
    for (text, want) in cases {
        let found = sentences(&text);
        assert!(found.iter().any(|sentence| sentence.contains(want)), "{want}\n{found:#?}");
        assert!(WorkCalendar::builtin().check(&text).notice.is_none(), "{want}");
    }
}

#[test]
fn errors_between_notices_have_their_sentences() {
    let change = |lines: &str, name: &str, days: &str| {
        format!(
            "number = \"国办发明电〔2026〕3号\"\nissued = \"2026-03-20\"\nyear = 2026\n{lines}\n\
             [[holiday]]\nname = \"{name}\"\n{days}\n"
        )
    };
    let supersedes = "supersedes = [\"国办发明电〔2025〕7号\"]";
    let cases = [
        (
            change(supersedes, "国庆", "off = [\"2026-10-08\"]"),
            "错误：所修改的通知没有安排“国庆”，其中有：元旦、春节、清明节、劳动节、端午节、中秋节、国庆节",
        ),
        (
            change("", "端午节", "worked = [\"2026-06-20\"]"),
            "错误：2026-06-20的安排与国办发明电〔2025〕7号相反，而通知没有写明修改该通知的这一段",
        ),
        (
            change(supersedes, "国庆节", "off = [\"2026-10-01\"]\nworked = [\"2026-06-20\"]"),
            "错误：2026-06-20的安排与国办发明电〔2025〕7号相反",
        ),
        (
            change(supersedes, "国庆节", "off = [\"2026-10-08\"]").replace("2026-03-20", "2025-03-20"),
            "错误：所修改的国办发明电〔2025〕7号印发于2025-11-04，晚于本通知",
        ),
    ];
    for (text, want) in cases {
        let found = sentences(&text);
        assert!(found.iter().any(|sentence| sentence.contains(want)), "{want}\n{found:#?}");
        assert!(WorkCalendar::builtin().check(&text).notice.is_none(), "{want}");
        assert!(WorkCalendar::builtin().with(Notice::parse(&text)).is_err(), "{want}");
    }
}

#[test]
fn every_warning_has_its_sentence_and_stops_nothing() {
    const SPRING: &str = "2027-02-12\" }\nworked = [\"2027-01-31\", \"2027-02-14\"]";
    let cases = [
        (broken("2026-11-25", "2024-11-25"), "提醒（第3行）：印发日期2024-11-25与年度2027相差太远"),
        (broken("〔2026〕8号", "[2026]8号"), "提醒（第2行）：文号“国办发明电[2026]8号”的写法少见"),
        (broken("〔2026〕8号", "〔2025〕8号"), "提醒（第2行）：文号“国办发明电〔2025〕8号”的年份与印发日期2026-11-25不同"),
        (broken(SPRING, "2027-02-24\" }"), "提醒：全年放假40天，多于以往各年"),
        (broken(SPRING, "2027-02-24\" }"), "提醒（第11行）：“春节”放假20天，多于以往各年"),
        (
            broken("[\"2027-06-09\"]", "[\"2027-06-09\", \"2027-06-11\"]"),
            "提醒（第25行）：“端午节”的放假日不连续，2027-06-09与2027-06-11之间有间隔",
        ),
        (broken("2027-10-09", "2027-11-06"), "提醒（第35行）：调休上班日2027-11-06距“国庆节”放假30天"),
        (broken("\"中秋节\"", "\"仲秋节\""), "提醒：没有安排“中秋节”；七个节日齐备之前，2027年仍按暂定处理"),
        (broken("2027-09-15", "2027-09-16"), "提醒：2027-09-15是法定放假日（中秋节），通知没有列为放假"),
        (
            broken("worked = [\"2027-09-26\", \"2027-10-09\"]", "worked = [\"2027-09-18\", \"2027-09-19\", \"2027-09-25\", \"2027-09-26\", \"2027-10-09\", \"2027-10-10\"]"),
            "提醒：全年调休上班10天，多于以往各年",
        ),
        (
            "number = \"国办发明电〔2026〕8号\"\nissued = \"2026-11-25\"\nyear = 2027\n[[holiday]]\nname = \"元旦\"\noff = [\"2027-01-01\"]".to_owned(),
            "提醒：全年放假1天，少于法定的13天（《全国年节及纪念日放假办法》第二条）",
        ),
        (
            "number = \"国办发明电〔2026〕8号\"\nissued = \"2026-05-25\"\nyear = 2026\n[[holiday]]\nname = \"国庆节\"\noff = [\"2026-10-07\", \"2026-10-08\"]".to_owned(),
            "提醒：2026-10-07已由国办发明电〔2025〕7号作出同样安排",
        ),
        (
            "number = \"国办发明电〔2026〕8号\"\nissued = \"2026-05-25\"\nyear = 2026\n[[holiday]]\nname = \"纪念日\"\noff = [\"2026-09-03\"]".to_owned(),
            "提醒：2026年已有国办发明电〔2025〕7号，请确认本通知是补充，不是修改",
        ),
        (include_str!("../calendars/2025-7.toml").to_owned(), "提醒：国办发明电〔2025〕7号已经收录，不必重复添加"),
    ];
    for (text, want) in cases {
        let found = sentences(&text);
        assert!(found.iter().any(|sentence| sentence.contains(want)), "{want}\n{found:#?}");
        assert!(WorkCalendar::builtin().check(&text).notice.is_some(), "{want}\n{found:#?}");
        assert!(WorkCalendar::builtin().with(Notice::parse(&text)).is_ok(), "{want}");
    }
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_file() {
    let text = broken("2026-11-25", "2026-13-25")
        .replace("2027-06-09", "2027-06-31")
        .replace("2027-10-09", "2027-10-11");
    let found = sentences(&text);
    let lines = ["（第3行）", "（第26行）", "（第35行）"];
    assert_eq!(found.len(), 3, "{found:#?}");
    for (sentence, line) in found.iter().zip(lines) {
        assert!(sentence.contains(line), "{found:#?}");
    }
    assert_eq!(Notice::parse(&text).unwrap_err().to_string().lines().count(), 3);
}

#[test]
fn a_file_from_another_editor_or_a_hostile_hand_is_read_or_refused() {
    let windows = format!("\u{feff}{}", NOTICE_2027.replace('\n', "\r\n"));
    assert_eq!(sentences(&windows), Vec::<String>::new(), "byte order mark and CRLF");
    for open in ["[", "{ a = "] {
        let deep = format!("holiday = {}", open.repeat(50_000));
        assert!(WorkCalendar::builtin().check(&deep).notice.is_none());
    }
}
