//! Images of stamps.

use store::Store;
use store::audit::Entry;
use store::people::Role;
use store::stamps::{Stamp, put_stamp, stamp_image, stamps, withdraw_stamp};

use super::desk::ORGAN;

fn entry(kind: &str) -> Entry {
    let text = |text: &str| text.to_owned();
    Entry { at: 5, actor: text("head"), organ: text(ORGAN), kind: text(kind), detail: text("{}") }
}

pub(crate) async fn a_stamp_is_used_until_it_is_withdrawn_and_keeps_its_image(store: Store) {
    let mut stamp = Stamp {
        id: "ab".into(),
        name: "专用章".into(),
        width: 42,
        roles: vec![Role::Clerk, Role::Leader],
        at: 5,
        active: true,
    };
    put_stamp(&store, ORGAN, &stamp, b"image", &entry("stamp_added")).await.unwrap();
    assert_eq!(stamps(&store, ORGAN).await.unwrap(), [stamp.clone()]);
    assert!(stamps(&store, "other").await.unwrap().is_empty());
    let (id, withdrawn) = (stamp.id.clone(), entry("stamp_withdrawn"));
    assert!(withdraw_stamp(&store, ORGAN, &id, &withdrawn).await.unwrap());
    assert!(!withdraw_stamp(&store, ORGAN, &id, &withdrawn).await.unwrap(), "it is already");
    stamp.active = false;
    assert_eq!(stamps(&store, ORGAN).await.unwrap(), [stamp.clone()]);
    assert_eq!(stamp_image(&store, ORGAN, &id).await.unwrap(), Some((b"image".to_vec(), 42)));
    assert_eq!(stamp_image(&store, ORGAN, &"cd".into()).await.unwrap(), None);
    // The same image again is the same stamp, as it is on its letters.
    (stamp.active, stamp.roles) = (true, vec![Role::OfficeHead]);
    let wider = Stamp { width: 40, ..stamp.clone() };
    put_stamp(&store, ORGAN, &wider, b"image", &entry("stamp_added")).await.unwrap();
    assert_eq!(stamps(&store, ORGAN).await.unwrap(), [stamp]);
}
