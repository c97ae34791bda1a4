//! `cargo bench -p casework --bench clock --profile dist`: how many histories the clock reckons in a second on one core, as steps
//! and as lines of JSON. The histories have two consultations, an extension and an answer.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints figures and stops without its input"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use casework::deadline::history::answer;
use casework::deadline::{Deed, Step, reckon};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::WorkCalendar;
use law::consultation::Consulted;

/// Different histories.
const HISTORIES: i32 = 1000;

/// The median of so many rounds counts.
const ROUNDS: usize = 7;

fn main() {
    let calendar = WorkCalendar::builtin();
    let histories: Vec<(Vec<Step<&str>>, Date)> = (0..HISTORIES).map(history).collect();
    let lines: Vec<String> = histories.iter().map(|(steps, as_of)| line(steps, *as_of)).collect();
    let steps = rate(|| {
        for (steps, as_of) in &histories {
            black_box(reckon(black_box(steps), *as_of, &calendar).unwrap());
        }
    });
    let json = rate(|| {
        for line in &lines {
            black_box(serde_json::to_string(&answer(black_box(line), false, &calendar)).unwrap());
        }
    });
    println!("clock, steps in memory      {steps:>10.0} histories/s");
    println!("clock, line to line of JSON {json:>10.0} histories/s");
}

/// The median rate of a round over all histories.
fn rate(mut round: impl FnMut()) -> f64 {
    let mut rates: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let (started, mut done) = (Instant::now(), 0);
            while started.elapsed() < Duration::from_millis(500) {
                round();
                done += HISTORIES;
            }
            f64::from(done) / started.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    rates[ROUNDS / 2]
}

fn history(nth: i32) -> (Vec<Step<&'static str>>, Date) {
    let received = date(2020, 1, 6).checked_add((nth * 2).days()).unwrap();
    let on = |days: i32| received.checked_add(days.days()).unwrap();
    let steps = vec![
        Step { on: received, deed: Deed::Received },
        Step {
            on: on(3),
            deed: Deed::Consulted { kind: Consulted::ThirdParty, party: "甲", delivered: on(4) },
        },
        Step {
            on: on(8),
            deed: Deed::Consulted { kind: Consulted::JointOrgan, party: "乙", delivered: on(8) },
        },
        Step { on: on(15), deed: Deed::Replied { kind: Consulted::ThirdParty, party: "甲" } },
        Step { on: on(25), deed: Deed::Extended { days: 10 } },
        Step { on: on(50), deed: Deed::Answered },
    ];
    (steps, on(60))
}

/// A history as its line of JSON.
fn line(steps: &[Step<&str>], as_of: Date) -> String {
    let events: Vec<serde_json::Value> = steps
        .iter()
        .map(|Step { on, deed }| match deed {
            Deed::Received => serde_json::json!({ "type": "received", "date": on }),
            Deed::Consulted { kind, party, delivered } => {
                let who = if *kind == Consulted::ThirdParty { "third_party" } else { "joint_organ" };
                let kind = format!("{who}_consulted");
                serde_json::json!({ "type": kind, "date": on, "party": party, "delivered": delivered })
            }
            Deed::Replied { party, .. } => {
                serde_json::json!({ "type": "third_party_replied", "date": on, "party": party })
            }
            Deed::Extended { days } => {
                serde_json::json!({ "type": "extended", "date": on, "working_days": days })
            }
            _ => serde_json::json!({ "type": "answered", "date": on }),
        })
        .collect();
    serde_json::json!({ "id": "c", "as_of": as_of, "events": events }).to_string()
}
