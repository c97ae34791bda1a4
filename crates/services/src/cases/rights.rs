//! Who may do what with a case (办件权限): by role, and for a review by the step that waits.

use casework::decide::Verb;
use casework::process::ReviewStep;

use crate::people::Role;

/// Whether somebody with these roles may do something; `next` is the step of review that the case waits for.
pub fn may(roles: &[Role], verb: Verb, next: Option<ReviewStep>) -> bool {
    roles.iter().any(|role| role_may(*role, verb, next))
}

fn role_may(role: Role, verb: Verb, next: Option<ReviewStep>) -> bool {
    let reviews = |step| matches!(verb, Verb::Approve | Verb::SendBack) && next == Some(step);
    match role {
        Role::Clerk => !matches!(
            verb,
            Verb::Approve | Verb::SendBack | Verb::Sign | Verb::Extend | Verb::Restrict | Verb::Reopen
        ),
        Role::Handler => matches!(
            verb,
            Verb::RecordSearch
                | Verb::Draft
                | Verb::FinishTask
                | Verb::ReturnTask
                | Verb::Note
                | Verb::Tag
                | Verb::Untag
        ),
        Role::SecrecyReviewer => reviews(ReviewStep::Secrecy),
        // The head of the office agrees to an extension (art. 33 ¶2).
        Role::OfficeHead => {
            reviews(ReviewStep::Review)
                || matches!(
                    verb,
                    Verb::Extend
                        | Verb::Restrict
                        | Verb::Reopen
                        | Verb::GiveTask
                        | Verb::Stamp
                        | Verb::Note
                        | Verb::Tag
                )
        }
        Role::Leader => {
            matches!(verb, Verb::Sign | Verb::Stamp)
                || (verb == Verb::SendBack && next == Some(ReviewStep::Sign))
        }
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_can_be_done_by_somebody_and_nothing_by_administrators() {
        let steps = [None, Some(ReviewStep::Secrecy), Some(ReviewStep::Review), Some(ReviewStep::Sign)];
        let business = [Role::Clerk, Role::Handler, Role::SecrecyReviewer, Role::OfficeHead, Role::Leader];
        for verb in Verb::ALL {
            assert!(steps.iter().any(|step| may(&business, verb, *step)), "{verb:?}");
            for step in steps {
                assert!(!may(&[Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin], verb, step));
            }
        }
    }

    #[test]
    fn each_step_of_review_has_its_own_role() {
        let cases = [
            (Role::SecrecyReviewer, ReviewStep::Secrecy),
            (Role::OfficeHead, ReviewStep::Review),
            (Role::Leader, ReviewStep::Sign),
        ];
        for (role, step) in cases {
            for (_, other) in cases {
                assert_eq!(may(&[role], Verb::SendBack, Some(other)), other == step, "{role:?} {other:?}");
            }
        }
        assert!(!may(&[Role::Clerk], Verb::Extend, None), "a clerk does not lengthen the period");
    }
}
