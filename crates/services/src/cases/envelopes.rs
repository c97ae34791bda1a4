//! 信封: to whom what an office sends by post is addressed.

use casework::reason::{Reason, Refused};
use law::article::ogi2019;
use typeset::envelope::{Addressee, Envelope};

use super::{Cases, Opened, Result, Told};

impl Cases {
    /// The envelope for what is sent to the applicant.
    ///
    /// # Errors
    /// The applicant has left no address.
    pub fn envelope(&self, opened: &Opened, told: &Told) -> Result<Envelope> {
        let first = told.identities().first();
        let Some(to) = first.filter(|one| !one.address.trim().is_empty()) else {
            let says = format!("{}的申请人没有留下通信地址，不能打印信封", opened.case.number);
            return Err(Refused::from(Reason::new("no_address", ogi2019(29, 2), says)).into());
        };
        let office = &self.settings().letters;
        let text = |text: &str| text.trim().to_owned();
        let name = if to.contact.trim().is_empty() { &to.name } else { &to.contact };
        // Who works in an organisation gets his letter there.
        let address = match to.contact.trim().is_empty() {
            true => text(&to.address),
            false => format!("{}　{}", to.address.trim(), to.name.trim()),
        };
        Ok(Envelope {
            to: Addressee { name: text(name), address, postcode: text(&to.postcode) },
            from: Addressee {
                name: text(&office.organ),
                address: text(&office.address),
                postcode: text(&office.postcode),
            },
        })
    }
}
