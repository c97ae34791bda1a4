//! What the name of an authority tells: whether it is one, whether department or government, whether it makes 规章.

use law::annual_report::OrganKind;

/// Endings of towns, sub-districts and zones, whose day of publication local orders set.
const BELOW_COUNTY: [&str; 8] =
    ["镇人民政府", "乡人民政府", "镇政府", "乡政府", "街道办事处", "街道", "管委会", "管理委员会"];

/// Endings of departments and other authorities.
const DEPARTMENTS: [&str; 20] = [
    "局",
    "委",
    "委员会",
    "厅",
    "办公室",
    "办",
    "中心",
    "大队",
    "支队",
    "总队",
    "司",
    "署",
    "管理处",
    "办事处",
    "站",
    "所",
    "社",
    "联合会",
    "银行",
    "公司",
];

/// Courts, hospitals and schools, which report under other rules.
const INSTITUTIONS: [&str; 4] = ["法院", "检察院", "医院", "学院"];

/// Whether a line without spaces is the name of an authority and nothing else.
pub(crate) fn is_organ(name: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    (4..=30).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, '(' | ')' | '、'))
        && (ends(&DEPARTMENTS) || ends(&BELOW_COUNTY) || ends(&INSTITUTIONS) || name.ends_with("政府"))
}

/// Department or government (art. 49); none where the name does not tell.
pub fn kind(name: &str) -> Option<OrganKind> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&BELOW_COUNTY) || ends(&INSTITUTIONS) {
        None
    } else if name.ends_with("人民政府") {
        Some(OrganKind::Government)
    } else {
        ends(&DEPARTMENTS).then_some(OrganKind::Department)
    }
}

/// Whether a name surely is that of an authority that makes no 规章: towns, counties, and departments of cities and
/// counties (立法法: departments of the State Council, provinces, cities with districts and prefectures make them).
pub(crate) fn makes_no_regulations(name: &str) -> bool {
    let below = BELOW_COUNTY.iter().any(|ending| name.ends_with(ending)) || name.ends_with("县人民政府");
    below || (kind(name) == Some(OrganKind::Department) && name.contains(['市', '县', '区', '旗']))
}

/// The name before the year or the subject of a squashed title; empty where there is none.
pub(crate) fn of_title(title: &str) -> &str {
    let title = title.trim_start_matches("关于");
    let year = title.trim_start_matches(|c: char| c.is_ascii_digit());
    let title = year.strip_prefix('年').map_or(title, |rest| rest.trim_start_matches('度'));
    let subject = ["政府信息公开", "信息公开", "政务公开"].iter().filter_map(|word| title.find(word)).min();
    let digit = |c: char| c.is_ascii_digit() || "〇○零".contains(c);
    let year = title.find(digit).map(|at| title[..at].trim_end_matches(['二', '(']).len());
    let end = subject.into_iter().chain(year).min().unwrap_or(title.len());
    title[..end].trim_end_matches(['的', '(', '-'])
}

/// How like each other two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// The same authority: equal, abbreviated, without its place, or with its office.
    Same,
    /// Nearly equal: letters are missing, added or in another order.
    Near,
    /// Another authority.
    Other,
}

/// Short forms in the names of authorities that mean the same, the full form behind each.
const SHORT: [(&str, &str); 22] = [
    ("卫健", "卫生健康"),
    ("发改", "发展和改革"),
    ("发展改革", "发展和改革"),
    ("人社", "人力资源和社会保障"),
    ("工信", "工业和信息化"),
    ("住建", "住房和城乡建设"),
    ("市监局", "市场监督管理局"),
    ("市场监管", "市场监督管理"),
    ("自规", "自然资源和规划"),
    ("文旅", "文化和旅游"),
    ("文广旅", "文化广电和旅游"),
    ("退役军人局", "退役军人事务局"),
    ("应急局", "应急管理局"),
    ("医保局", "医疗保障局"),
    ("城管", "城市管理"),
    ("民宗", "民族宗教事务"),
    ("政数局", "政务服务和数据管理局"),
    ("国资委", "国有资产监督管理委员会"),
    ("街道办", "街道办事处"),
    ("管委会", "管理委员会"),
    ("人民政府", "政府"),
    ("本级", ""),
];

/// Endings of the offices that sign for an authority.
const OFFICES: [&str; 4] = ["办公室", "办公厅", "办事处", "办"];

/// A name with its short forms spelled out.
fn full(name: &str) -> String {
    let mut full = name.to_owned();
    for (short, long) in SHORT {
        if full.contains(short) && (long.is_empty() || !full.contains(long) || short.contains(long)) {
            full = full.replacen(short, long, 1);
        }
    }
    if full.ends_with('委') { full + "员会" } else { full }
}

/// Compares two names of authorities.
pub(crate) fn likeness(one: &str, other: &str) -> Likeness {
    if one == other {
        return Likeness::Same;
    }
    let (one, other) = (full(one), full(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    // 卫生健康委员会 for 云州市卫生健康委员会, 云州市人民政府办公室 for 云州市人民政府
    let office = |rest: &str| OFFICES.iter().any(|office| rest.ends_with(office));
    if long.ends_with(short.as_str()) || long.strip_prefix(short.as_str()).is_some_and(office) {
        return Likeness::Same;
    }
    if names_government_between(short, long) {
        return Likeness::Same;
    }
    let mut letters = [short, long].map(|name| name.chars().collect::<Vec<char>>());
    if is_within(&letters[0], &letters[1]) {
        return Likeness::Near;
    }
    for name in &mut letters {
        name.sort_unstable();
    }
    if letters[0] == letters[1] { Likeness::Near } else { Likeness::Other }
}

/// 黄陂区前川街道办事处 for 黄陂区人民政府前川街道办事处: the longer name says under which government, or in which place.
fn names_government_between(short: &str, long: &str) -> bool {
    let same: usize =
        short.chars().zip(long.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let rest = &short[same..];
    rest.chars().count() >= 4
        && long[same..]
            .strip_suffix(rest)
            .is_some_and(|between| between.ends_with(['府', '省', '市', '县', '区']))
}

/// Whether the letters of the first stand in the second in their order.
fn is_within(short: &[char], long: &[char]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|letter| rest.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_an_authority_is() {
        let cases = [
            ("淮安市人民政府", Some(OrganKind::Government), false),
            ("鹤岗市卫健委", Some(OrganKind::Department), true),
            ("桃江县松木塘镇人民政府", None, true),
            ("某某省财政厅", Some(OrganKind::Department), false),
            ("某某市人民医院", None, false),
            ("汉阳区政府办公室", Some(OrganKind::Department), true),
        ];
        for (name, expected, makes_none) in cases {
            assert!(is_organ(name), "{name}");
            assert_eq!(kind(name), expected, "{name}");
            assert_eq!(makes_no_regulations(name), makes_none, "{name}");
        }
        assert!(!is_organ("2021年1月15日"));
    }

    #[test]
    fn the_name_in_a_title_ends_at_the_year_or_the_subject() {
        for (title, name) in [
            ("云州市卫生健康委员会2025年政府信息公开工作年度报告", "云州市卫生健康委员会"),
            ("杭州市卫生健康委员会政府信息公开工作2021年度报告", "杭州市卫生健康委员会"),
            ("青溪镇人民政府二〇二四年政府信息公开工作年度报告", "青溪镇人民政府"),
            ("2023年政府信息公开工作年度报告", ""),
            ("2023年度汉阳区政府办公室政府信息公开工作年度报告", "汉阳区政府办公室"),
        ] {
            assert_eq!(of_title(title), name, "{title}");
        }
    }

    #[test]
    fn names_are_the_same_nearly_the_same_or_others() {
        use Likeness::{Near, Other, Same};
        for (one, other, expected, why) in [
            ("鹤岗市卫健委", "鹤岗市卫生健康委员会", Same, "the usual short form"),
            ("卫生健康委员会", "云州市卫生健康委员会", Same, "without its place"),
            ("云州市人民政府", "云州市人民政府办公室", Same, "the office signs"),
            ("云州市人民政府本级", "云州市人民政府", Same, "the government's own offices"),
            ("黄陂区前川街道办事处", "黄陂区人民政府前川街道办事处", Same, "under its government"),
            ("云州市市场监管局", "云州市市场监督管理局", Same, "the usual short form"),
            ("云州县卫生局", "云州县卫生健康局", Near, "the name of before the reform"),
            ("云州市卫生康健委员会", "云州市卫生健康委员会", Near, "letters changed places"),
            ("云州市教育局", "云州市卫生健康委员会", Other, "another department"),
            ("云州市教育局", "云海市教育局", Other, "another city"),
        ] {
            assert_eq!(likeness(one, other), expected, "{why}");
            assert_eq!(likeness(other, one), expected, "{why}, the other way round");
        }
    }
}
