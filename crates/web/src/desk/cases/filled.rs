//! A form that was filled in, as a command.

use casework::decide::{Command, Verb};
use law::china::written_day;
use serde_json::{Map, Value};

use super::fields::{Field, Kind};
use crate::name::key;

/// What is wrong with a field (填写错误).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The field's name; empty when it is none of them.
    pub(crate) field: String,
    /// One sentence.
    pub(crate) says: String,
}

/// What was filled in (填写的内容): names and values as they were sent; a name may come more than once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filled(Vec<(String, String)>);

impl Filled {
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Filled {
        Filled(pairs)
    }

    /// The value of a field; none when it was not sent.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of a field.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What a value would be filled in as: the places in it, with a dot between the steps, and the texts there.
    pub(crate) fn of(name: &str, value: &Value) -> Filled {
        let mut pairs = Vec::new();
        fill(name.to_owned(), value, &mut pairs);
        Filled(pairs)
    }

    /// The fields of these names, as they were sent.
    pub(crate) fn only(&self, names: &[&str]) -> Vec<(String, String)> {
        self.0.iter().filter(|(key, _)| names.contains(&key.as_str())).cloned().collect()
    }
}

fn fill(at: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| fill(format!("{at}.{name}"), value, pairs))
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(nth, value)| fill(format!("{at}.{nth}"), value, pairs));
        }
        Value::String(text) => pairs.push((at, text.clone())),
        Value::Bool(true) => pairs.push((at, "on".to_owned())),
        Value::Bool(false) | Value::Null => {}
        Value::Number(number) => pairs.push((at, number.to_string())),
    }
}

/// Reads a form. Every field that cannot be read is named.
pub(crate) fn command(verb: Verb, fields: &[Field], filled: &Filled) -> Result<Command, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut root = Value::Object(Map::new());
    put(&mut root, "command", Value::String(key(verb)));
    for field in fields {
        let value = match &field.kind {
            Kind::Several(options) => several(field, options, filled).map(Some),
            _ => read(field, filled.one(&field.name).unwrap_or_default().trim()),
        };
        match value {
            Ok(Some(value)) => put(&mut root, &field.name, value),
            Ok(None) => {}
            Err(says) => wrong.push(Wrong { field: field.name.clone(), says }),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let other = |error: serde_json::Error| {
        vec![Wrong {
            field: String::new(), says: format!("表单不完整（{error}），请重新打开本页填写")
        }]
    };
    serde_json::from_value(root).map_err(other)
}

fn several(field: &Field, options: &[(String, String)], filled: &Filled) -> Result<Value, String> {
    let is_known = |text: &&str| options.iter().any(|(value, _)| value == text);
    let chosen: Vec<&str> = filled.all(&field.name).collect();
    match chosen.iter().all(is_known) {
        true => Ok(Value::from(chosen)),
        false => Err(format!("“{}”请从列出的里面选择", field.label)),
    }
}

fn read(field: &Field, text: &str) -> Result<Option<Value>, String> {
    let label = field.label;
    match &field.kind {
        Kind::Hidden(value) => return Ok(Some(number_or_text(value))),
        // They come beside the form and are named once they are kept.
        Kind::Files => return Ok(None),
        Kind::Check => return Ok(Some(Value::Bool(!text.is_empty()))),
        _ if text.is_empty() && field.optional => return Ok(None),
        _ if text.is_empty() => return Err(format!("没有填写“{label}”")),
        _ => {}
    }
    let value = match &field.kind {
        Kind::Date => {
            let date = written_day(text)
                .ok_or_else(|| format!("“{label}”里的“{text}”不是日期，请写成年-月-日，例如 2026-03-02"))?;
            Value::String(date.to_string())
        }
        Kind::Number => {
            let number: u16 = text.parse().map_err(|_| format!("“{label}”里的“{text}”不是整数"))?;
            Value::from(number)
        }
        Kind::Money => Value::from(cents(text).ok_or_else(|| format!("“{label}”里的“{text}”不是金额"))?),
        Kind::Choice(options) => {
            let known = options.iter().any(|(value, _)| value == text);
            if !known {
                return Err(format!("“{label}”请选择列出的一项"));
            }
            number_or_text(text)
        }
        _ => Value::String(text.replace("\r\n", "\n")),
    };
    Ok(Some(value))
}

/// Numbers of consultations and tasks are numbers in commands; everything else is text.
fn number_or_text(text: &str) -> Value {
    text.parse::<u16>().map_or_else(|_| Value::String(text.to_owned()), Value::from)
}

/// Yuan with up to two decimals, in 分.
fn cents(text: &str) -> Option<i64> {
    let (yuan, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if yuan.is_empty() || !digits(yuan) || !digits(rest) || rest.len() > 2 {
        return None;
    }
    let yuan: i64 = yuan.parse().ok()?;
    let cents: i64 = format!("{rest:0<2}").parse().ok()?;
    yuan.checked_mul(100)?.checked_add(cents)
}

/// Puts a value at a path with dots; numbers in it are places in a list.
fn put(root: &mut Value, path: &str, value: Value) {
    let mut at = root;
    for step in path.split('.') {
        at = match step.parse::<usize>() {
            Ok(place) => {
                if !at.is_array() {
                    *at = Value::Array(Vec::new());
                }
                let Value::Array(list) = at else { return };
                while list.len() <= place {
                    list.push(Value::Object(Map::new()));
                }
                &mut list[place]
            }
            Err(_) => {
                if !at.is_object() {
                    *at = Value::Object(Map::new());
                }
                &mut at[step]
            }
        };
    }
    *at = value;
}

#[cfg(test)]
mod tests {
    use casework::decision::Decision;
    use law::exemption::Ground;
    use law::outcome::Outcome;

    use super::*;
    use crate::desk::cases::fields::Proposal;
    use crate::desk::cases::office::Office;

    fn filled(outcome: Outcome, parts: Vec<Option<Ground>>) -> Result<Command, Vec<Wrong>> {
        let proposal = Proposal { outcome: Some(outcome), parts };
        let fields = proposal.fields(&Office::with_sub_reasons(&["不属于政府信息"]));
        let value = |field: &Field| match &field.kind {
            Kind::Date => "2026-03-02".to_owned(),
            Kind::Number => "1".to_owned(),
            Kind::Choice(options) => options[0].0.clone(),
            Kind::Check => "on".to_owned(),
            _ => "文字".to_owned(),
        };
        let filled = Filled::new(fields.iter().map(|field| (field.name.clone(), value(field))).collect());
        command(Verb::Draft, &fields, &filled)
    }

    #[test]
    fn every_kind_of_decision_can_be_filled_in() {
        for outcome in Outcome::ALL {
            if matches!(outcome, Outcome::O1 | Outcome::O2) {
                continue; // They lapse.
            }
            let parts = Ground::ALL.into_iter().map(Some).chain([None]).collect();
            let Command::Draft { decision } = filled(outcome, parts).unwrap() else { panic!("a draft") };
            assert_eq!(decision.outcome(), Some(outcome));
            if let Decision::Partial { closed, .. } = &decision {
                assert_eq!(closed.len(), 8);
            }
        }
    }

    #[test]
    fn what_was_filled_in_is_filled_in_again() {
        let Command::Draft { decision } = filled(Outcome::D4, Vec::new()).unwrap() else { panic!("a draft") };
        let again = Filled::of("decision", &serde_json::to_value(&decision).unwrap());
        let proposal = Proposal { outcome: Some(Outcome::D4), parts: Vec::new() };
        let fields = proposal.fields(&Office::default());
        assert_eq!(command(Verb::Draft, &fields, &again), Ok(Command::Draft { decision }));
    }

    #[test]
    fn every_field_that_is_missing_is_named() {
        let proposal = Proposal { outcome: Some(Outcome::X2), parts: Vec::new() };
        let fields = proposal.fields(&Office::default());
        let wrong = command(Verb::Draft, &fields, &Filled::default()).unwrap_err();
        let names: Vec<_> = wrong.iter().map(|wrong| wrong.field.as_str()).collect();
        assert_eq!(names, ["decision.answered_on", "decision.number"]);
    }

    #[test]
    fn money_is_yuan_with_two_decimals_at_most() {
        let cases = [
            ("100", Some(10_000)),
            ("0.5", Some(50)),
            ("12.34", Some(1234)),
            ("1.234", None),
            ("-1", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(cents(text), expected, "{text}");
        }
    }
}
