//! How a citation is written (法条引用).

use std::fmt;

use serde::{Serialize, Serializer};

/// A law, regulation or official document that rules are taken from (法律、法规、文件).
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Statute {
    /// The name it has in `articles.toml`; for a document, its number.
    pub key: &'static str,
    /// The title without title marks, such as 中华人民共和国政府信息公开条例; may be empty for a document.
    pub title: &'static str,
    /// The decree or document number, such as 国务院令第711号.
    pub number: &'static str,
    /// What is printed in brackets after the title, where the title alone would not tell which text is meant.
    pub qualifier: Option<&'static str>,
    /// The name before a short citation; empty for the Regulation in force, which needs none.
    pub short: &'static str,
}

impl Statute {
    /// A document that is cited by its number, such as 国办公开办函〔2021〕30号.
    pub const fn document(title: &'static str, number: &'static str) -> Statute {
        Statute { key: number, title, number, qualifier: Some(number), short: number }
    }

    /// The statute as a whole, without naming an article.
    pub const fn whole(&'static self) -> Article {
        self.article(0, 0)
    }

    /// An article (条) of the statute; paragraph (款) 0 means the whole article.
    pub const fn article(&'static self, article: u16, paragraph: u16) -> Article {
        Article { statute: self, article, paragraph, item: 0 }
    }
}

impl fmt::Display for Statute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.title, self.qualifier) {
            ("", _) => f.write_str(self.number),
            (title, None) => write!(f, "《{title}》"),
            (title, Some(qualifier)) => write!(f, "《{title}》（{qualifier}）"),
        }
    }
}

/// The Regulation of 2007, in force from 2008-05-01 to 2019-05-14.
pub static OGI_2007: Statute = Statute {
    key: "ogi2007",
    title: "中华人民共和国政府信息公开条例",
    number: "国务院令第492号",
    qualifier: Some("2007年"),
    short: "2007年条例",
};

/// The Regulation as revised in 2019, in force since 2019-05-15.
pub static OGI_2019: Statute = Statute {
    key: "ogi2019",
    title: "中华人民共和国政府信息公开条例",
    number: "国务院令第711号",
    qualifier: None,
    short: "",
};

/// The measures on national holidays, as last revised on 2024-11-10.
pub static HOLIDAYS: Statute = Statute {
    key: "holidays",
    title: "全国年节及纪念日放假办法",
    number: "国务院令第795号",
    qualifier: None,
    short: "放假办法",
};

/// A place in a statute: 《…》第三十三条第二款.
///
/// [`Display`](fmt::Display) writes it in full as official documents do, [`Article::short`] writes 第33条第2款.
/// Serialized as the full form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Article {
    /// The text that is cited.
    pub statute: &'static Statute,
    /// 条, counted from 1; 0 for the statute as a whole.
    pub article: u16,
    /// 款, counted from 1; 0 for the whole article.
    pub paragraph: u16,
    /// 项, counted from 1; 0 for the whole paragraph.
    pub item: u16,
}

/// An article of the Regulation of 2007; paragraph 0 means the whole article.
pub const fn ogi2007(article: u16, paragraph: u16) -> Article {
    Article { statute: &OGI_2007, article, paragraph, item: 0 }
}

/// An article of the Regulation of 2019; paragraph 0 means the whole article.
pub const fn ogi2019(article: u16, paragraph: u16) -> Article {
    Article { statute: &OGI_2019, article, paragraph, item: 0 }
}

/// An article of the measures on national holidays; paragraph 0 means the whole article.
pub const fn holidays(article: u16, paragraph: u16) -> Article {
    Article { statute: &HOLIDAYS, article, paragraph, item: 0 }
}

impl Article {
    /// An item (项) of the cited paragraph.
    pub const fn at_item(self, item: u16) -> Article {
        Article { item, ..self }
    }

    /// Where it stands in its statute, as letters say after they have named that: 第三十三条第二款.
    pub fn place(self) -> String {
        self.parts().map(|(number, unit)| format!("第{}{unit}", chinese(number))).collect()
    }

    /// The citation as a note in a table or beside a date: 第33条第2款, with the statute's short name in front
    /// unless it is the Regulation in force.
    pub fn short(self) -> String {
        let mut text = self.statute.short.to_owned();
        for (number, unit) in self.parts() {
            text.push_str(&format!("第{number}{unit}"));
        }
        if text.is_empty() { self.statute.to_string() } else { text }
    }

    fn parts(self) -> impl Iterator<Item = (u16, &'static str)> {
        [(self.article, "条"), (self.paragraph, "款"), (self.item, "项")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.statute, self.place())
    }
}

impl Serialize for Article {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A number in the words of a statute: 33 is 三十三, 10 is 十, 105 is 一百零五.
fn chinese(number: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut words = String::new();
    let mut skipped = false;
    for (unit, name) in [(10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = usize::from(number / unit % 10);
        if digit == 0 {
            skipped = !words.is_empty();
            continue;
        }
        if skipped {
            words.push_str(DIGITS[0]);
            skipped = false;
        }
        // Ten to nineteen leave the leading one out.
        if !(unit == 10 && digit == 1 && words.is_empty()) {
            words.push_str(DIGITS[digit]);
        }
        words.push_str(name);
    }
    if words.is_empty() { DIGITS[0].to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_statutes_write_them() {
        let cases = [
            (0, "零"),
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (33, "三十三"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (119, "一百一十九"),
            (1001, "一千零一"),
            (1260, "一千二百六十"),
            (10010, "一万零一十"),
        ];
        for (number, words) in cases {
            assert_eq!(chinese(number), words);
        }
    }

    #[test]
    fn a_citation_has_a_full_and_a_short_form() {
        static FORMAT: Statute =
            Statute::document("中华人民共和国政府信息公开工作年度报告格式", "国办公开办函〔2021〕30号");
        static UNTITLED: Statute = Statute::document("", "国办公开办函〔2015〕207号");
        let cases = [
            (ogi2019(33, 2), "《中华人民共和国政府信息公开条例》第三十三条第二款", "第33条第2款"),
            (ogi2019(56, 0), "《中华人民共和国政府信息公开条例》第五十六条", "第56条"),
            (
                ogi2019(50, 1).at_item(4),
                "《中华人民共和国政府信息公开条例》第五十条第一款第四项",
                "第50条第1款第4项",
            ),
            (ogi2019(0, 0), "《中华人民共和国政府信息公开条例》", "《中华人民共和国政府信息公开条例》"),
            (ogi2007(31, 0), "《中华人民共和国政府信息公开条例》（2007年）第三十一条", "2007年条例第31条"),
            (holidays(6, 0), "《全国年节及纪念日放假办法》第六条", "放假办法第6条"),
            (
                FORMAT.whole(),
                "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
                "国办公开办函〔2021〕30号",
            ),
            (UNTITLED.article(3, 0), "国办公开办函〔2015〕207号第三条", "国办公开办函〔2015〕207号第3条"),
        ];
        for (article, full, short) in cases {
            assert_eq!(article.to_string(), full);
            assert_eq!(article.short(), short);
        }
    }
}
