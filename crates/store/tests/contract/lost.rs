//! A database server that goes away: what comes meanwhile is refused with a sentence, what was acknowledged is there, and when the
//! server is back everything goes on, without a restart.

use std::time::Duration;

use casework::decide::Command;
use casework::id::CaseId;
use libtest_mimic::Failed;
use store::cases::{self, Filter, Writer};
use store::{Location, Store, audit};
use tokio::runtime::Runtime;

use super::desk::{Desk, ORGAN};
use super::postgres::Server;

/// How often something is tried again: a pool may have several connections that are gone.
const TRIES: usize = 20;

pub(crate) fn on_postgres(server: Server) -> Result<(), Failed> {
    Runtime::new()?.block_on(a_lost_server_is_found_again(&server));
    Ok(())
}

async fn a_lost_server_is_found_again(server: &Server) {
    let store = Store::open(&Location::Server(server.database().await.unwrap())).await.unwrap();
    let desk = Desk::at(&store).await;
    let writer = Writer::start(&store);
    writer.append(desk.registering("a", "a").await).await.unwrap();
    let tag = || Command::Tag { tag: "经费".to_owned() };
    let waiting = desk.doing("a", tag()).await;

    server.fail().unwrap();
    let refused = writer.append(waiting).await.unwrap_err();
    assert!(refused.to_string().contains("数据库"), "the sentence says what is wrong: {refused}");
    cases::work_list(&store, ORGAN, &Filter::default(), None, 9).await.unwrap_err();

    server.begin("off").unwrap();
    let again = async || {
        for _ in 0..TRIES {
            if let Ok(events) = cases::events(&store, ORGAN, &CaseId::from("a")).await {
                return events.len();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        0
    };
    assert_eq!(again().await, 1, "what was acknowledged is there, what was refused is not");
    let mut tries = 0;
    while let Err(error) = writer.append(desk.doing("a", tag()).await).await {
        tries += 1;
        assert!(tries < TRIES, "{error}");
    }
    assert_eq!(desk.summary("a").await.version, 2);
    assert_eq!(audit::verify(&store, None).await.unwrap().broken, []);
}
