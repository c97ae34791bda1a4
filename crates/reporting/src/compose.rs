//! Writing a report (年度报告的撰写): text whose numbers are fields, put in from what is known, so that each number of the
//! prose leads back to where it comes from. What somebody typed instead stays recognisable.

use std::collections::BTreeMap;

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};

/// The longest text of a part, in characters.
const LONGEST: usize = 20_000;

/// How much the text of a part may compute.
const STEPS: u64 = 20_000;

/// What no text of a report has, once its fields are put in.
const BRACES: [char; 4] = ['{', '}', '｛', '｝'];

/// Stand around what was put in while the text is rendered; nobody's text has them.
const OPEN: char = '\u{E000}';
const NAMED: char = '\u{E001}';
const CLOSE: char = '\u{E002}';

/// What a field is (字段).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What is put in; several lines become several paragraphs.
    pub text: String,
    /// What it counts, for whoever looks for a field.
    pub meaning: String,
    /// The cell that it is, such as `table3.granted.total`; none for what no cell says.
    pub cell: Option<String>,
}

/// Fields by their names.
pub type Fields = BTreeMap<String, Field>;

/// A piece of a paragraph (文字片段).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A number that somebody typed (手工填写的数字).
    Typed(String),
    /// What a field says.
    Bound {
        /// The field.
        field: String,
        /// What was put in.
        text: String,
    },
}

impl Piece {
    /// Its characters.
    pub fn text(&self) -> &str {
        match self {
            Piece::Words(text) | Piece::Typed(text) | Piece::Bound { text, .. } => text,
        }
    }
}

/// The paragraphs of a text with its fields put in: one to a line, empty lines left out.
///
/// # Errors
/// What is wrong with the text, in one sentence.
pub fn compose(text: &str, fields: &Fields) -> Result<Vec<Vec<Piece>>, String> {
    if text.chars().count() > LONGEST {
        return Err(format!("一个部分最多{LONGEST}字"));
    }
    let text: String = text.chars().filter(|c| ![OPEN, NAMED, CLOSE].contains(c)).collect();
    let environment = environment();
    let template = environment.template_from_str(&text).map_err(|error| flaw(&error))?;
    let mut unknown: Vec<String> =
        template.undeclared_variables(false).into_iter().filter(|name| !fields.contains_key(name)).collect();
    unknown.sort();
    if let Some(name) = unknown.first() {
        return Err(format!("没有“{name}”这个字段，请从字段表里选用"));
    }
    // Each line of a field is marked by itself: a mark never reaches over a paragraph.
    let mark = |name: &str, line: &str| format!("{OPEN}{name}{NAMED}{line}{CLOSE}");
    let marked = |(name, field): (&String, &Field)| {
        let lines: Vec<String> = field.text.lines().map(|line| mark(name, line)).collect();
        (name.clone(), lines.join("\n"))
    };
    let rendered = template.render(Value::from_pairs(fields.iter().map(marked)));
    let rendered = rendered.map_err(|error| flaw(&error))?;
    let paragraphs = rendered.lines().map(|line| pieces(line.trim()));
    let paragraphs: Vec<_> =
        paragraphs.filter(|pieces| pieces.iter().any(|piece| !piece.text().is_empty())).collect();
    let stays = |piece: &Piece| matches!(piece, Piece::Words(text) if text.contains(BRACES));
    match paragraphs.iter().position(|pieces| pieces.iter().any(stays)) {
        Some(at) => Err(format!("第{}段有多余的花括号，字段应写成两个半角花括号包住的名称", at + 1)),
        None => Ok(paragraphs),
    }
}

/// The pieces of a rendered line.
fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(OPEN) {
        words(before, &mut pieces);
        let (marked, next) = after.split_once(CLOSE).unwrap_or((after, ""));
        let (field, text) = marked.split_once(NAMED).unwrap_or(("", marked));
        pieces.push(Piece::Bound { field: field.to_owned(), text: text.to_owned() });
        rest = next;
    }
    words(rest, &mut pieces);
    pieces
}

/// Words, and the numbers among them that count something: days, years and the numbers of documents and articles do not.
fn words(text: &str, pieces: &mut Vec<Piece>) {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(|c| is_digit(c) || is_numeral(c)) {
        let from = at + found;
        let is_in = |c: char| match text[from..].starts_with(is_digit) {
            true => is_digit(c) || c == '.' || c == ',',
            false => is_numeral(c),
        };
        let length = text[from..].find(|c| !is_in(c)).unwrap_or(text.len() - from);
        let to = from + length;
        at = to;
        let (before, after) = (text[..from].chars().next_back(), text[to..].chars().next());
        let is_name = after.is_some_and(|c| "年月日号〕-".contains(c) || c.is_ascii_alphabetic())
            || before.is_some_and(|c| "〔第-".contains(c) || c.is_ascii_alphabetic());
        if is_name
            || (is_numeral(text[from..].chars().next().unwrap_or_default())
                && !counts(&text[from..to], after))
        {
            continue;
        }
        if start < from {
            pieces.push(Piece::Words(text[start..from].to_owned()));
        }
        pieces.push(Piece::Typed(text[from..to].to_owned()));
        start = to;
    }
    if start < text.len() {
        pieces.push(Piece::Words(text[start..].to_owned()));
    }
}

/// Whether a character is part of a number in Chinese (汉字数字).
fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十百千万亿两〇零".contains(c)
}

/// Whether such characters count something: 四百五十篇 does, 一是 and 十分 do not.
fn counts(numeral: &str, after: Option<char>) -> bool {
    let has_unit = numeral.contains(['十', '百', '千', '万', '亿']) && numeral.chars().count() > 1;
    has_unit && after.is_some_and(|c| "件篇条次场人份期个项家名批部余多".contains(c))
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(STEPS));
    environment
}

fn flaw(error: &minijinja::Error) -> String {
    let line = error.line().map(|line| format!("第{line}行")).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::SyntaxError => "写法有误，请检查花括号和百分号是否成对",
        ErrorKind::OutOfFuel => "循环太多，不能生成",
        _ => "不能生成，请检查字段的写法",
    };
    format!("{line}{what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        let field = |text: &str| Field { text: text.to_owned(), meaning: String::new(), cell: None };
        [("新收", field("34")), ("主要问题", field("一是人手不足。\n二是更新不及时。")), ("无", field(""))]
            .map(|(name, field)| (name.to_owned(), field))
            .into()
    }

    fn written(text: &str) -> Vec<String> {
        let paragraphs = compose(text, &fields()).unwrap();
        let plain = |pieces: Vec<Piece>| pieces.iter().map(Piece::text).collect::<String>();
        paragraphs.into_iter().map(plain).collect()
    }

    #[test]
    fn fields_are_put_in_and_lines_are_paragraphs() {
        let text = "新收{{ 新收 }}件。\n\n{{ 无 }}\n{{ 主要问题 }}";
        assert_eq!(written(text), ["新收34件。", "一是人手不足。", "二是更新不及时。"]);
        let first = &compose(text, &fields()).unwrap()[0];
        let bound = Piece::Bound { field: "新收".to_owned(), text: "34".to_owned() };
        assert_eq!(first[..2], [Piece::Words("新收".to_owned()), bound]);
    }

    #[test]
    fn numbers_that_somebody_typed_are_told_from_days_and_documents() {
        let text = "2025年1月31日，按照国办公开办函〔2021〕30号和第20条，信息1200条，培训12次、450余人次，电话0000-1234567，网址www1.example。占98.5%。一是发布四百五十篇，十分重视，第二十条，十余次";
        let typed: Vec<String> = compose(text, &fields()).unwrap()[0]
            .iter()
            .filter(|piece| matches!(piece, Piece::Typed(_)))
            .map(|piece| piece.text().to_owned())
            .collect();
        assert_eq!(typed, ["1200", "12", "450", "98.5", "四百五十"]);
        assert_eq!(written(text), [text]);
    }

    #[test]
    fn what_is_wrong_with_a_text_is_one_sentence() {
        let cases = [
            ("{{ 新售 }}", "没有“新售”这个字段，请从字段表里选用"),
            ("一行\n{{ 新收 ", "第2行写法有误，请检查花括号和百分号是否成对"),
            ("{{ 新收 | frob }}", "第1行不能生成，请检查字段的写法"),
            ("一段\n多余 }}", "第2段有多余的花括号，字段应写成两个半角花括号包住的名称"),
            ("｛｛ 新收 ｝｝件", "第1段有多余的花括号，字段应写成两个半角花括号包住的名称"),
        ];
        for (text, says) in cases {
            assert_eq!(compose(text, &fields()).unwrap_err(), says);
        }
    }
}
