//! Templates of letters (文书模板): wording that an office may change, within what the law asks of each letter.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use law::Article;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde::{Deserialize, Serialize};

use super::facts::{Facts, sample};
use super::kind::LetterKind;
use super::{Letter, Office, Slip, check};
use crate::reason::{Reason, Reasons, Refused};

/// The wording of a letter (文书模板).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// 标题.
    pub title: String,
    /// 正文: a paragraph to a line; a line that comes out empty is left out.
    pub body: String,
    /// 回执, for whoever is asked; empty where nothing is to be sent back.
    #[serde(default)]
    pub slip: String,
}

/// The templates of an office: its own, and the program's where it has none (文书模板).
#[derive(Debug, Clone, Default)]
pub struct Templates(BTreeMap<LetterKind, Template>);

/// What no letter has of its template, once the fields are put in.
const BRACES: [char; 4] = ['{', '}', '｛', '｝'];

/// The longest part of a template, in characters.
const LONGEST: usize = 10_000;

/// How much a template may compute: the longest of ours needs some hundred steps.
const STEPS: u64 = 10_000;

/// Fields of several paragraphs.
const SEVERAL: [&str; 2] = ["救济途径", "不予公开的部分"];

/// Stands for a line break inside a field that is quoted word for word: no form lets anybody type it.
const BREAK: char = '\u{1}';

impl FromIterator<(LetterKind, Template)> for Templates {
    fn from_iter<I: IntoIterator<Item = (LetterKind, Template)>>(own: I) -> Templates {
        Templates(own.into_iter().collect())
    }
}

impl Templates {
    /// The template of a kind.
    pub fn of(&self, kind: LetterKind) -> &Template {
        self.0.get(&kind).unwrap_or_else(|| builtin(kind))
    }

    /// Whether the office has its own.
    pub fn has_own(&self, kind: LetterKind) -> bool {
        self.0.contains_key(&kind)
    }
}

/// The program's own templates as they stand in `letters.toml`.
#[derive(Deserialize)]
struct Builtin {
    opening: String,
    closing: String,
    #[serde(flatten)]
    templates: BTreeMap<String, Template>,
}

static BUILTIN: LazyLock<BTreeMap<LetterKind, Template>> = LazyLock::new(|| {
    let Builtin { opening, closing, mut templates } =
        toml::from_str(include_str!("../../letters.toml")).expect("letters.toml is a table of templates");
    let mut take = |kind: LetterKind| {
        let shared = match kind {
            LetterKind::Answer(outcome) if outcome.ground().is_some() => templates.get("refused").cloned(),
            kind => templates.remove(&kind.key()),
        };
        let template = shared.unwrap_or_else(|| panic!("letters.toml has no template for {kind:?}"));
        let whole = |text: String| text.replace("@opening", &opening).replace("@closing", closing.trim());
        (kind, Template { body: whole(template.body).trim().to_owned(), ..template })
    };
    LetterKind::all().map(&mut take).collect()
});

/// The program's own template of a kind.
pub fn builtin(kind: LetterKind) -> &'static Template {
    BUILTIN.get(&kind).expect("there is a template for every kind")
}

impl Template {
    /// What is wrong with it as a template of a kind: its writing, fields that there are not, and what the law asks for.
    pub fn flaws(&self, kind: LetterKind) -> Vec<Reason> {
        let (under, mut reasons) = (kind.under(), Reasons::default());
        for (part, text) in self.parts() {
            let long = text.chars().count() > LONGEST;
            let says = format!("{part}最多{LONGEST}字");
            reasons.unless(!long, "template_too_long", under, says);
        }
        let title = self.title.trim();
        reasons.unless(!title.is_empty(), "template_without_title", under, "没有写标题");
        let fields = kind.fields();
        let environment = environment();
        let mut named = std::collections::HashSet::new();
        for (part, text) in self.parts() {
            match environment.template_from_str(text) {
                Ok(template) => {
                    let names = template.undeclared_variables(false);
                    // With its fields empty a text has no braces left, unless some were not meant for fields.
                    let empty = Value::from_pairs(names.iter().map(|name| (name.clone(), "")));
                    let stays = template.render(empty).is_ok_and(|text| text.contains(BRACES));
                    let says = format!("{part}有多余的花括号，字段应写成两个半角花括号包住的名称");
                    reasons.unless(!stays, "template_syntax", under, says);
                    named.extend(names);
                }
                Err(error) => reasons.extend([flaw(part, &error, under)]),
            }
        }
        if !reasons.is_empty() {
            // What cannot be read names nothing.
            return reasons.into_vec();
        }
        let mut unknown: Vec<_> =
            named.iter().filter(|name| fields.iter().all(|field| field.name != **name)).collect();
        unknown.sort();
        for name in unknown {
            let says = format!("这种文书没有“{name}”这个字段，请从字段表里选用");
            reasons.unless(false, "template_unknown_field", under, says);
        }
        for field in fields.iter().filter(|field| field.required && !named.contains(field.name)) {
            let says = format!("缺少“{}”（{}），文书必须写明", field.name, field.meaning);
            reasons.unless(false, "template_missing_field", under, says);
        }
        if !reasons.is_empty() {
            return reasons.into_vec();
        }
        match self.sample(kind) {
            Err(refused) => refused.reasons().to_vec(),
            // A field may be named where it never comes out, or stand among other words than the law asks for.
            Ok(letter) => check::words(kind, &letter, &sample(kind)).into_vec(),
        }
    }

    /// The letter with invented content (示例).
    ///
    /// # Errors
    /// Why it cannot be put together.
    pub fn sample(&self, kind: LetterKind) -> Result<Letter, Refused> {
        let facts = sample(kind);
        let number = kind.series().map(|_| "云卫公开〔2026〕1号".to_owned());
        let to = if kind.is_for_applicant() { "张三" } else { "云州市某某有限公司" };
        let on = jiff::civil::date(2026, 3, 20);
        facts.letter(kind, self, &Office::sample(), (to, number, on))
    }

    fn parts(&self) -> [(&'static str, &str); 3] {
        [("标题", &self.title), ("正文", &self.body), ("回执", &self.slip)]
    }

    /// Title, paragraphs and slip with the facts put in.
    pub(super) fn render(
        &self,
        kind: LetterKind,
        facts: &Facts,
    ) -> Result<(String, Vec<String>, Option<Slip>), Refused> {
        // What was written in several lines stays in its paragraph, word for word.
        let value = |name: &str| match SEVERAL.contains(&name) {
            true => facts.get(name).to_owned(),
            false => facts.get(name).replace('\n', &BREAK.to_string()),
        };
        let context = Value::from_pairs(kind.fields().iter().map(|field| (field.name, value(field.name))));
        let environment = environment();
        let mut rendered = Vec::with_capacity(3);
        for (part, text) in self.parts() {
            let lines = environment.render_str(text, &context);
            let lines = lines.map_err(|error| Refused::from(flaw(part, &error, kind.under())))?;
            let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
            rendered.push(lines.map(|line| line.replace(BREAK, "\n")).collect::<Vec<String>>());
        }
        let [title, body, slip]: [Vec<String>; 3] = rendered.try_into().unwrap_or_default();
        let slip = (!slip.is_empty()).then_some(Slip { lines: slip });
        Ok((title.concat(), body, slip))
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(STEPS));
    environment
}

/// What is wrong with the writing of a template, in a sentence.
fn flaw(part: &str, error: &minijinja::Error, under: Article) -> Reason {
    let line = error.line().map(|line| format!("第{line}行")).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::SyntaxError => "写法有误，请检查花括号和百分号是否成对".to_owned(),
        ErrorKind::UndefinedError => "用到了没有内容的字段".to_owned(),
        ErrorKind::UnknownFilter
        | ErrorKind::UnknownFunction
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownMethod => "用到了不存在的过滤器或者函数".to_owned(),
        ErrorKind::OutOfFuel => "循环太多，不能生成".to_owned(),
        _ => format!("不能生成：{error}"),
    };
    Reason::new("template_syntax", under, format!("{part}{line}{what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_ours_holds() {
        for kind in LetterKind::all() {
            assert_eq!(builtin(kind).flaws(kind), [], "{kind:?}");
            let letter = builtin(kind).sample(kind).unwrap();
            let text = format!("{letter:?}");
            assert!(!text.contains(['{', '@']) || !text.contains("}}"), "{kind:?}: {text}");
        }
    }

    #[test]
    fn what_the_law_asks_for_cannot_be_left_out() {
        let kind: LetterKind = "D5".parse().unwrap();
        let own = |body: &str| Template { body: body.to_owned(), ..builtin(kind).clone() };
        let codes = |template: &Template| -> Vec<&str> {
            template.flaws(kind).iter().map(|reason| reason.code).collect()
        };
        let whole = &builtin(kind).body;
        let endless =
            ["{% for a in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] %}".repeat(6), "{% endfor %}".repeat(6)].concat();
        let cases = [
            (whole.replace("{{ 救济途径 }}", ""), vec!["template_missing_field"], "no remedy"),
            (whole.replace("“{{ 申请内容 }}”", "{{ 申请内容 }}"), vec!["request_not_quoted"], "not quoted"),
            (whole.replace("{{ 依据 }}", "{{ 依据 | length }}"), vec!["article_missing"], "no article"),
            (
                whole.replace("{{ 理由 }}", "{{ 理油 }}"),
                vec!["template_unknown_field", "template_missing_field"],
                "a misspelt field",
            ),
            (whole.replace("{{ 理由 }}", "{{ 理由 "), vec!["template_syntax"], "an open brace"),
            (whole.replace("{{ 理由 }}", "{{ 理由 }}}}"), vec!["template_syntax"], "a brace too many"),
            (whole.replace("{{ 理由 }}", "｛｛ 理由 ｝｝"), vec!["template_syntax"], "wide braces"),
            (format!("{whole}{endless}"), vec!["template_syntax"], "a loop without end"),
            (
                whole.replace("{{ 救济途径 }}", "{% if false %}{{ 救济途径 }}{% endif %}"),
                vec!["remedy_missing"],
                "named but never said",
            ),
        ];
        for (body, expected, why) in cases {
            assert_eq!(codes(&own(&body)), expected, "{why}");
        }
        assert_eq!(codes(&own(&whole.replace("特此告知。", "特此函复。"))), [""; 0], "other words");
    }
}
