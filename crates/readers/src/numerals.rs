//! Numbers as the lists of a document write them.

/// Digits and units in which Chinese numbers are counted.
struct Counting {
    digits: [char; 10],
    /// Ten, hundred, thousand.
    units: [char; 3],
    /// Ten at the beginning goes without its one: 十一, not 一十一.
    bare_ten: bool,
}

const COMMON: Counting = Counting {
    digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    units: ['十', '百', '千'],
    bare_ten: true,
};

const LEGAL: Counting = Counting {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟'],
    bare_ten: false,
};

const LEGAL_TRADITIONAL: Counting = Counting {
    digits: ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟'],
    bare_ten: false,
};

/// A number in one of the formats of `w:numFmt`; in Arabic numerals if the format is another.
pub(crate) fn numeral(format: &str, number: u32) -> String {
    let decimal = || number.to_string();
    let one_of = |first: char, last: char| {
        let letter = number.checked_sub(1).and_then(|index| char::from_u32(first as u32 + index));
        letter.filter(|letter| *letter <= last).map_or_else(decimal, String::from)
    };
    let nth = |letters: &str| {
        let index = number.checked_sub(1).and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| letters.chars().nth(index)).map_or_else(decimal, String::from)
    };
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => counted(&COMMON, number),
        "chineseLegalSimplified" => counted(&LEGAL, number),
        "ideographLegalTraditional" | "japaneseLegal" => counted(&LEGAL_TRADITIONAL, number),
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => {
            digits(number, |digit| if digit == 0 { '〇' } else { COMMON.digits[digit] })
        }
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥"),
        "ideographEnclosedCircle" => one_of('㊀', '㊉'),
        "decimalFullWidth" | "decimalFullWidth2" => digits(number, |digit| FULL_WIDTH[digit]),
        "decimalZero" => format!("{number:02}"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => one_of('①', '⑳'),
        "decimalEnclosedParen" => one_of('⑴', '⒇'),
        "decimalEnclosedFullstop" => one_of('⒈', '⒛'),
        "upperLetter" => letters(number, 'A').unwrap_or_else(decimal),
        "lowerLetter" => letters(number, 'a').unwrap_or_else(decimal),
        "upperRoman" => roman(number).unwrap_or_else(decimal),
        "lowerRoman" => roman(number).map_or_else(decimal, |roman| roman.to_lowercase()),
        "none" => String::new(),
        _ => decimal(),
    }
}

const FULL_WIDTH: [char; 10] = ['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'];

fn digits(number: u32, letter: impl Fn(usize) -> char) -> String {
    number.to_string().bytes().map(|digit| letter(usize::from(digit - b'0'))).collect()
}

/// A number of up to four digits in Chinese: 一百零五. Longer ones are written digit by digit.
fn counted(counting: &Counting, number: u32) -> String {
    if number == 0 || number > 9999 {
        return digits(number, |digit| counting.digits[digit]);
    }
    let mut written = String::new();
    let mut gap = false;
    for (place, value) in [1000, 100, 10, 1].into_iter().enumerate() {
        let digit = number as usize / value % 10;
        if digit == 0 {
            gap = !written.is_empty();
            continue;
        }
        if gap {
            written.push(counting.digits[0]);
            gap = false;
        }
        let bare = counting.bare_ten && value == 10 && digit == 1 && written.is_empty();
        if !bare {
            written.push(counting.digits[digit]);
        }
        written.extend(counting.units.get(2usize.wrapping_sub(place)));
    }
    written
}

/// Letters as Word counts on after Z: AA, BB, CC.
fn letters(number: u32, first: char) -> Option<String> {
    let index = number.checked_sub(1).filter(|index| *index < 26 * 26)?;
    let letter = char::from_u32(first as u32 + index % 26)?;
    Some(std::iter::repeat_n(letter, index as usize / 26 + 1).collect())
}

fn roman(mut number: u32) -> Option<String> {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut written = String::new();
    for (value, letters) in PARTS {
        while number >= value {
            written.push_str(letters);
            number -= value;
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let cases = [
            ("chineseCounting", 1, "一"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 11, "十一"),
            ("chineseCountingThousand", 20, "二十"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1001, "一千零一"),
            ("japaneseCounting", 6, "六"),
            ("chineseLegalSimplified", 11, "壹拾壹"),
            ("ideographTraditional", 2, "乙"),
            ("ideographTraditional", 11, "11"),
            ("ideographDigital", 10, "一〇"),
            ("decimal", 12, "12"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalZero", 7, "07"),
            ("decimalEnclosedCircle", 3, "③"),
            ("decimalEnclosedCircle", 21, "21"),
            ("upperLetter", 27, "AA"),
            ("lowerLetter", 2, "b"),
            ("upperRoman", 4, "IV"),
            ("lowerRoman", 19, "xix"),
            ("upperRoman", 0, "0"),
            ("none", 3, ""),
            ("of a later Word", 3, "3"),
            ("chineseCounting", 0, "零"),
            ("chineseCounting", u32::MAX, "四二九四九六七二九五"),
            ("upperLetter", u32::MAX, "4294967295"),
        ];
        for (format, number, written) in cases {
            assert_eq!(numeral(format, number), written, "{format} {number}");
        }
    }
}
