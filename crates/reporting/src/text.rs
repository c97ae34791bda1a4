//! Text made comparable: one form for full-width and half-width, traditional and simplified, with or
//! without the spaces that typesetting leaves behind (文本归一).

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Numerals that count parts and points.
pub(crate) const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// Traditional characters of the labels and phrases of an annual report, each followed by its simplified form.
const TRADITIONAL: &str = "總总 計计 業业 機机 構构 會会 組组 織织 務务 門门 開开 關关 係系 處处 結结 轉转 數数 據据 請请 書书 畢毕 與与 為为 無无 項项 條条 規规 範范 種种 對对 強强 製制 發发 廢废 現现 購购 \
    額额 單单 萬万 億亿 許许 罰罚 費费 類类 個个 內内 過过 執执 閱阅 詢询 確确 認认 複复 復复 議议 訴诉 訟讼 維维 糾纠 審审 經经 後后 還还 給给 應应 從从 來来 實实 際际 屬属 於于 國国 \
    財财 產产 損损 專专 題题 狀状 況况 學学 區区 縣县 鎮镇 鄉乡 衛卫 廳厅 劃划 準准 辦办 員员 眾众 網网 號号 間间 證证 檔档 電电 話话 報报 級级 職职 責责 體体 點点 權权 運运 週周 聽听 \
    見见 讓让 記记 說说 設设 評评 調调 護护 讀读 變变 邊边 達达 連连 進进 選选 適适 違违 遠远 該该 詳详 誤误 諮咨 諒谅 貫贯 負负 貨货 質质 資资 賬账 趨趋 車车 較较 輕轻 輸输 農农 釋释 \
    鈔钞 錄录 錢钱 錯错 閉闭 問问 隨随 險险 隱隐 雙双 離离 難难 雲云 靜静 響响 頁页 順顺 須须 預预 領领 頭头 頻频 顯显 風风 飛飞 養养 館馆 馬马 驗验 齊齐 齡龄 補补 舉举 導导 爭争 動动 \
    勞劳 勢势 勝胜 協协 參参 啟启 圍围 圖图 團团 場场 壓压 壞坏 夠够 夥伙 奪夺 奮奋 婦妇 嚴严 獲获 徵征 監监 儲储 繳缴 納纳 積积 極极 樣样 標标 歷历 沒没 減减 測测 溝沟 滿满 漢汉 營营 \
    獎奖 環环 療疗 盡尽 禮礼 稅税 築筑 籤签 簽签 簡简 約约 紀纪 紙纸 細细 統统 綜综 綫线 線线 編编 練练 續续 罷罢 聞闻 聯联 臺台 舊旧 華华 藝艺 蘇苏 術术 裝装 貼贴 貿贸 賠赔 贊赞 輯辑 \
    輿舆 遞递 遲迟 鄭郑 鐘钟 鐵铁 鑑鉴 鑒鉴 閒闲 陳陈 陽阳 階阶 雜杂 韓韩 願愿 饋馈 黨党 祕秘 穩稳 訪访 當当 覆复 繼继 斷断 戶户 庫库 廣广 徑径 擴扩 擬拟 攜携 敗败 濟济 獨独 畫画 盤盘 \
    碼码 竊窃 籌筹 繫系 羅罗 虧亏 裡里 誌志 課课 談谈 謂谓 謝谢 貢贡 賴赖 遼辽 鏈链 鄰邻";

/// First and last of the Chinese characters in common use (CJK Unified Ideographs).
const IDEOGRAPHS: (char, char) = ('\u{4e00}', '\u{9fff}');

/// The character as comparison sees it, when that is another character.
fn simplified(c: char) -> char {
    /// What each ideograph becomes, by its distance from the first.
    static MAP: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut map: Vec<char> = (IDEOGRAPHS.0..=IDEOGRAPHS.1).collect();
        for pair in TRADITIONAL.split_whitespace() {
            let mut letters = pair.chars();
            if let (Some(from), Some(to)) = (letters.next(), letters.next()) {
                map[from as usize - IDEOGRAPHS.0 as usize] = to;
            }
        }
        map
    });
    (c as usize).checked_sub(IDEOGRAPHS.0 as usize).and_then(|at| MAP.get(at)).copied().unwrap_or(c)
}

/// Calls `out` for each character of the comparable form of `c`: none for white space.
pub(crate) fn fold(c: char, mut out: impl FnMut(char)) {
    match c {
        '\u{4e00}'..='\u{9fff}' => out(simplified(c)),
        '\u{21}'..='\u{7e}' => out(c),
        '“' | '”' | '‘' | '’' | '。' | '、' | '《' | '》' | '〔' | '〕' | '·' | '—' | '…' => {
            out(c)
        }
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
        c if c.is_whitespace() || c.is_control() => {}
        c => std::iter::once(c).nfkc().filter(|c| !c.is_whitespace()).for_each(|c| out(simplified(c))),
    }
}

/// Whether a character has no place in a text: control characters other than tabs and line ends, which files and terminals
/// take for commands or refuse; soft hyphens; and what is no character at all.
fn is_unprintable(c: char) -> bool {
    let ends_line = matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    c.is_control() && !ends_line || matches!(c, '\u{ad}' | '\u{fffe}' | '\u{ffff}')
}

/// The text without control characters and soft hyphens (控制字符); tabs and line ends stay.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.contains(is_unprintable) { text.replace(is_unprintable, "").into() } else { text.into() }
}

/// The text without white space, full-width forms made ordinary, traditional characters simplified.
pub fn squash(text: &str) -> String {
    let mut squashed = String::with_capacity(text.len());
    for c in text.chars() {
        fold(c, |c| squashed.push(c));
    }
    squashed
}

/// The text without the white space that typesetting leaves between Chinese characters (as printed, 按原样).
///
/// Spaces between two Latin words stay.
pub fn unspaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        let latin = |c: char| c.is_ascii_alphabetic();
        if gap && latin(c) && out.chars().next_back().is_some_and(latin) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// A label reduced to what identifies it: squashed, without quotes and punctuation, and without bracketed
/// explanations; short brackets such as （一） keep their content.
pub fn label_key(text: &str) -> String {
    let squashed = squash(text);
    let mut key = String::with_capacity(squashed.len());
    let mut rest = squashed.as_str();
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '('
            && let Some(inside) = rest.split(')').next().filter(|inside| inside.len() < rest.len())
            && inside.chars().count() > 2
        {
            rest = &rest[inside.len() + 1..];
        } else if c.is_alphanumeric() {
            key.push(c);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_of_traditional_characters_is_made_of_pairs() {
        assert!(TRADITIONAL.split_whitespace().all(|pair| pair.chars().count() == 2));
        assert_eq!(squash("三、本年度辦理結果"), "三、本年度办理结果");
        assert_eq!(squash("總計　１２．５"), "总计12.5");
    }

    #[test]
    fn labels_are_equal_whatever_their_brackets_quotes_and_spaces() {
        for (printed, key) in [
            ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "二部分公开"),
            ("3. 危及“三安全一稳定”", "3危及三安全一稳定"),
            ("3．危及\"三安全一稳定\"", "3危及三安全一稳定"),
            ("规章(设区的市、自治州人民政府应提供相关数据)", "规章"),
            ("商业\n企业", "商业企业"),
            ("(六 )其他处理", "六其他处理"),
        ] {
            assert_eq!(label_key(printed), key, "{printed}");
        }
    }

    #[test]
    fn control_characters_are_dropped_and_line_ends_stay() {
        for (text, expected, why) in [
            ("总体\u{0}情\u{1b}[31m况", "总体情[31m况", "a terminal would turn red"),
            ("第一行\r\n\t第二行\u{85}", "第一行\r\n\t第二行\u{85}", "line ends and tabs"),
            ("公\u{ad}开\u{7f}\u{9b}\u{fffe}\u{ffff}", "公开", "soft hyphens, other controls, no characters"),
            ("公 开\u{3000}𠮷", "公 开\u{3000}𠮷", "spaces and rare characters"),
        ] {
            assert_eq!(printable(text), expected, "{why}");
        }
    }

    #[test]
    fn titles_lose_the_spaces_of_line_breaks_only() {
        assert_eq!(unspaced(" 杭州市 2021 年度\n报告 "), "杭州市2021年度报告");
        assert_eq!(unspaced("Hello World 年报"), "Hello World年报");
    }
}
