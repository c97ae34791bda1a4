//! What the store promises, on each database: SQLite in a file, SQLite in memory, PostgreSQL.
//!
//! One test per case on a file. In memory, and on PostgreSQL whose server is started once, all cases are one test that
//! names those that fail. Where PostgreSQL is not installed its test is listed as ignored, never as passed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod audit;
mod backup;
mod case_lists;
mod cases;
mod corrections;
mod desk;
mod files;
mod full_disk;
mod jobs;
mod kill;
mod lists;
mod lost;
mod organs;
mod people;
mod postgres;
mod samples;
mod stamps;
mod statements;
mod tokens;
mod vault;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use store::{Location, Store};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// A promise of the store, which starts out empty.
struct Case {
    name: &'static str,
    run: fn(Store) -> Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// Names the functions of a file as cases.
macro_rules! cases {
    ($($file:ident: $($name:ident),+;)+) => {
        [$($(Case {
            name: concat!(stringify!($file), "::", stringify!($name)),
            run: |store| Box::pin($file::$name(store)),
        },)+)+]
    };
}

/// All promises.
const CASES: &[Case] = &cases! {
    organs: a_tree_is_read_back_level_by_level, an_authority_is_found_by_each_name_of_its_years,
        a_tree_laid_in_again_changes_names_and_order, reports_move_to_the_id_that_a_tree_chooses,
        a_report_that_both_ids_have_stays, authorities_are_found_by_part_of_a_name, a_name_without_a_tree_is_a_root;
    corrections: a_first_report_is_new_and_comes_back_whole, the_same_file_again_changes_nothing,
        the_same_file_read_otherwise_is_refreshed, another_file_needs_a_note, a_correction_keeps_what_it_corrects,
        an_earlier_file_is_told_from_a_new_one, a_report_is_the_same_in_another_file,
        what_is_not_there_cannot_be_corrected, an_unknown_authority_has_no_reports, a_new_check_is_written_down,
        of_two_writers_one_is_refused, every_change_has_a_number_of_its_own;
    lists: the_column_shows_each_authority_with_its_years, a_year_is_paged_and_says_who_is_missing,
        the_latest_come_first_and_each_once, everything_is_paged_in_key_order, years_and_neighbours_are_those_with_reports,
        figures_and_headlines_keep_what_is_not_known, pages_hold_no_more_than_asked,
        reports_are_found_by_words_of_their_text;
    people: an_account_is_found_by_its_name_and_each_name_is_taken_once, roles_change_only_as_a_rule_allows,
        of_two_who_leave_the_last_stays, who_is_stopped_or_has_a_new_password_is_signed_out, a_link_is_good_once_and_in_time,
        tries_are_counted_and_begin_anew, a_code_is_good_once, departments_keep_their_order_and_members,
        sessions_end_and_are_forgotten, the_first_accounts_are_made_together_and_once,
        what_is_changed_is_written_down_and_what_is_refused_is_not,
        calls_are_listed_by_day_and_counted_by_topic;
    cases: a_case_comes_back_with_all_that_belongs_to_it, a_late_writer_is_told_the_version,
        one_that_is_refused_leaves_the_others, one_that_the_database_refuses_leaves_the_others,
        the_same_command_again_is_one_case, a_number_in_a_letter_must_still_be_the_next,
        many_writers_get_numbers_without_gaps, cases_that_are_read_together_are_told_apart,
        counts_move_with_their_cases, a_locked_year_keeps_its_counts,
        what_belongs_together_is_written_together_or_not_at_all, sub_reasons_add_up_to_their_cell, the_wording_of_a_letter_has_versions,
        an_erased_case_says_so, what_is_kept_can_be_made_again;
    case_lists: the_work_list_goes_by_due_day_and_what_is_asked, a_restricted_case_is_hidden_from_others,
        who_still_owes_what_is_one_question, each_cell_answers_with_its_cases,
        a_stage_that_is_over_is_summed_up_again;
    stamps: a_stamp_is_used_until_it_is_withdrawn_and_keeps_its_image;
    tokens: a_token_is_known_by_its_hash_until_it_is_revoked_or_ends,
        tokens_are_listed_in_the_order_in_which_they_were_made, a_key_belongs_to_what_was_sent_under_it_first;
    jobs: work_is_taken_when_it_is_due_and_by_one, work_that_fails_is_tried_again_and_seen,
        work_comes_with_its_event, many_take_each_work_once;
    audit: what_is_written_down_is_read_back_and_holds;
    access: many_read_while_one_writes, a_refused_change_leaves_nothing_behind;
};

fn main() {
    if kill::is_victim() || full_disk::is_victim() {
        return;
    }
    let arguments = Arguments::from_args();
    let on_file = |case: &'static Case| {
        Trial::test(format!("file::{}", case.name), move || {
            let folder = tempfile::tempdir()?;
            run_alone(case, Location::Folder(folder.path().to_owned()))
        })
    };
    let mut trials: Vec<Trial> = CASES.iter().map(on_file).collect();
    trials.push(Trial::test("memory::every_case", in_memory));
    trials.extend(access::trials());
    trials.extend(statements::trials());
    trials.extend(vault::trials());
    trials.extend(audit::trials());
    trials.extend(backup::trials());
    trials.extend(kill::trials());
    trials.extend(full_disk::trials());
    trials.extend(files::trials());
    trials.push(with_server("postgres::every_case", on_postgres));
    trials.push(with_server("postgres::kill::what_was_acknowledged_is_there", kill::on_postgres));
    trials.push(with_server("postgres::a_lost_server_is_found_again", lost::on_postgres));
    libtest_mimic::run(&arguments, trials).exit()
}

/// A test with a server of its own; listed as ignored where none is installed.
fn with_server(name: &str, test: fn(postgres::Server) -> Result<(), Failed>) -> Trial {
    let missing = postgres::binaries().is_none();
    let name = if missing { format!("{name} (install postgresql)") } else { name.to_owned() };
    Trial::test(name, move || test(postgres::Server::start()?)).with_ignored_flag(missing)
}

fn run_alone(case: &'static Case, location: Location) -> Result<(), Failed> {
    Runtime::new()?.block_on(async {
        let store = Store::open(&location).await?;
        (case.run)(store).await;
        Ok(())
    })
}

fn in_memory() -> Result<(), Failed> {
    Runtime::new()?.block_on(async {
        let mut failed = Vec::new();
        for case in CASES {
            let store = Store::in_memory().await?;
            if tokio::spawn((case.run)(store)).await.is_err() {
                failed.push(case.name);
            }
        }
        none(failed)
    })
}

fn on_postgres(server: postgres::Server) -> Result<(), Failed> {
    Runtime::new()?.block_on(async {
        statements::prepare_on_postgres(&server.address("template")).await?;
        let secrets = tempfile::tempdir()?;
        let keys = Location::Server(server.empty_database("keys").await?);
        vault::keys_are_there_after_a_restart(&keys, secrets.path()).await;
        let folder = tempfile::tempdir()?;
        let file = Location::Folder(folder.path().to_owned());
        let (one, other) = (server.database().await?, server.database().await?);
        backup::comes_back(&file, &Location::Server(one)).await;
        let folder = tempfile::tempdir()?;
        let file = Location::Folder(folder.path().to_owned());
        backup::comes_back(&Location::Server(other), &file).await;
        audit::changes_are_found(Location::Server(server.database().await?)).await;
        audit::a_shortened_chain_is_found(Location::Server(server.database().await?)).await;
        let owner = server.database().await?;
        audit::the_role_of_the_program_adds_events_only(&owner, &owner.replace("app@", "gongkai_app@")).await;
        let server = Arc::new(server);
        let at_once = Arc::new(Semaphore::new(4));
        let mut running = JoinSet::new();
        for case in CASES {
            let (server, at_once) = (server.clone(), at_once.clone());
            running.spawn(async move {
                let _turn = at_once.acquire().await;
                let address = server.database().await.expect("a database from the template");
                let store = Store::open(&Location::Server(address)).await.expect("a store in it");
                let ended = tokio::spawn((case.run)(store)).await;
                (case.name, ended.is_ok())
            });
        }
        let ended = running.join_all().await;
        none(ended.into_iter().filter(|(_, is_ok)| !is_ok).map(|(name, _)| name).collect())
    })
}

fn none(failed: Vec<&str>) -> Result<(), Failed> {
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}
