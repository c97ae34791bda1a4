//! Authorities: laid in as a tree or by name, and found again.

use reporting::tree::Tree;
use store::{Branch, Organ, Put, Store, organ_id, put, put_organ, put_tree, queries};

use super::samples::{self, CITY, city, first};

fn ids<'o>(organs: impl IntoIterator<Item = &'o Organ>) -> Vec<&'o str> {
    organs.into_iter().map(|organ| organ.id.as_str()).collect()
}

async fn children(store: &Store, parent: Option<&str>) -> Vec<Branch> {
    queries::children(store, parent, None, 100).await.unwrap().rows
}

pub(crate) async fn a_tree_is_read_back_level_by_level(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2023, 1).await;
    first(&store, "wjw", 2024, 2).await;
    let roots = children(&store, None).await;
    assert_eq!(ids(roots.iter().map(|branch| &branch.organ)), ["yun"]);
    assert_eq!((roots[0].years, roots[0].children), (0, 3));
    let below = children(&store, Some("yun")).await;
    assert_eq!(ids(below.iter().map(|branch| &branch.organ)), ["wjw", "jyj", "wenlan"], "as in the file");
    assert_eq!(below.iter().map(|branch| branch.years).collect::<Vec<_>>(), [2, 0, 0]);
    let wenlan = &below[2].organ;
    assert_eq!((wenlan.parent.as_deref(), wenlan.included), (Some("yun"), false));
    assert_eq!(ids(&queries::path(&store, "qingxi").await.unwrap()), ["yun", "wenlan", "qingxi"]);
    assert!(queries::path(&store, "nobody").await.unwrap().is_empty());
    assert_eq!(queries::organ(&store, "jyj").await.unwrap().unwrap().since, Some(2022));
    assert!(queries::organ(&store, "nobody").await.unwrap().is_none());
}

pub(crate) async fn an_authority_is_found_by_each_name_of_its_years(store: Store) {
    city(&store).await;
    for (name, year, id, why) in [
        ("云州市卫生健康委员会", 2020, Some("wjw"), "the official name"),
        ("云州市卫健委", 2020, Some("wjw"), "an alias"),
        ("雲州市 教育局", 2022, Some("jyj"), "traditional characters and a space"),
        ("云州市教育局", 2021, None, "before its first year"),
        ("卫健委", 2020, None, "part of a name is another name"),
    ] {
        let found = queries::organ_named(&store, name, year).await.unwrap();
        assert_eq!(found.as_ref().map(|organ| organ.id.as_str()), id, "{why}");
    }
}

pub(crate) async fn a_tree_laid_in_again_changes_names_and_order(store: Store) {
    city(&store).await;
    let turned = "
        [[organ]]
        id = \"jyj\"
        name = \"云州市教育体育局\"
        [[organ]]
        id = \"yun\"
        name = \"云州市人民政府\"
        [[organ]]
        id = \"wjw\"
        name = \"云州市卫生健康委员会\"
        parent = \"yun\"";
    put_tree(&store, &Tree::parse(turned).unwrap()).await.unwrap();
    let roots = children(&store, None).await;
    assert_eq!(ids(roots.iter().map(|branch| &branch.organ)), ["jyj", "yun"]);
    let named = |name| queries::organ_named(&store, name, 2024);
    assert!(named("云州市教育体育局").await.unwrap().is_some());
    assert!(named("云州市卫健委").await.unwrap().is_none(), "the alias is gone");
    assert!(named("文澜区人民政府").await.unwrap().is_some(), "what the tree does not name stays");
}

pub(crate) async fn reports_move_to_the_id_that_a_tree_chooses(store: Store) {
    let by_name = put_organ(&store, "云州市卫健委", 2023).await.unwrap().id;
    first(&store, &by_name, 2023, 1).await;
    let corrected = samples::new(&by_name, 2023, "改过的", 2).correcting("更正");
    assert_eq!(put(&store, &corrected).await.unwrap(), Put::Corrected { version: 2 });
    city(&store).await;
    assert!(queries::organ(&store, &by_name).await.unwrap().is_none());
    assert_eq!(
        queries::moved(&store, &by_name).await.unwrap().as_deref(),
        Some("wjw"),
        "its addresses lead on"
    );
    let moved = queries::history(&store, "wjw", 2023).await.unwrap();
    assert_eq!(moved.iter().map(|version| version.version).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(moved[0].organ_name, "云州市卫生健康委员会");
    let file = queries::source(&store, "wjw", 2023, 2).await.unwrap().unwrap();
    assert_eq!(file.bytes, "改过的".as_bytes());
}

pub(crate) async fn a_report_that_both_ids_have_stays(store: Store) {
    city(&store).await;
    first(&store, "wjw", 2023, 1).await;
    let renamed = CITY.replace("\"wjw\"", "\"wsjk\"");
    put_tree(&store, &Tree::parse(&renamed).unwrap()).await.unwrap();
    first(&store, "wsjk", 2024, 2).await;
    assert_eq!(queries::reports_of(&store, "wsjk").await.unwrap().len(), 2, "2023 has moved, 2024 is new");
    // Back to the old id, under which meanwhile somebody has laid in the same year.
    put_tree(&store, &Tree::parse(CITY).unwrap()).await.unwrap();
    assert_eq!(queries::reports_of(&store, "wjw").await.unwrap().len(), 2);
    put_tree(&store, &Tree::parse(&renamed.replace("云州市卫", "云洲市卫")).unwrap()).await.unwrap();
    first(&store, "wsjk", 2024, 3).await;
    put_tree(&store, &Tree::parse(&renamed).unwrap()).await.unwrap();
    let years = |reports: Vec<store::Summary>| reports.iter().map(|report| report.year).collect::<Vec<_>>();
    assert_eq!(years(queries::reports_of(&store, "wsjk").await.unwrap()), [2024, 2023]);
    assert_eq!(years(queries::reports_of(&store, "wjw").await.unwrap()), [2024], "there is one already");
}

pub(crate) async fn authorities_are_found_by_part_of_a_name(store: Store) {
    city(&store).await;
    for (words, expected, why) in [
        ("卫健", vec!["wjw"], "part of an alias"),
        ("云州市", vec!["yun", "wjw", "jyj"], "in the order of the file"),
        ("人民 政府", vec!["yun", "wenlan", "qingxi"], "spaces make no difference"),
        ("%", vec![], "no pattern"),
        ("_", vec![], "no pattern"),
    ] {
        let found = queries::find_organs(&store, words, 10).await.unwrap();
        assert_eq!(ids(found.iter().map(|branch| &branch.organ)), expected, "{why}");
    }
    assert_eq!(queries::find_organs(&store, "政府", 2).await.unwrap().len(), 2);
}

pub(crate) async fn a_name_without_a_tree_is_a_root(store: Store) {
    let first = put_organ(&store, "云州市教育局", 2024).await.unwrap();
    let second = put_organ(&store, "文澜区人民政府", 2024).await.unwrap();
    assert_eq!(put_organ(&store, " 雲州市教育局", 2020).await.unwrap(), first, "the same once more");
    assert_eq!(first.id, organ_id("云州市教育局"));
    assert!(first.id.starts_with("o-") && first.id.len() == 12, "{}", first.id);
    assert!(first.rank < second.rank && first.parent.is_none());
}
