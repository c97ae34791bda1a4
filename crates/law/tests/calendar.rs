//! The working days of 2019 to 2026 and what is provisional around them.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::{Certainty, DayKind, WorkCalendar};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn days_of(year: i16) -> impl Iterator<Item = Date> {
    date(year, 1, 1).series(1.day()).take_while(move |day| day.year() == year)
}

#[test]
fn known_days_are_working_or_not() {
    let calendar = WorkCalendar::builtin();
    let cases = [
        ("2026-02-14", true, "a Saturday worked for the Spring Festival"),
        ("2026-02-23", false, "a Monday, the ninth day of the Spring Festival"),
        ("2026-09-20", true, "a Sunday worked for National Day, before Mid-Autumn"),
        ("2026-01-04", true, "a Sunday worked for New Year"),
        ("2024-02-09", true, "the eve in 2024: leave was encouraged, not given"),
        ("2020-02-01", false, "a make-up day that the second notice turned off"),
        ("2020-01-31", false, "a working Friday that the second notice turned off"),
        ("2020-02-03", true, "an ordinary Monday"),
        ("2019-05-02", false, "off through the second notice"),
        ("2019-05-03", false, "off through the second notice"),
        ("2019-04-28", true, "worked through the second notice"),
        ("2019-05-05", true, "worked through the second notice"),
        ("2023-04-04", true, "Qingming 2023 stands alone"),
        ("2023-04-05", false, "Qingming 2023 stands alone"),
        ("2023-04-06", true, "Qingming 2023 stands alone"),
        ("2024-06-10", false, "Dragon Boat 2024 stands alone"),
        ("2024-06-11", true, "Dragon Boat 2024 stands alone"),
        ("2025-01-26", true, "a Sunday worked for the Spring Festival"),
        ("2025-01-27", true, "the Monday before the eve"),
        ("2018-12-29", true, "the notice for 2019 writes into 2018"),
        ("2018-12-31", false, "the notice for 2019 writes into 2018"),
        ("2022-12-31", false, "the notice for 2023 writes into 2022"),
        ("2026-03-08", false, "Women's Day on a Sunday"),
        ("2024-03-08", true, "Women's Day concerns some citizens only"),
    ];
    for (text, working, why) in cases {
        assert_eq!(calendar.is_working(day(text)), working, "{text}: {why}");
    }
}

#[test]
fn the_nth_working_day_is_found_across_holidays() {
    let calendar = WorkCalendar::builtin();
    let cases = [
        ("2026-11-20", 20, "2026-12-18", Certainty::Published),
        ("2026-02-10", 20, "2026-03-16", Certainty::Published),
        ("2026-02-06", 20, "2026-03-12", Certainty::Published),
        ("2026-09-18", 20, "2026-10-22", Certainty::Published),
        ("2026-09-24", 20, "2026-10-29", Certainty::Published),
        ("2026-04-30", 7, "2026-05-13", Certainty::Published),
        ("2026-04-30", 20, "2026-06-01", Certainty::Published),
        ("2026-09-29", 7, "2026-10-14", Certainty::Published),
        ("2020-01-20", 20, "2020-02-25", Certainty::Published),
        ("2023-12-29", 20, "2024-01-29", Certainty::Published),
        ("2026-02-12", 7, "2026-02-28", Certainty::Published),
        ("2026-12-10", 20, "2027-01-08", Certainty::Provisional),
        ("2026-11-20", 40, "2027-01-18", Certainty::Provisional),
        // The samples of the style guide: both counts of the reply period.
        ("2019-04-26", 15, "2019-05-20", Certainty::Published),
        ("2019-05-14", 15, "2019-06-04", Certainty::Published),
        ("2019-05-15", 20, "2019-06-13", Certainty::Published),
    ];
    for (from, n, to, certainty) in cases {
        let (from, to) = (day(from), day(to));
        assert_eq!(calendar.nth_working_day_after(from, n), to, "{from} + {n}");
        assert_eq!(calendar.working_days_between(from, to), u32::from(n), "{from} + {n}");
        assert_eq!(calendar.certainty(from, to), certainty, "{from} + {n}");
    }
}

#[test]
fn every_year_has_its_days_off_and_its_make_up_days() {
    let calendar = WorkCalendar::builtin();
    let table = [
        (2019, 28, 6, 250),
        (2020, 30, 6, 249),
        (2021, 31, 7, 250),
        (2022, 32, 7, 249),
        (2023, 26, 7, 249),
        (2024, 28, 8, 251),
        (2025, 28, 5, 248),
        (2026, 33, 6, 248),
    ];
    for (year, off, made_up, working) in table {
        let kinds = || days_of(year).map(|day| calendar.why(day));
        assert_eq!(kinds().filter(|kind| matches!(kind, DayKind::Holiday { .. })).count(), off, "{year}");
        assert_eq!(kinds().filter(|kind| matches!(kind, DayKind::MakeUp { .. })).count(), made_up, "{year}");
        assert_eq!(calendar.working_days_in(year), working, "{year}");
    }
}

#[test]
fn the_notices_give_the_same_days_as_the_independent_list() {
    let calendar = WorkCalendar::builtin();
    let listed: Vec<&str> = include_str!("data/cn-workdays.csv").lines().skip(1).collect();
    let mut found = Vec::new();
    for day in date(2018, 1, 1).series(1.day()).take_while(|day| day.year() < 2027) {
        match calendar.why(day) {
            DayKind::Holiday { name, number } => found.push(format!("{day},holiday,{name},{number}")),
            DayKind::MakeUp { name, number } => found.push(format!("{day},workday,{name},{number}")),
            _ => {}
        }
    }
    assert_eq!(found, listed);
}

#[test]
fn a_day_says_what_it_is_and_by_which_document() {
    let calendar = WorkCalendar::builtin();
    let cases = [
        ("2026-11-20", "工作日"),
        ("2026-11-21", "双休日"),
        ("2024-03-08", "工作日（妇女节只涉及部分公民，放假办法第3条）"),
        ("2026-10-01", "国庆节放假（国办发明电〔2025〕7号）"),
        ("2026-09-20", "国庆节调休上班（国办发明电〔2025〕7号）"),
        ("2020-01-30", "春节放假（国办发明电〔2019〕16号）"),
        ("2020-02-01", "春节放假（国办发明电〔2020〕1号）"),
        ("2019-05-01", "劳动节放假（国办发明电〔2019〕3号）"),
        ("2027-02-05", "春节法定放假（放假办法第2条；调休安排尚未公布，暂定）"),
        ("2027-05-01", "劳动节法定放假（逢双休日，补假日期尚未公布，暂定，放假办法第6条）"),
        ("2030-05-02", "劳动节法定放假（放假办法第2条；调休安排尚未公布，暂定）"),
        ("2018-10-01", "国庆节法定放假（放假办法第2条；调休安排尚未公布，暂定）"),
        ("1984-06-04", "工作日"),
    ];
    for (text, words) in cases {
        assert_eq!(calendar.why(day(text)).to_string(), words, "{text}");
    }
}

#[test]
fn the_first_notices_of_2019_and_2020_are_what_was_known_before_the_second() {
    let builtin = WorkCalendar::builtin();
    let cases = [
        ("2019-03-21", "2019-05-02", true, "an ordinary Thursday before the change"),
        ("2019-03-22", "2019-05-02", false, "off on the day the change was issued"),
        ("2019-03-21", "2019-05-01", false, "the one day off of the first notice"),
        ("2019-03-21", "2019-04-28", false, "a Sunday of rest before the change"),
        ("2019-03-21", "2019-05-05", false, "a Sunday of rest before the change"),
        ("2019-03-22", "2019-05-05", true, "worked after the change"),
        ("2020-01-25", "2020-01-31", true, "a working Friday before the change"),
        ("2020-01-26", "2020-01-31", false, "off after the change"),
        ("2020-01-25", "2020-02-01", true, "a make-up Saturday before the change"),
        ("2020-01-26", "2020-02-01", false, "off after the change"),
        ("2020-01-25", "2020-02-02", false, "a Sunday either way"),
        ("2020-01-25", "2020-01-30", false, "in the first notice"),
        ("2020-01-26", "2020-01-30", false, "and still"),
        ("2020-01-26", "2020-01-19", true, "a make-up day that the change left alone"),
    ];
    for (known, text, working, why) in cases {
        assert_eq!(
            builtin.as_known_on(day(known)).is_working(day(text)),
            working,
            "{text} on {known}: {why}"
        );
    }
    let first = builtin.as_known_on(day("2020-01-25"));
    assert_eq!(first.why(day("2020-02-01")).to_string(), "春节调休上班（国办发明电〔2019〕16号）");
    assert_eq!(first.nth_working_day_after(day("2020-01-20"), 20), day("2020-02-22").yesterday().unwrap());
}

#[test]
fn knowledge_of_a_year_begins_with_its_notice() {
    let builtin = WorkCalendar::builtin();
    let cases = [
        ("2025-11-03", 2026, false),
        ("2025-11-04", 2026, true),
        ("2026-11-21", 2027, false),
        ("2018-11-30", 2019, false),
        ("2018-12-01", 2019, true),
    ];
    for (known, year, published) in cases {
        let calendar = builtin.as_known_on(day(known));
        assert_eq!(calendar.is_published(date(year, 6, 1)), published, "{year} on {known}");
        assert_eq!(calendar.as_known_on(date(2030, 1, 1)).notices().count(), calendar.notices().count());
    }
    assert_eq!(builtin.as_known_on(day("2018-11-30")).notices().count(), 0);
    let before_revision = builtin.as_known_on(day("2024-11-09"));
    assert!(before_revision.is_working(day("2025-05-02")), "2 May was not yet statutory");
    assert!(!builtin.as_known_on(day("2024-11-10")).is_working(day("2025-05-02")));
}

#[test]
fn a_year_without_a_notice_is_provisional_and_never_silent() {
    let calendar = WorkCalendar::builtin();
    for year in [1, 1999, 2000, 2018, 2027, 2028, 2099, 2100, 9999] {
        assert!(!calendar.is_published(date(year, 6, 1)), "{year}");
        assert!(calendar.certainty(date(year, 3, 1), date(year, 3, 2)).is_provisional(), "{year}");
    }
    for year in 2019..=2026 {
        assert!(days_of(year).all(|day| calendar.is_published(day)), "{year}");
        assert_eq!(calendar.certainty(date(year, 12, 31), date(year, 1, 1)), Certainty::Published);
    }
    // The notice for 2019 names three days of 2018 and no more.
    let named = days_of(2018).filter(|day| calendar.is_published(*day)).map(|day| day.to_string());
    assert_eq!(named.collect::<Vec<_>>(), ["2018-12-29", "2018-12-30", "2018-12-31"]);
    assert!(calendar.certainty(day("2018-12-28"), day("2019-01-10")).is_provisional());
    assert_eq!(calendar.certainty(day("2018-12-29"), day("2019-01-10")), Certainty::Published);
    assert!(calendar.certainty(day("2026-12-31"), day("2027-01-01")).is_provisional());
}

#[test]
fn the_statutory_days_of_2027_stand_in_for_its_notice() {
    let calendar = WorkCalendar::builtin();
    let off = days_of(2027).filter(|day| matches!(calendar.why(*day), DayKind::Statutory { .. }));
    let off: Vec<String> = off.map(|day| day.strftime("%m-%d").to_string()).collect();
    let want = "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03";
    assert_eq!(off.join(" "), want);
    assert_eq!(calendar.working_days_in(2027), 261 - 7, "seven of them are weekdays");
}

#[test]
fn exactly_one_annual_notice_covers_each_year() {
    let calendar = WorkCalendar::builtin();
    for year in 2019..=2026 {
        let annual =
            calendar.notices().filter(|notice| notice.year() == year && notice.supersedes().is_empty());
        assert_eq!(annual.count(), 1, "{year}");
    }
}

#[test]
fn the_last_working_day_before_a_rest_is_found() {
    let calendar = WorkCalendar::builtin();
    let cases = [
        ("2027-01-31", "2027-01-29"),
        ("2026-10-07", "2026-09-30"),
        ("2026-02-23", "2026-02-14"),
        ("2026-09-20", "2026-09-20"),
        ("2000-01-01", "1999-12-31"),
    ];
    for (from, to) in cases {
        assert_eq!(calendar.last_working_day_on_or_before(day(from)), day(to), "{from}");
    }
    assert_eq!(calendar.last_working_day_on_or_before(Date::MIN), Date::MIN);
}

#[test]
fn the_ends_of_time_do_not_break_the_count() {
    let calendar = WorkCalendar::builtin();
    assert_eq!(calendar.nth_working_day_after(Date::MAX, 20), Date::MAX);
    assert_eq!(calendar.nth_working_day_after(Date::MIN, 0), Date::MIN);
    assert_eq!(calendar.working_days_between(Date::MAX, Date::MIN), 0);
    assert!(calendar.working_days_between(Date::MIN, Date::MAX) > 5_000_000);
    assert_eq!(calendar.working_days_in(2199), 261, "plain weekdays beyond the table");
    assert_eq!(calendar.working_days_in(i16::MAX), 0);
    assert_eq!(calendar.nth_working_day_after(day("1999-12-30"), 2), day("2000-01-03"), "into the table");
    assert_eq!(calendar.nth_working_day_after(day("2099-12-31"), 1), day("2100-01-01"), "out of the table");
}

/// Run by hand: `cargo test --release -p law --test calendar -- --ignored --nocapture`.
#[test]
#[ignore = "measures time"]
fn a_question_costs_nanoseconds() {
    let calendar = WorkCalendar::builtin();
    let days: Vec<Date> = date(2019, 1, 1).series(1.day()).take(2922).collect();
    let measure = |name: &str, ask: &dyn Fn(Date) -> u64| {
        let rounds = 2000;
        let start = std::time::Instant::now();
        let mut sum = 0_u64;
        for _ in 0..rounds {
            for day in &days {
                sum = sum.wrapping_add(ask(std::hint::black_box(*day)));
            }
        }
        let each = start.elapsed().as_nanos() as f64 / (rounds * days.len()) as f64;
        println!("{name}: {each:.1} ns ({sum})");
    };
    measure("is_working", &|day| calendar.is_working(day).into());
    measure("nth_working_day_after", &|day| calendar.nth_working_day_after(day, 20).day() as u64);
    measure("working_days_between", &|day| calendar.working_days_between(day, date(2026, 12, 31)).into());
    measure("certainty", &|day| calendar.certainty(day, date(2026, 12, 31)).is_provisional().into());
    measure("why", &|day| calendar.why(day).is_working().into());
    let start = std::time::Instant::now();
    for day in &days[..100] {
        std::hint::black_box(calendar.as_known_on(*day));
    }
    println!("as_known_on: {} µs", start.elapsed().as_micros() / 100);
}
