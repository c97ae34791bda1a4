//! Sums and differences that are exact, or none. A cell may hold as many digits as a [`Decimal`] can: another digit would
//! overflow, and a fraction of it would be rounded away unseen.

use rust_decimal::Decimal;

/// The sum of two numbers; none when it has more digits than can be held.
pub(crate) fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    let has = |decimals: u32| sum.scale() >= decimals;
    let is_exact = has(a.scale().max(b.scale())) || has(a.normalize().scale().max(b.normalize().scale()));
    is_exact.then_some(sum)
}

/// How much more the first number is than the second; none when that cannot be told exactly.
pub(crate) fn subtract(a: Decimal, b: Decimal) -> Option<Decimal> {
    add(a, -b)
}

/// The sum of numbers; none when one of them is not known, or there are too many digits.
pub(crate) fn sum(numbers: impl IntoIterator<Item = Option<Decimal>>) -> Option<Decimal> {
    numbers.into_iter().try_fold(Decimal::ZERO, |sum, number| add(sum, number?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_exact_or_none() {
        let cases = [
            ("1.25", "1.75", Some("3.00"), "decimals stay"),
            ("0.00", "5", Some("5"), "nothing and something"),
            ("5", "-5.0", Some("0"), "nothing is left"),
            ("79228162514264337593543950335", "1", None, "more than can be held"),
            (
                "79228162514264337593543950335",
                "-1",
                Some("79228162514264337593543950334"),
                "the largest but one",
            ),
            ("7922816251426433759354395033", "0.05", None, "a fraction for which no digit is left"),
            ("7922816251426433759354395033", "0.00", Some("7922816251426433759354395033"), "no fraction"),
        ];
        for (a, b, expected, why) in cases {
            let [a, b]: [Decimal; 2] = [a, b].map(|number| number.parse().unwrap());
            let expected = expected.map(|number| number.parse::<Decimal>().unwrap());
            assert_eq!(add(a, b), expected, "{why}");
            assert_eq!(add(b, a), expected, "{why}, the other way");
            assert_eq!(subtract(a, -b), expected, "{why}, taken away");
        }
        assert_eq!(add("1.25".parse().unwrap(), "1.75".parse().unwrap()).unwrap().to_string(), "3.00");
        assert_eq!(sum([Some(Decimal::ONE), None]), None, "one is not known");
    }
}
