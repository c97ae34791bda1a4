//! The calendar restated without its algorithm.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::{Certainty, DayKind, Notice, WorkCalendar};
use proptest::prelude::*;

fn any_day() -> impl Strategy<Value = Date> {
    (0..36_600_i64).prop_map(|days| date(1999, 12, 1) + days.days())
}

/// A regional overlay of some days, as text; the days lie in the years with notices.
fn any_overlay() -> impl Strategy<Value = (Vec<Date>, bool)> {
    let day = (0..2900_i64).prop_map(|days| date(2019, 1, 2) + days.days());
    (prop::collection::btree_set(day, 1..12), any::<bool>())
        .prop_map(|(days, counts)| (days.into_iter().collect(), counts))
}

fn overlay_text(year: i16, days: &[&Date], counts: bool) -> String {
    let list: Vec<String> = days.iter().map(|day| format!("\"{day}\"")).collect();
    format!(
        "number = \"示例{year}\"\nissued = \"{}-12-01\"\nyear = {year}\nregion = \"示例自治区\"\n\
         counts_as_working = {counts}\n[[holiday]]\nname = \"示例节\"\noff = [{}]\n",
        year - 1,
        list.join(", ")
    )
}

proptest! {
    #[test]
    fn the_nth_working_day_is_worked_and_exactly_far_enough(day in any_day(), n in 1..300_u16) {
        let calendar = WorkCalendar::builtin();
        let due = calendar.nth_working_day_after(day, n);
        let between = day.series(1.day()).skip(1).take_while(|between| *between <= due);
        prop_assert!(calendar.is_working(due));
        prop_assert_eq!(between.filter(|between| calendar.is_working(*between)).count(), usize::from(n));
        prop_assert_eq!(calendar.working_days_between(day, due), u32::from(n));
    }

    #[test]
    fn a_day_is_worked_as_its_kind_says(day in any_day()) {
        let calendar = WorkCalendar::builtin();
        prop_assert_eq!(calendar.is_working(day), calendar.why(day).is_working());
    }

    #[test]
    fn the_days_between_are_counted_one_by_one(from in any_day(), days in 0..900_i64) {
        let calendar = WorkCalendar::builtin();
        let to = from.checked_add(days.days()).unwrap();
        let counted = from.series(1.day()).skip(1).take_while(|day| *day <= to);
        let counted = counted.filter(|day| calendar.is_working(*day)).count();
        prop_assert_eq!(calendar.working_days_between(from, to) as usize, counted);
        prop_assert_eq!(calendar.working_days_between(to, from), 0);
    }

    #[test]
    fn a_period_is_published_exactly_when_all_its_days_are(from in any_day(), days in 0..900_i64) {
        let calendar = WorkCalendar::builtin();
        let to = from.checked_add(days.days()).unwrap();
        let all = from.series(1.day()).take_while(|day| *day <= to).all(|day| calendar.is_published(day));
        let want = if all { Certainty::Published } else { Certainty::Provisional };
        prop_assert_eq!(calendar.certainty(from, to), want);
        prop_assert_eq!(calendar.certainty(to, from), want);
    }

    #[test]
    fn a_published_day_is_never_off_by_statute_alone(day in any_day(), known in any_day()) {
        let calendar = WorkCalendar::builtin().as_known_on(known);
        let by_statute = matches!(calendar.why(day), DayKind::Statutory { .. });
        let by_notice = matches!(calendar.why(day), DayKind::Holiday { .. } | DayKind::MakeUp { .. });
        prop_assert!(!(by_statute && calendar.is_published(day)));
        prop_assert!(!by_notice || calendar.is_published(day));
    }

    #[test]
    fn the_last_working_day_is_followed_by_rest_only(day in any_day()) {
        let calendar = WorkCalendar::builtin();
        let last = calendar.last_working_day_on_or_before(day);
        prop_assert!(last <= day && calendar.is_working(last));
        prop_assert_eq!(calendar.working_days_between(last, day), 0);
    }

    #[test]
    fn an_overlay_changes_its_own_days_and_no_other((days, counts) in any_overlay()) {
        let national = WorkCalendar::builtin();
        let mut notices = Vec::new();
        for year in 2019..=2026_i16 {
            let of_year: Vec<&Date> = days.iter().filter(|day| day.year() == year).collect();
            if !of_year.is_empty() {
                notices.push(Notice::parse(&overlay_text(year, &of_year, counts)).unwrap());
            }
        }
        let calendar = national.with(notices).unwrap();
        let regional = calendar.in_region("示例自治区");
        for day in date(2018, 12, 1).series(1.day()).take_while(|day| day.year() < 2028) {
            prop_assert_eq!(calendar.is_working(day), national.is_working(day), "the national days stay");
            let listed = days.contains(&day);
            let want = national.is_working(day) && (counts || !listed);
            prop_assert_eq!(regional.is_working(day), want, "{}", day);
            prop_assert_eq!(regional.is_published(day), national.is_published(day));
        }
    }

    #[test]
    fn a_notice_reads_back_as_it_was_written(
        serial in 1..40_u8,
        title in prop::option::of("[^\\x00-\\x1f\\x7f]{0,3}关于[\"'\\\\ ]?安排"),
        region in prop::option::of("[\u{4e00}-\u{4e20}]{2,6}"),
        starts in prop::collection::btree_set(0..52_i64, 1..7),
        length in 1..6_i64,
        skip in any::<bool>(),
    ) {
        let mut text = format!("number = \"国办发明电〔2026〕{serial}号\"\nissued = 2026-11-01\nyear = 2027\n");
        if let Some(title) = &title {
            text += &format!("title = {}\n", toml::Value::from(title.as_str()));
        }
        if let Some(region) = &region {
            text += &format!("region = \"{region}\"\ncounts_as_working = {skip}\n");
        }
        for (index, week) in starts.iter().enumerate() {
            let from = date(2027, 1, 4).checked_add((week * 7).days()).unwrap();
            let to = from.checked_add((length - 1).days()).unwrap();
            let worked = from.checked_sub(1.day()).unwrap();
            text += &format!("[[holiday]]\nname = \"节日{index}\"\nworked = \"{worked}\"\n");
            text += &if skip && length > 2 {
                format!("off = [\"{to}\", \"{from}\"]\n")
            } else {
                format!("off = {{ from = {from}, to = \"{to}\" }}\n")
            };
        }
        let notice = Notice::parse(&text).unwrap();
        let again = Notice::parse(&notice.to_toml()).unwrap();
        prop_assert_eq!(&again, &notice);
        prop_assert_eq!(again.to_toml(), notice.to_toml());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}", cut in 0..2000_usize, at in 0..2000_usize) {
        let calendar = WorkCalendar::builtin();
        let _ = calendar.check(&text);
        // A true notice with something cut out and something put in.
        let true_notice = include_str!("../calendars/2025-7.toml");
        let kept = true_notice.chars().enumerate().filter(|(index, _)| !(at..at + cut % 9).contains(index));
        let mut broken: String = kept.map(|(_, char)| char).collect();
        let end = broken.char_indices().map(|(index, _)| index).nth(at).unwrap_or(broken.len());
        broken.insert_str(end, text.chars().next().map(String::from).unwrap_or_default().as_str());
        let checked = calendar.check(&broken);
        prop_assert!(checked.notice.is_some() || !checked.problems.is_empty());
    }
}
