//! Tokens by sentences and clauses (句与分句).

use std::ops::Range;

use super::cues::{Cue, Token};

/// Splits tokens at the ends of sentences.
pub(super) fn sentences(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.split(|token| matches!(token, Token::Mark('。' | '!', _))).filter(|sentence| !sentence.is_empty())
}

/// Whether a cue is among tokens.
pub(super) fn has(tokens: &[Token], cue: Cue) -> bool {
    tokens.iter().any(|token| matches!(token, Token::Cue(found, _) if *found == cue))
}

/// The tokens up to the next semicolon.
pub(super) fn clause_end(tail: &[Token]) -> &[Token] {
    let end = tail.iter().position(|token| matches!(token, Token::Mark(';', _))).unwrap_or(tail.len());
    &tail[..end]
}

/// The tokens up to the next mark.
pub(super) fn before_mark(tail: &[Token]) -> &[Token] {
    &tail[..tail.iter().position(|token| matches!(token, Token::Mark(..))).unwrap_or(tail.len())]
}

/// The bytes of a clause, from mark to mark.
pub(super) fn clause_range(clause: &[Token], plain: &str) -> Range<usize> {
    let first = clause.first().map_or(0, Token::start);
    let start = plain[..first]
        .rfind(['。', ';', ',', ':'])
        .map_or(0, |at| at + plain[at..].chars().next().map_or(1, char::len_utf8));
    let end = plain[first..].find(['。', ';', ',']).map_or(plain.len(), |at| first + at);
    start..end
}

/// Whether a token stands behind the last mark of a list of tokens.
pub(super) fn after_last_mark(tokens: &[Token], token: &Token) -> bool {
    let mark = tokens.iter().rev().find_map(|t| match t {
        Token::Mark(',' | ';' | '、', at) => Some(*at),
        _ => None,
    });
    mark.is_none_or(|mark| token.start() > mark)
}

/// Whether a number stands in a list of parts (其中), which ends with its clause group.
pub(super) fn is_among(before: &[Token]) -> bool {
    let among = before.iter().rposition(|token| matches!(token, Token::Cue(Cue::Among, _)));
    among.is_some_and(|at| !before[at..].iter().any(|token| matches!(token, Token::Mark(';', _))))
}

/// The tokens behind the last comma or semicolon.
pub(super) fn after_comma(lead: &[Token]) -> &[Token] {
    let mark = lead.iter().rposition(|token| matches!(token, Token::Mark(',' | ';', _)));
    &lead[mark.map_or(0, |at| at + 1)..]
}
