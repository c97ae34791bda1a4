//! Which lines touch each other.

use super::Rule;
use super::groups::Groups;
use super::lattice::NEAR;
use crate::Unreadable;
use crate::limits::Budget;

/// Groups of lines that touch each other.
pub(super) fn components(rules: &[Rule], budget: &mut Budget) -> Result<Vec<Vec<Rule>>, Unreadable> {
    let mut groups = Groups::new(rules.len());
    // In the order of where they begin from above, only lines that have not ended can touch a later one.
    let extent = |rule: &Rule| if rule.is_horizontal { (rule.at, rule.at) } else { (rule.from, rule.to) };
    let mut order: Vec<usize> = (0..rules.len()).collect();
    order.sort_by(|a, b| extent(&rules[*a]).0.total_cmp(&extent(&rules[*b]).0));
    let mut open: Vec<usize> = Vec::new();
    for index in order {
        let top = extent(&rules[index]).0;
        open.retain(|other| extent(&rules[*other]).1 + NEAR >= top);
        budget.steps(open.len())?;
        for other in &open {
            if touch(&rules[index], &rules[*other]) {
                groups.join(index, *other);
            }
        }
        open.push(index);
    }
    let of = |group: Vec<usize>| group.into_iter().map(|index| rules[index]).collect();
    Ok(groups.gather().into_iter().map(of).collect())
}

fn touch(a: &Rule, b: &Rule) -> bool {
    let within = |at: f32, rule: &Rule| rule.from - NEAR <= at && at <= rule.to + NEAR;
    if a.is_horizontal == b.is_horizontal {
        (a.at - b.at).abs() <= NEAR && a.from <= b.to + NEAR && b.from <= a.to + NEAR
    } else {
        within(a.at, b) && within(b.at, a)
    }
}
