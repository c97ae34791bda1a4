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
pub(crate) fn kind(name: &str) -> Option<OrganKind> {
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
}
