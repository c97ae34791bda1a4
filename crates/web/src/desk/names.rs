//! Who did something (姓名): accounts by their ids, each looked up once.

use std::collections::HashMap;

use store::Store;
use store::people::{Account, account};

use crate::error::Refusal;

/// Accounts that have been looked up; none for an id that is nobody's.
#[derive(Default)]
pub(crate) struct Names(HashMap<String, Option<Account>>);

impl Names {
    /// 姓名; an id that is nobody's stays as it is.
    pub(crate) async fn person(&mut self, store: &Store, id: &str) -> Result<String, Refusal> {
        let account = self.account(store, id).await?;
        Ok(account.map_or_else(|| id.to_owned(), |account| account.person.clone()))
    }

    /// 姓名 with 登录名, where two persons of one name have to be told apart.
    pub(crate) async fn person_and_name(&mut self, store: &Store, id: &str) -> Result<String, Refusal> {
        let account = self.account(store, id).await?;
        Ok(account.map_or_else(|| id.to_owned(), |account| format!("{}（{}）", account.person, account.name)))
    }

    async fn account(&mut self, store: &Store, id: &str) -> Result<Option<&Account>, Refusal> {
        if !self.0.contains_key(id) {
            let found = account(store, id).await?;
            self.0.insert(id.to_owned(), found);
        }
        Ok(self.0[id].as_ref())
    }
}
